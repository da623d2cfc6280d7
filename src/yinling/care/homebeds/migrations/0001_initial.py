import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('plans', '0001_initial'),
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeBed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('state', models.CharField(choices=[('applied', '待评估'), ('assessed', '待装设备'), ('equipped', '待签协议'), ('contracted', '待开床'), ('open', '服务中'), ('closed', '已撤床')], default='applied', max_length=10, verbose_name='状态')),
                ('result_id', models.BigIntegerField(null=True, verbose_name='评估结果')),
                ('grade_words', models.CharField(blank=True, max_length=60, verbose_name='能力等级')),
                ('contract_number', models.CharField(blank=True, max_length=40, verbose_name='协议编号')),
                ('contract_signed_by', models.CharField(blank=True, max_length=60, verbose_name='签字人')),
                ('contract_from', models.DateField(null=True, verbose_name='协议自')),
                ('contract_until', models.DateField(null=True, verbose_name='协议至')),
                ('month_fee_fen', models.PositiveBigIntegerField(null=True, verbose_name='每月收费')),
                ('opened_on', models.DateField(null=True, verbose_name='开床日')),
                ('closed_on', models.DateField(null=True, verbose_name='撤床日')),
                ('review_due_on', models.DateField(null=True, verbose_name='复核日')),
                ('applied_at', models.DateTimeField(verbose_name='申请时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('plan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan', verbose_name='照护计划')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'state', 'id'], name='home_bed_by_area')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('person',), name='home_bed_one_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), models.Q(models.Q(('contract_number', ''), _negated=True), ('opened_on__isnull', False), ('plan__isnull', False)), _connector='OR'), name='home_bed_open_has_contract_and_plan'), models.CheckConstraint(condition=models.Q(('closed_on', None), ('opened_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='home_bed_closes_not_before_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='设备')),
                ('serial', models.CharField(blank=True, max_length=60, verbose_name='编号')),
                ('is_alarm', models.BooleanField(default=False, verbose_name='能呼叫报警')),
                ('installed_on', models.DateField(verbose_name='安装日')),
                ('removed_on', models.DateField(null=True, verbose_name='拆除日')),
                ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='homebeds.homebed')),
            ],
        ),
        migrations.CreateModel(
            name='BedSubsidy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('building', '建床补贴'), ('operating', '运营补贴')], max_length=10, verbose_name='种类')),
                ('month', models.DateField(null=True, verbose_name='月份')),
                ('fen', models.PositiveBigIntegerField(verbose_name='金额')),
                ('source', models.CharField(max_length=120, verbose_name='依据')),
                ('by_name', models.CharField(max_length=150, verbose_name='登记人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsidies', to='homebeds.homebed')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'building')), fields=('bed',), name='bed_built_once'), models.UniqueConstraint(condition=models.Q(('kind', 'operating')), fields=('bed', 'month'), name='bed_operated_once_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'building'), ('month', None)), models.Q(('kind', 'operating'), ('month__isnull', False)), _connector='OR'), name='bed_subsidy_month')],
            },
        ),
        migrations.CreateModel(
            name='BedStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='homebeds.homebed')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BedReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='复核日期')),
                ('finding', models.CharField(max_length=300, verbose_name='情况')),
                ('next_due_on', models.DateField(verbose_name='下次复核')),
                ('by_name', models.CharField(max_length=150, verbose_name='复核人')),
                ('at', models.DateTimeField(verbose_name='记录时间')),
                ('bed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='homebeds.homebed')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
    ]
