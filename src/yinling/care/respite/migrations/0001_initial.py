import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('form', models.CharField(choices=[('home', '在家里'), ('institution', '在养老机构')], max_length=12, verbose_name='方式')),
                ('from_on', models.DateField(verbose_name='自')),
                ('until_on', models.DateField(verbose_name='至')),
                ('days_max', models.PositiveSmallIntegerField(verbose_name='每年天数')),
                ('state', models.CharField(choices=[('asked', '等机构答复'), ('confirmed', '已安排'), ('declined', '机构不能安排'), ('cancelled', '已取消'), ('used', '已服务')], default='asked', max_length=10, verbose_name='状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='要求')),
                ('asked_at', models.DateTimeField(verbose_name='预约时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'state', 'id'], name='booking_by_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='booking_has_days')],
            },
        ),
        migrations.CreateModel(
            name='BookingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='respite.booking')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
    ]
