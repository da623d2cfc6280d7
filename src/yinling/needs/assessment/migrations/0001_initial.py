import django.db.models.deletion
import yinling.gateways.sealing
import yinling.needs.assessment.domain.states
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('grades', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name_masked', models.CharField(max_length=60, verbose_name='姓名')),
                ('area', models.CharField(db_index=True, max_length=12, verbose_name='区划')),
                ('scale', models.CharField(max_length=40, verbose_name='量表')),
                ('reason', models.CharField(choices=[('first', '首次评估'), ('routine', '常规评估（到期）'), ('change', '即时评估（情况变化）'), ('dispute', '因对评估结果有疑问进行的复评'), ('recheck', '抽查复核'), ('other', '其他')], max_length=10, verbose_name='评估原因')),
                ('cause', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('state', models.CharField(choices=[('requested', '待受理'), ('accepted', '待指派评估员'), ('assigned', '待上门评估'), ('signed_once', '一人已签，待另一人签'), ('completed', '已出结果'), ('not_accepted', '不予受理'), ('declined', '本人不愿评估'), ('aborted', '中止'), ('cancelled', '已撤销')], default=yinling.needs.assessment.domain.states.State['REQUESTED'], max_length=12, verbose_name='状态')),
                ('state_since', models.DateTimeField(verbose_name='进入本状态的时间')),
                ('requested_by_role', models.CharField(max_length=30, verbose_name='申请方式')),
                ('requested_at', models.DateTimeField(verbose_name='申请时间')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='约定上门日期')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='评估地点')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='内容版次')),
                ('first_assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='assessment.assessment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'state_since', 'id'], name='assessment_work_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', [yinling.needs.assessment.domain.states.State['ACCEPTED'], yinling.needs.assessment.domain.states.State['ASSIGNED'], yinling.needs.assessment.domain.states.State['REQUESTED'], yinling.needs.assessment.domain.states.State['SIGNED_ONCE']])), fields=('person', 'scale'), name='assessment_one_open_for_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('first_assessor', None), ('second_assessor', None)), models.Q(('first_assessor', models.F('second_assessor')), _negated=True), _connector='OR'), name='assessment_two_different_assessors'), models.CheckConstraint(condition=models.Q(models.Q(('first_assessor__isnull', False), ('second_assessor__isnull', False)), models.Q(('state__in', [yinling.needs.assessment.domain.states.State['ASSIGNED'], yinling.needs.assessment.domain.states.State['SIGNED_ONCE'], yinling.needs.assessment.domain.states.State['COMPLETED']]), _negated=True), _connector='OR'), name='assessment_has_assessors_once_at_work')],
            },
        ),
        migrations.CreateModel(
            name='AnswerSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='版次')),
                ('key', models.CharField(max_length=64)),
                ('content', yinling.gateways.sealing.SealedTextField(verbose_name='评估内容')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='assessment.assessment')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('assessment', 'version'), name='sheet_version_once'), models.UniqueConstraint(fields=('assessment', 'key'), name='sheet_key_once')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=30, verbose_name='步骤')),
                ('from_state', models.CharField(blank=True, max_length=12)),
                ('to_state', models.CharField(max_length=12)),
                ('by_name', models.CharField(max_length=150)),
                ('by_role', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('words', models.TextField(blank=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='assessment.assessment')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Assessor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('certificate_number', models.CharField(max_length=60, unique=True, verbose_name='证书编号')),
                ('certificate_class', models.CharField(max_length=60, verbose_name='证书类别')),
                ('valid_from', models.DateField(verbose_name='证书自')),
                ('valid_until', models.DateField(verbose_name='证书至')),
                ('organisation_id', models.BigIntegerField(blank=True, null=True, verbose_name='评估机构')),
                ('is_active', models.BooleanField(default=True, verbose_name='在岗')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='assessor_certificate_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', yinling.gateways.sealing.SealedTextField(verbose_name='异议内容')),
                ('raised_by_name', models.CharField(max_length=150, verbose_name='提出人')),
                ('raised_at', models.DateTimeField(verbose_name='提出时间')),
                ('state', models.CharField(choices=[('open', '待处理'), ('reassessing', '已安排他人复评'), ('changed', '复评改变了等级'), ('confirmed', '复评等级不变'), ('dismissed', '不予复评')], default=yinling.needs.assessment.domain.states.ObjectionState['OPEN'], max_length=12, verbose_name='状态')),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolution', models.TextField(blank=True, verbose_name='处理意见')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reassessment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='assessment.assessment')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grades.result')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', [yinling.needs.assessment.domain.states.ObjectionState['OPEN'], yinling.needs.assessment.domain.states.ObjectionState['REASSESSING']])), fields=('result',), name='result_objected_to_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='RecheckDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=60, verbose_name='种子')),
                ('scale', models.CharField(max_length=40, verbose_name='量表')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('since', models.DateField(verbose_name='评估日期自')),
                ('until', models.DateField(verbose_name='评估日期至（不含当日）')),
                ('percent', models.PositiveSmallIntegerField(verbose_name='比例（%）')),
                ('population', models.PositiveIntegerField(verbose_name='评估数')),
                ('drawn', models.JSONField(default=list, verbose_name='抽中的结果')),
                ('skipped', models.JSONField(default=list, verbose_name='正在另行评估，未安排')),
                ('by_name', models.CharField(max_length=150, verbose_name='抽取人')),
                ('at', models.DateTimeField(verbose_name='抽取时间')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('scale', 'area', 'since', 'until', 'seed'), name='recheck_drawn_once'), models.CheckConstraint(condition=models.Q(('percent__gte', 1), ('percent__lte', 100)), name='recheck_percent_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessor_name', models.CharField(max_length=60, verbose_name='评估员')),
                ('certificate_number', models.CharField(max_length=60, verbose_name='证书编号')),
                ('scale_digest', models.CharField(max_length=64, verbose_name='量表版本')),
                ('content_digest', models.CharField(max_length=64, verbose_name='内容摘要')),
                ('informant', models.CharField(blank=True, max_length=60, verbose_name='信息提供者')),
                ('at', models.DateTimeField(verbose_name='签署时间')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='assessment.answersheet')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('sheet', 'assessor', 'scale_digest'), name='signature_once')],
            },
        ),
    ]
