import django.db.models.deletion
import yinling.gateways.sealing
import yinling.needs.casework.domain.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=30, null=True, unique=True, verbose_name='办件编号')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('person_name_masked', models.CharField(max_length=60, verbose_name='姓名')),
                ('area', models.CharField(db_index=True, max_length=12, verbose_name='区划')),
                ('applicant_kind', models.CharField(choices=[('self', '本人申请'), ('agent', '代办人代为申请'), ('clerk', '窗口代为录入')], max_length=10, verbose_name='申请方式')),
                ('channel', models.CharField(blank=True, max_length=40, verbose_name='渠道')),
                ('answers', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='申请内容')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待受理'), ('papers_requested', '待补充材料'), ('accepted', '已受理，待评估报价'), ('not_accepted', '不予受理'), ('quoted', '待核定补贴'), ('determined', '待初审'), ('checked', '待审定'), ('granted', '准予补贴，待公示'), ('refused', '不予补贴'), ('noticed', '公示中'), ('in_force', '已生效'), ('closed', '已办结'), ('withdrawn', '已撤回')], default=yinling.needs.casework.domain.states.State['DRAFT'], max_length=20, verbose_name='状态')),
                ('state_since', models.DateTimeField(verbose_name='进入本状态的时间')),
                ('clock_from', models.DateField(verbose_name='计时起点')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='到期日')),
                ('started_at', models.DateTimeField(verbose_name='开始填写')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提交时间')),
                ('applied_on', models.DateField(blank=True, null=True, verbose_name='申请日期')),
                ('cost_fen', models.BigIntegerField(blank=True, null=True, verbose_name='改造费用（分）')),
                ('outcome', models.CharField(blank=True, max_length=20, verbose_name='核定结果')),
                ('opinion', models.CharField(blank=True, choices=[('grant', '准予补贴'), ('refuse', '不予补贴')], max_length=10, verbose_name='初审意见')),
                ('decision', models.CharField(blank=True, choices=[('grant', '准予补贴'), ('refuse', '不予补贴')], max_length=10, verbose_name='决定')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('decision_reason', models.TextField(blank=True, verbose_name='决定理由')),
                ('objection_until', models.DateField(blank=True, null=True, verbose_name='异议截止（不含当日）')),
                ('contracted_at', models.DateTimeField(blank=True, null=True, verbose_name='签约时间')),
                ('applicant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'state_since', 'id'], name='case_work_list'), models.Index(fields=['due_on'], name='case_due_on')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', [yinling.needs.casework.domain.states.State['ACCEPTED'], yinling.needs.casework.domain.states.State['CHECKED'], yinling.needs.casework.domain.states.State['DETERMINED'], yinling.needs.casework.domain.states.State['DRAFT'], yinling.needs.casework.domain.states.State['GRANTED'], yinling.needs.casework.domain.states.State['IN_FORCE'], yinling.needs.casework.domain.states.State['NOTICED'], yinling.needs.casework.domain.states.State['PAPERS_REQUESTED'], yinling.needs.casework.domain.states.State['QUOTED'], yinling.needs.casework.domain.states.State['SUBMITTED']])), fields=('person', 'programme'), name='case_one_open_for_a_person'), models.CheckConstraint(condition=models.Q(('checked_by', None), ('decided_by', None), models.Q(('checked_by', models.F('decided_by')), _negated=True), _connector='OR'), name='case_decider_is_not_checker'), models.CheckConstraint(condition=models.Q(('cost_fen', None), ('cost_fen__gte', 0), _connector='OR'), name='case_cost_is_not_negative'), models.CheckConstraint(condition=models.Q(('number__isnull', False), ('state__in', [yinling.needs.casework.domain.states.State['DRAFT'], yinling.needs.casework.domain.states.State['WITHDRAWN']]), _connector='OR'), name='case_has_number_once_submitted')],
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=30, verbose_name='步骤')),
                ('from_state', models.CharField(blank=True, max_length=20)),
                ('to_state', models.CharField(max_length=20)),
                ('by_name', models.CharField(max_length=150)),
                ('by_role', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('details', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='casework.case')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=10)),
                ('year', models.IntegerField()),
                ('last', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='number_series_once')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public', '公示期间公众异议'), ('applicant', '申请人异议')], max_length=10)),
                ('name', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='姓名')),
                ('contact', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='联系方式')),
                ('text', yinling.gateways.sealing.SealedTextField(verbose_name='异议内容')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('raised_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', '待处理'), ('upheld', '成立'), ('dismissed', '不成立'), ('lapsed', '申请已撤回')], default=yinling.needs.casework.domain.states.ObjectionState['OPEN'], max_length=10)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolution', models.TextField(blank=True, verbose_name='处理意见')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='casework.case')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PapersRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('papers', models.JSONField(verbose_name='要补充的材料')),
                ('reason', models.TextField(verbose_name='说明')),
                ('from_state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待受理'), ('papers_requested', '待补充材料'), ('accepted', '已受理，待评估报价'), ('not_accepted', '不予受理'), ('quoted', '待核定补贴'), ('determined', '待初审'), ('checked', '待审定'), ('granted', '准予补贴，待公示'), ('refused', '不予补贴'), ('noticed', '公示中'), ('in_force', '已生效'), ('closed', '已办结'), ('withdrawn', '已撤回')], max_length=20)),
                ('clock_from', models.DateField()),
                ('asked_on', models.DateField()),
                ('answered_on', models.DateField(null=True)),
                ('answer', models.TextField(blank=True, verbose_name='补充说明')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers_requests', to='casework.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_on', None)), fields=('case',), name='papers_asked_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='公示编号')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('objection_from', models.DateField(verbose_name='公示开始')),
                ('objection_until', models.DateField(verbose_name='公示截止（不含当日）')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NoticeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_masked', models.CharField(max_length=60)),
                ('id_number_masked', models.CharField(max_length=30)),
                ('town', models.CharField(max_length=12)),
                ('municipal_fen', models.BigIntegerField()),
                ('district_fen', models.BigIntegerField()),
                ('taken_down_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_lines', to='casework.case')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='casework.publicnotice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_down_at', None)), fields=('case',), name='notice_line_stands_once')],
            },
        ),
    ]
