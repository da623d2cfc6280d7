from zoneinfo import ZoneInfo

import django.db.models.deletion
from django.db import migrations, models


def begin_what_stands(apps, schema_editor):
    """Since when a provider rests was not kept: as far back as it is known."""
    spells = apps.get_model("providers", "ProviderSpell")
    for provider in apps.get_model("providers", "Provider").objects.exclude(status="active"):
        since = provider.registered_at.astimezone(ZoneInfo("Asia/Shanghai")).date()
        spells.objects.create(
            provider=provider, status=provider.status, since=since, reason="", by_name="", at=provider.registered_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProviderSpell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('active', '正常'), ('suspended', '暂停'), ('ended', '终止')], max_length=12, verbose_name='状态')),
                ('since', models.DateField(verbose_name='自')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='记录时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spells', to='providers.provider')),
            ],
            options={
                'ordering': ['since', 'id'],
            },
        ),
        migrations.RunPython(begin_what_stands, migrations.RunPython.noop),
    ]
