import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('opened_at', models.DateTimeField(verbose_name='建立时间')),
                ('ended_on', models.DateField(null=True, verbose_name='结束日')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'id'], name='plan_by_area')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('person', 'provider'), name='plan_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('hospital', '住院'), ('away', '外出'), ('institution', '入住机构'), ('other', '其他')], max_length=12, verbose_name='原因')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('from_on', models.DateField(verbose_name='自')),
                ('until_on', models.DateField(null=True, verbose_name='至')),
                ('by_name', models.CharField(max_length=150, verbose_name='登记人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='plans.plan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('plan',), name='pause_open_once'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='pause_ends_not_before_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(null=True, verbose_name='版本')),
                ('verb', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='plans.plan')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('proposed', '待老人同意'), ('agreed', '执行中'), ('declined', '老人要求修改'), ('replaced', '已被新版代替'), ('ended', '已结束')], default='draft', max_length=10, verbose_name='状态')),
                ('result_id', models.BigIntegerField(null=True, verbose_name='评估结果')),
                ('grade_words', models.CharField(blank=True, max_length=60, verbose_name='能力等级')),
                ('goals', models.TextField(blank=True, verbose_name='照护目标')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='这一版的原因')),
                ('in_force_from', models.DateField(verbose_name='自')),
                ('in_force_until', models.DateField(null=True, verbose_name='至')),
                ('review_due_on', models.DateField(verbose_name='复核到期')),
                ('agreed_by', models.CharField(blank=True, max_length=60, verbose_name='同意人')),
                ('agreed_as', models.CharField(blank=True, choices=[('elder', '老人本人'), ('guardian', '监护人'), ('agent', '受老人委托的人')], max_length=10, verbose_name='同意人身份')),
                ('agreed_how', models.CharField(blank=True, choices=[('page', '本人在网上同意'), ('signature', '在纸上签字'), ('phone', '电话同意')], max_length=10, verbose_name='同意方式')),
                ('agreed_at', models.DateTimeField(null=True, verbose_name='同意时间')),
                ('made_by_name', models.CharField(max_length=150, verbose_name='制订人')),
                ('made_at', models.DateTimeField(verbose_name='制订时间')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='plans.plan')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'in_force_from', 'in_force_until'], name='version_by_day')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='version_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['declined', 'draft', 'proposed'])), fields=('plan',), name='version_written_one_at_a_time'), models.UniqueConstraint(condition=models.Q(('state', 'agreed')), fields=('plan',), name='version_agreed_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['agreed', 'replaced']), _negated=True), models.Q(models.Q(('agreed_by', ''), _negated=True), ('agreed_at__isnull', False)), _connector='OR'), name='version_agreed_by_someone'), models.CheckConstraint(condition=models.Q(('in_force_until', None), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='version_ends_not_before_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service_code', models.CharField(max_length=40, verbose_name='服务项目')),
                ('weekdays', models.JSONField(default=list, verbose_name='星期')),
                ('every_weeks', models.PositiveSmallIntegerField(default=1, verbose_name='每几周')),
                ('window_from', models.PositiveSmallIntegerField(verbose_name='最早开始')),
                ('window_until', models.PositiveSmallIntegerField(verbose_name='最晚结束')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='时长')),
                ('carers', models.PositiveSmallIntegerField(default=1, verbose_name='护理人员人数')),
                ('wished_gender', models.CharField(blank=True, max_length=6, verbose_name='希望的性别')),
                ('priority', models.PositiveSmallIntegerField(default=2, verbose_name='优先级')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='要求')),
                ('wished_worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker', verbose_name='希望的护理人员')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='plans.version')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('window_until__gte', django.db.models.expressions.CombinedExpression(models.F('window_from'), '+', models.F('minutes'))), ('window_until__lte', 1440)), name='plan_item_fits_its_window'), models.CheckConstraint(condition=models.Q(('carers__in', [1, 2])), name='plan_item_one_or_two_carers'), models.CheckConstraint(condition=models.Q(('priority__in', [1, 2, 3])), name='plan_item_priority'), models.CheckConstraint(condition=models.Q(('every_weeks__in', [1, 2, 4])), name='plan_item_every_weeks')],
            },
        ),
    ]
