import django.db.models.deletion
import django.db.models.expressions
import yinling.gateways.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('casework', '0001_initial'),
        ('entitlements', '0001_initial'),
        ('providers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('code', models.CharField(choices=[('municipal_welfare_lottery', '市级福利彩票公益金'), ('district_budget', '区级财政资金')], max_length=40, primary_key=True, serialize=False)),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
            ],
        ),
        migrations.CreateModel(
            name='Payable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('case_number', models.CharField(max_length=40)),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('cost_fen', models.BigIntegerField()),
                ('municipal_fen', models.BigIntegerField()),
                ('district_fen', models.BigIntegerField()),
                ('accepted_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('paid_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.case')),
                ('determination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entitlements.determination')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'id'], name='settlement__area_576c23_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('district_fen__gte', 0), ('municipal_fen__gte', 0)), name='payable_not_negative'), models.CheckConstraint(condition=models.Q(('cost_fen__gte', django.db.models.expressions.CombinedExpression(models.F('municipal_fen'), '+', models.F('district_fen')))), name='payable_within_cost')],
            },
        ),
        migrations.CreateModel(
            name='PaymentRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='批次号')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('state', models.CharField(choices=[('draft', '待复核'), ('approved', '待发送银行'), ('sent', '等银行回执'), ('settled', '已结清'), ('cancelled', '已作废')], default='draft', max_length=10, verbose_name='状态')),
                ('prepared_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='银行受理号')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='run_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'sent', 'settled']), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='run_on_its_way_is_approved')],
            },
        ),
        migrations.CreateModel(
            name='PaymentLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('amount_fen', models.BigIntegerField()),
                ('payee_name', models.CharField(max_length=100)),
                ('bank_name', models.CharField(max_length=100)),
                ('account_number', yinling.gateways.sealing.SealedTextField()),
                ('account_masked', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('waiting', '待付款'), ('paid', '已付款'), ('returned', '已退回'), ('dropped', '随批次作废')], default='waiting', max_length=10)),
                ('reason', models.TextField(blank=True, verbose_name='退回原因')),
                ('result_at', models.DateTimeField(null=True)),
                ('reopened_at', models.DateTimeField(null=True)),
                ('reopened_by', models.CharField(blank=True, max_length=60)),
                ('reopen_reason', models.TextField(blank=True)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.fund')),
                ('payable', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.payable')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='settlement.paymentrun')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['fund', 'state', 'id'], name='settlement__fund_id_c37751_idx')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='line_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['paid', 'waiting'])), fields=('payable', 'fund'), name='line_never_paid_twice'), models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='line_positive'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='line_returned_has_reason'), models.CheckConstraint(condition=models.Q(('reopened_at', None), ('state', 'returned'), _connector='OR'), name='line_reopened_was_returned')],
            },
        ),
        migrations.CreateModel(
            name='RunStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='settlement.paymentrun')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Allotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额')),
                ('source_document', models.CharField(max_length=200, verbose_name='依据文件')),
                ('received_on', models.DateField(verbose_name='到账日期')),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allotments', to='settlement.fund')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='allotment_positive'), models.UniqueConstraint(fields=('fund', 'source_document'), name='allotment_document_once')],
            },
        ),
    ]
