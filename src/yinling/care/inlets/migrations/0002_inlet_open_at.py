from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever has heard nothing but signs of life was never open for calls."""

    dependencies = [("inlets", "0001_initial")]

    operations = [
        migrations.AlterField("inlet", "open_at", models.DateTimeField("最近一次报告", null=True)),
    ]
