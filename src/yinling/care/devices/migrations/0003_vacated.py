from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0002_raw_forgotten"),
    ]

    operations = [
        migrations.AddField(
            model_name="installation",
            name="vacated_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="住户去世或迁出"),
        ),
        migrations.AlterField(
            model_name="silence",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[("heard", "恢复"), ("removed", "设备已拆除"), ("vacated", "住户去世或迁出")],
                max_length=8,
                verbose_name="结束原因",
            ),
        ),
    ]
