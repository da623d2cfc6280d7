import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('casework', '0001_initial'),
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('state', models.CharField(choices=[('to_assign', '待指派企业'), ('assigned', '待上门评估'), ('surveyed', '待报价'), ('quoted', '待老人同意报价'), ('waiting_decision', '待审定公示'), ('cleared', '待签合同'), ('contracted', '待开工'), ('working', '施工中'), ('finished', '待老人验收'), ('accepted', '已验收'), ('cancelled', '已取消')], default='to_assign', max_length=20, verbose_name='状态')),
                ('since', models.DateTimeField(verbose_name='进入本状态时间')),
                ('accepted_on', models.DateField(null=True, verbose_name='验收日期')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'state', 'id'], name='adaptation__area_7d3ce0_idx'), models.Index(fields=['firm', 'state', 'id'], name='adaptation__firm_id_dd745a_idx'), models.Index(fields=['accepted_on', 'area'], name='adaptation__accepte_d789e0_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['to_assign', 'cancelled']), ('firm__isnull', False), _connector='OR'), name='job_past_assignment_has_firm'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_on__isnull', False), _connector='OR'), name='job_accepted_has_date')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='合同编号')),
                ('signed_on', models.DateField(verbose_name='签订日期')),
                ('starts_on', models.DateField(verbose_name='计划开工')),
                ('ends_on', models.DateField(verbose_name='计划完工')),
                ('signed_by', models.CharField(max_length=60, verbose_name='签字人')),
                ('cost_fen', models.BigIntegerField()),
                ('resident_fen', models.BigIntegerField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contract', to='adaptation.job')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contract_ends_after_start'), models.CheckConstraint(condition=models.Q(('resident_fen__gte', 0), ('resident_fen__lte', models.F('cost_fen'))), name='contract_share_in_cost')],
            },
        ),
        migrations.CreateModel(
            name='AfterCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('visited_on', models.DateField(verbose_name='回访日期')),
                ('satisfied', models.BooleanField(verbose_name='满意')),
                ('note', models.TextField(verbose_name='回访记录')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='after_checks', to='adaptation.job')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='JobStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('verb', models.CharField(max_length=20)),
                ('from_state', models.CharField(blank=True, max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('reason', models.TextField(blank=True)),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='adaptation.job')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('version', models.PositiveSmallIntegerField()),
                ('total_fen', models.BigIntegerField()),
                ('note', models.TextField(blank=True, verbose_name='报价说明')),
                ('answer', models.CharField(choices=[('open', '待答复'), ('agreed', '已同意'), ('declined', '要求修改'), ('replaced', '已被新报价取代')], default='open', max_length=10)),
                ('answered_name', models.CharField(blank=True, max_length=60)),
                ('answered_role', models.CharField(blank=True, max_length=30)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_reason', models.TextField(blank=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='adaptation.job')),
            ],
            options={
                'ordering': ['version'],
                'constraints': [models.UniqueConstraint(fields=('job', 'version'), name='quote_version_once'), models.UniqueConstraint(condition=models.Q(('answer__in', ['open', 'agreed'])), fields=('job',), name='quote_one_in_force'), models.CheckConstraint(condition=models.Q(('total_fen__gt', 0)), name='quote_total_positive')],
            },
        ),
        migrations.CreateModel(
            name='QuoteLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('package', models.CharField(max_length=30)),
                ('item', models.CharField(max_length=120)),
                ('unit', models.CharField(blank=True, max_length=10)),
                ('quantity', models.PositiveSmallIntegerField()),
                ('unit_price_fen', models.BigIntegerField()),
                ('total_fen', models.BigIntegerField()),
                ('quote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='adaptation.quote')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('quote', 'number'), name='quote_line_number_once'), models.CheckConstraint(condition=models.Q(('total_fen', django.db.models.expressions.CombinedExpression(models.F('quantity'), '*', models.F('unit_price_fen')))), name='quote_line_total_is_product'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('unit_price_fen__gte', 0)), name='quote_line_in_range')],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('surveyed_on', models.DateField(verbose_name='评估日期')),
                ('remark', models.TextField(blank=True, verbose_name='评估说明')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='adaptation.job')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=60)),
                ('room', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('measure', models.CharField(blank=True, max_length=120)),
                ('severity', models.CharField(choices=[('minor', '轻微'), ('moderate', '一般'), ('severe', '严重')], max_length=10)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='adaptation.survey')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'item'), name='finding_once_a_survey')],
            },
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('round', models.PositiveSmallIntegerField()),
                ('started_on', models.DateField(verbose_name='开工日期')),
                ('finished_on', models.DateField(null=True, verbose_name='完工日期')),
                ('note', models.TextField(blank=True, verbose_name='施工说明')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works', to='adaptation.job')),
            ],
            options={
                'ordering': ['round'],
                'constraints': [models.UniqueConstraint(fields=('job', 'round'), name='work_round_once'), models.CheckConstraint(condition=models.Q(('finished_on', None), ('finished_on__gte', models.F('started_on')), _connector='OR'), name='work_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('by_role', models.CharField(max_length=30, verbose_name='角色')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('satisfied', models.BooleanField(verbose_name='满意')),
                ('signature_name', models.CharField(max_length=60, verbose_name='签名')),
                ('remark', models.TextField(blank=True, verbose_name='意见')),
                ('on_behalf_reason', models.TextField(blank=True, verbose_name='代为办理的理由')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('work', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acceptance', to='adaptation.work')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
