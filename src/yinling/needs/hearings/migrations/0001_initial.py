import django.db.models.deletion
import yinling.gateways.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('enrolments', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BenefitHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('held_from', models.DateField(verbose_name='停付自')),
                ('monthly_fen', models.BigIntegerField(null=True, verbose_name='每月金额')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('placed_by_name', models.CharField(max_length=150)),
                ('placed_at', models.DateTimeField(verbose_name='停付时间')),
                ('released_at', models.DateTimeField(null=True, verbose_name='解除时间')),
                ('released_by_name', models.CharField(blank=True, max_length=150)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrolments.enrolment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('enrolment',), name='benefit_hold_open_once')],
            },
        ),
        migrations.CreateModel(
            name='BenefitNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('published_by_name', models.CharField(max_length=150, verbose_name='发布人')),
                ('open_from', models.DateField(verbose_name='公示开始')),
                ('open_until', models.DateField(db_index=True, verbose_name='公示截止（不含当日）')),
                ('days', models.PositiveSmallIntegerField(verbose_name='公示工作日')),
                ('days_source', models.CharField(max_length=200, verbose_name='天数依据')),
                ('days_verified', models.BooleanField(default=False, verbose_name='天数已核实')),
                ('digest', models.CharField(max_length=64, verbose_name='校验值')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('open_until__gt', models.F('open_from'))), name='benefit_notice_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='HearingDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('notice_days', '公示'), ('review_days', '异议核查')], max_length=12, verbose_name='事项')),
                ('days', models.PositiveSmallIntegerField(verbose_name='工作日')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 90)), name='hearing_days_sensible')],
            },
        ),
        migrations.CreateModel(
            name='NoticedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_masked', models.CharField(max_length=60)),
                ('town', models.CharField(max_length=12)),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60)),
                ('clause', models.CharField(blank=True, max_length=60)),
                ('monthly_fen', models.BigIntegerField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrolments.enrolment')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='hearings.benefitnotice')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('notice', 'enrolment'), name='noticed_line_once')],
            },
        ),
        migrations.CreateModel(
            name='BenefitObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public', '公众异议'), ('own', '本人异议')], max_length=8, verbose_name='来自')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('questioned_from', models.DateField(null=True, verbose_name='质疑自')),
                ('name', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='姓名')),
                ('contact', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='联系方式')),
                ('text', yinling.gateways.sealing.SealedTextField(verbose_name='异议内容')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('code', models.CharField(max_length=16, unique=True, verbose_name='查询码')),
                ('raised_by_name', models.CharField(max_length=150)),
                ('raised_at', models.DateTimeField(verbose_name='提出时间')),
                ('due_on', models.DateField(db_index=True, verbose_name='应办结日')),
                ('state', models.CharField(choices=[('open', '核查中'), ('upheld', '成立'), ('dismissed', '不成立')], default='open', max_length=9, verbose_name='状态')),
                ('remedy', models.CharField(blank=True, choices=[('ended', '终止享受'), ('recalculated', '更正情况后重新计算，多退少补'), ('enrolled', '登记享受')], max_length=12, verbose_name='纠正方式')),
                ('remedy_from', models.DateField(null=True, verbose_name='自何日起')),
                ('finding', models.TextField(blank=True, verbose_name='核查结果')),
                ('decided_by_name', models.CharField(blank=True, max_length=150)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                ('replied_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('replied_by_name', models.CharField(blank=True, max_length=150)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrolments.enrolment')),
                ('hold', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='hearings.benefithold')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='hearings.noticedline')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_on', 'id'], name='benefit_objection_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), ('raised_by', None), models.Q(('decided_by', models.F('raised_by')), _negated=True), _connector='OR'), name='benefit_objection_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='benefit_objection_decided_has_day')],
            },
        ),
        migrations.CreateModel(
            name='NoticeOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='hearings.benefitnotice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('notice', 'day'), name='notice_opening_by_day')],
            },
        ),
        migrations.CreateModel(
            name='ObjectionReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('objection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='hearings.benefitobjection')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('objection', 'user'), name='objection_reading_once')],
            },
        ),
    ]
