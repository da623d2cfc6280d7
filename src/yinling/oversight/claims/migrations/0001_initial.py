import django.db.models.deletion
import django.db.models.expressions
import yinling.gateways.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
        ('visits', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CareAllotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=40, verbose_name='资金')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('source_document', models.CharField(max_length=200, verbose_name='依据文件')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='care_allotment_positive'), models.UniqueConstraint(fields=('fund', 'source_document'), name='care_allotment_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('month', models.DateField(verbose_name='月份')),
                ('part', models.PositiveSmallIntegerField(default=1, verbose_name='第几份')),
                ('state', models.CharField(choices=[('draft', '待机构提交'), ('submitted', '待审核'), ('under_review', '审核中'), ('approved', '待付款'), ('sent', '等银行结果'), ('paid', '已付款')], default='draft', max_length=12, verbose_name='状态')),
                ('left_out', models.JSONField(blank=True, default=list, verbose_name='不能申报')),
                ('seed', models.BigIntegerField(blank=True, null=True, verbose_name='抽样种子')),
                ('sample_size', models.PositiveIntegerField(default=0, verbose_name='抽样行数')),
                ('answer_until', models.DateField(blank=True, null=True, verbose_name='机构答复期限')),
                ('built_at', models.DateTimeField(verbose_name='编制时间')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'month', 'part'), name='claim_part_once'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('reviewed_by')), _negated=True), _connector='OR'), name='claim_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'sent', 'paid']), _negated=True), models.Q(('approved_by__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='claim_paid_is_approved')],
            },
        ),
        migrations.CreateModel(
            name='ClaimLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_proved', models.BooleanField(default=False, verbose_name='凭证齐全')),
                ('on', models.DateField(verbose_name='日期')),
                ('service_code', models.CharField(max_length=40, verbose_name='服务项目')),
                ('service_name', models.CharField(max_length=60, verbose_name='服务项目')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='计费分钟')),
                ('price_fen', models.PositiveBigIntegerField(verbose_name='单价')),
                ('asked_fen', models.BigIntegerField(verbose_name='申报')),
                ('adjusted_fen', models.BigIntegerField(default=0, verbose_name='核减')),
                ('approved_fen', models.BigIntegerField(verbose_name='核定')),
                ('subsidy_fen', models.BigIntegerField(verbose_name='补贴')),
                ('own_fen', models.BigIntegerField(verbose_name='本人')),
                ('paid_fen', models.BigIntegerField(default=0, verbose_name='已付')),
                ('shares', models.JSONField(blank=True, default=list, verbose_name='补贴来源')),
                ('is_sampled', models.BooleanField(default=False, verbose_name='抽中')),
                ('is_odd', models.BooleanField(default=False, verbose_name='有疑点')),
                ('decision', models.CharField(blank=True, choices=[('kept', '核对无误'), ('adjusted', '核减')], max_length=8, verbose_name='核定结果')),
                ('reason_code', models.CharField(blank=True, max_length=24, verbose_name='核减原因')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='claims.claim')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.visit', verbose_name='上门')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'on'], name='claim_line_by_person'), models.Index(fields=['claim', 'is_odd', 'id'], name='claim_line_odd')],
                'constraints': [models.CheckConstraint(condition=models.Q(('was_proved', True)), name='claim_line_has_proof'), models.CheckConstraint(condition=models.Q(('adjusted_fen__gte', 0), ('approved_fen__gte', 0), ('asked_fen__gte', 0), ('own_fen__gte', 0), ('paid_fen__gte', 0), ('subsidy_fen__gte', 0)), name='claim_line_not_negative'), models.CheckConstraint(condition=models.Q(('asked_fen', django.db.models.expressions.CombinedExpression(models.F('adjusted_fen'), '+', models.F('approved_fen')))), name='claim_line_asked_whole'), models.CheckConstraint(condition=models.Q(('approved_fen', django.db.models.expressions.CombinedExpression(models.F('subsidy_fen'), '+', models.F('own_fen')))), name='claim_line_split_whole'), models.CheckConstraint(condition=models.Q(('paid_fen', 0), ('paid_fen', models.F('subsidy_fen')), _connector='OR'), name='claim_line_paid_whole'), models.CheckConstraint(condition=models.Q(('adjusted_fen', 0), models.Q(('decision', 'adjusted'), models.Q(('reason_code', ''), _negated=True)), _connector='OR'), name='claim_line_adjusted_why')],
            },
        ),
        migrations.CreateModel(
            name='ClaimStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='步骤')),
                ('state', models.CharField(choices=[('draft', '待机构提交'), ('submitted', '待审核'), ('under_review', '审核中'), ('approved', '待付款'), ('sent', '等银行结果'), ('paid', '已付款')], max_length=12, verbose_name='之后的状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='claims.claim')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fund', models.CharField(max_length=40, verbose_name='资金')),
                ('fen', models.BigIntegerField(verbose_name='金额')),
                ('reason_code', models.CharField(max_length=24, verbose_name='原因')),
                ('text', models.CharField(max_length=300, verbose_name='说明')),
                ('asked_by_name', models.CharField(max_length=150, verbose_name='提出人')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('agreed_by_name', models.CharField(blank=True, max_length=150, verbose_name='同意人')),
                ('agreed_at', models.DateTimeField(null=True, verbose_name='同意时间')),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='claims.claimline')),
                ('settled_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='claims.claim')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('fen', 0), _negated=True), name='correction_moves_money'), models.CheckConstraint(condition=models.Q(('agreed_by', None), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='correction_takes_two_people'), models.CheckConstraint(condition=models.Q(('settled_in', None), ('agreed_by__isnull', False), _connector='OR'), name='correction_settled_is_agreed')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, verbose_name='原因')),
                ('words', models.CharField(max_length=300, verbose_name='说明')),
                ('source', models.CharField(choices=[('check', '自动核对'), ('phone', '电话回访'), ('correction', '申报后更正')], max_length=10, verbose_name='来源')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='claims.claimline')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LineRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='步骤')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='之前')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='之后')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='claims.claimline')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.CharField(max_length=30, verbose_name='批次号')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('sent', '等银行结果'), ('paid', '已付款'), ('returned', '已退回')], default='sent', max_length=10, verbose_name='状态')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('by_fund', models.JSONField(verbose_name='资金来源')),
                ('payee_name', models.CharField(max_length=120, verbose_name='收款户名')),
                ('bank_name', models.CharField(max_length=120, verbose_name='开户银行')),
                ('account_number', yinling.gateways.sealing.SealedTextField(verbose_name='收款账号')),
                ('account_masked', models.CharField(max_length=40, verbose_name='收款账号')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='退回原因')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('sent_at', models.DateTimeField(verbose_name='送出时间')),
                ('result_at', models.DateTimeField(blank=True, null=True, verbose_name='结果时间')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='claims.claim')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='care_payment_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['sent', 'paid'])), fields=('claim',), name='claim_never_paid_twice'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0)), name='care_payment_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='care_payment_returned_why')],
            },
        ),
        migrations.CreateModel(
            name='PhoneBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('called_at', models.DateTimeField(verbose_name='通话时间')),
                ('spoke_with', models.CharField(max_length=60, verbose_name='接听人')),
                ('answer', models.CharField(choices=[('came', '来过，时间对'), ('shorter', '来过，时间比记录的短'), ('not_come', '没有来过'), ('unsure', '记不清'), ('not_reached', '没有打通')], max_length=12, verbose_name='回答')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='记录')),
                ('by_name', models.CharField(max_length=150, verbose_name='回访人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='phone_backs', to='claims.claimline')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
    ]
