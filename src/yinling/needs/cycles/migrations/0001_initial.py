import django.db.models.deletion
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
            name='CycleReason',
            fields=[
                ('digest', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('reasons', models.JSONField()),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('month', models.DateField(verbose_name='月份')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('state', models.CharField(choices=[('draft', '编制中'), ('checked', '已复核，待批准'), ('approved', '已批准，待付款'), ('paid', '已付款'), ('closed', '已结')], default='draft', max_length=8, verbose_name='状态')),
                ('look_back_months', models.PositiveSmallIntegerField(default=24, verbose_name='追溯月数')),
                ('instalment_percent_max', models.PositiveSmallIntegerField(default=30, verbose_name='每月最多扣回百分比')),
                ('known_at', models.DateTimeField(verbose_name='按何时所知编制')),
                ('persons_total', models.PositiveIntegerField(default=0, verbose_name='应编制人数')),
                ('persons_done', models.PositiveIntegerField(default=0, verbose_name='已编制人数')),
                ('after_person', models.BigIntegerField(default=0)),
                ('is_drafted', models.BooleanField(default=False, verbose_name='编制完成')),
                ('marks', models.JSONField(default=dict)),
                ('rules', models.JSONField(default=dict)),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='银行受理号')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'month', 'area'), name='cycle_once'), models.CheckConstraint(condition=models.Q(('checked_by', None), ('drafted_by', None), models.Q(('checked_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='cycle_checked_by_another'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('checked_by')), _negated=True), _connector='OR'), name='cycle_approved_by_another'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('checked_by__isnull', False), ('state', 'checked')), models.Q(('approved_by__isnull', False), ('checked_by__isnull', False), ('state__in', ['approved', 'closed', 'paid'])), _connector='OR'), name='cycle_state_has_people'), models.CheckConstraint(condition=models.Q(('instalment_percent_max__lte', 100)), name='cycle_share_at_most_all')],
            },
        ),
        migrations.CreateModel(
            name='CycleFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('programme', models.CharField(blank=True, max_length=60, verbose_name='项目')),
                ('what', models.CharField(max_length=16)),
                ('fund', models.CharField(blank=True, max_length=60, verbose_name='资金')),
                ('count', models.PositiveIntegerField(default=0)),
                ('amount_fen', models.BigIntegerField(default=0)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='cycles.cycle')),
            ],
            options={
                'indexes': [models.Index(fields=['cycle', 'what'], name='cycle_figure_by_what')],
            },
        ),
        migrations.CreateModel(
            name='CyclePayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('by_fund', models.JSONField(default=dict, verbose_name='资金来源')),
                ('account_masked', models.CharField(blank=True, max_length=40, verbose_name='收款账户')),
                ('account_index', models.CharField(blank=True, max_length=64)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cycles.cycle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['cycle', 'account_index'], name='cycle_payment_by_account')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'person'), name='cycle_payment_once'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='cycle_payment_positive')],
            },
        ),
        migrations.CreateModel(
            name='CycleProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('programme', models.CharField(blank=True, max_length=60, verbose_name='项目')),
                ('for_month', models.DateField(verbose_name='所属月份')),
                ('kind', models.CharField(choices=[('missing_facts', '情况不全，不能决定'), ('unpayable', '标准未公布，不能计算'), ('not_entitled', '登记享受，但已不符合条件'), ('deceased', '已去世，登记尚未终止'), ('no_account', '没有收款账户，暂不能付款'), ('not_monthly', '项目按户共用限额，不能按月自动计算'), ('deceased_paid', '已去世，仍有款项发出'), ('jump', '金额比上次多出一倍以上')], max_length=16, verbose_name='问题')),
                ('words', models.CharField(max_length=300, verbose_name='说明')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cycles.cycle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cycles.cyclereason')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['cycle', 'kind', 'id'], name='cycle_problem_by_kind')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'person', 'programme', 'for_month', 'kind'), name='cycle_problem_once')],
            },
        ),
        migrations.CreateModel(
            name='CycleStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cycles.cycle')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PaymentResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '待付款'), ('sent', '已付款'), ('returned', '银行退回，下月重发'), ('held', '没有收款账户，下月重发')], max_length=8)),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='cycles.cyclepayment')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('total_fen', models.BigIntegerField(verbose_name='应追回')),
                ('by_fund', models.JSONField(default=dict, verbose_name='资金来源')),
                ('percent_max', models.PositiveSmallIntegerField(null=True, verbose_name='每月最多扣回百分比')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='cycles.cycle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'programme'], name='recovery_by_person')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'person', 'programme'), name='recovery_once'), models.CheckConstraint(condition=models.Q(('total_fen__gt', 0)), name='recovery_positive'), models.CheckConstraint(condition=models.Q(('percent_max', None), ('percent_max__lte', 100), _connector='OR'), name='recovery_share_at_most_all')],
            },
        ),
        migrations.CreateModel(
            name='CycleRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('for_month', models.DateField(verbose_name='所属月份')),
                ('kind', models.CharField(choices=[('due', '本月应发'), ('back_pay', '补发'), ('recovery', '多发待追回'), ('instalment', '扣回'), ('repeat', '退回重发')], max_length=10, verbose_name='性质')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('by_fund', models.JSONField(default=dict, verbose_name='资金来源')),
                ('facts', models.JSONField(default=dict, verbose_name='所据情况')),
                ('segments', models.JSONField(default=list, verbose_name='分段')),
                ('rule_version', models.CharField(blank=True, max_length=40)),
                ('cause', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='cycles.cycle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cycles.cyclereason')),
                ('repeats', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeated_in', to='cycles.cyclepayment')),
                ('recovery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='cycles.recovery')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['person', 'for_month', 'programme'], name='cycle_row_by_person'), models.Index(fields=['cycle', 'programme', 'id'], name='cycle_row_by_cycle')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind__in', ['instalment', 'repeat']), _negated=True), fields=('cycle', 'person', 'programme', 'for_month', 'kind'), name='cycle_row_once'), models.UniqueConstraint(condition=models.Q(('kind', 'due')), fields=('person', 'programme', 'for_month'), name='cycle_due_once'), models.UniqueConstraint(condition=models.Q(('kind', 'instalment')), fields=('cycle', 'recovery'), name='cycle_instalment_once'), models.UniqueConstraint(condition=models.Q(('kind', 'repeat')), fields=('repeats', 'programme', 'for_month'), name='cycle_repeat_once'), models.CheckConstraint(condition=models.Q(models.Q(('amount_fen__lt', 0), ('kind__in', ['recovery', 'instalment'])), models.Q(('amount_fen__gte', 0), ('kind__in', ['due', 'back_pay'])), ('kind', 'repeat'), _connector='OR'), name='cycle_row_sign')],
            },
        ),
        migrations.CreateModel(
            name='Relief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('repaid', '已退还'), ('written_off', '核销')], max_length=12, verbose_name='方式')),
                ('state', models.CharField(choices=[('asked', '待批准'), ('granted', '已办'), ('refused', '未批准')], default='asked', max_length=8, verbose_name='状态')),
                ('by_fund', models.JSONField(default=dict, verbose_name='资金来源')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('asked_by_name', models.CharField(max_length=150)),
                ('asked_at', models.DateTimeField()),
                ('settled_by_name', models.CharField(blank=True, max_length=150)),
                ('settled_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recovery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reliefs', to='cycles.recovery')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='relief_positive'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'written_off'), ('state', 'granted'), _negated=True), models.Q(('asked_by__isnull', False), ('settled_by__isnull', False), models.Q(('asked_by', models.F('settled_by')), _negated=True)), _connector='OR'), name='write_off_by_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Allotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=60, verbose_name='资金')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('source_document', models.CharField(max_length=200, verbose_name='依据文件')),
                ('received_on', models.DateField(verbose_name='到账日期')),
                ('by_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='cycles_allotment_positive'), models.UniqueConstraint(fields=('fund', 'source_document'), name='cycles_allotment_document_once')],
            },
        ),
    ]
