import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('kind', models.CharField(max_length=60, verbose_name='券种')),
                ('month', models.DateField(verbose_name='月份')),
                ('part', models.PositiveSmallIntegerField(default=1, verbose_name='第几份')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('total_fen', models.BigIntegerField(verbose_name='应付')),
                ('state', models.CharField(choices=[('drawn_up', '待机构确认'), ('disputed', '机构有异议'), ('confirmed', '待批准'), ('approved', '待付款'), ('paid', '已付款')], default='drawn_up', max_length=10, verbose_name='状态')),
                ('drawn_up_by_id', models.BigIntegerField(null=True)),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='银行受理号')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'pack', 'kind', 'month', 'part'), name='statement_once'), models.CheckConstraint(condition=models.Q(('approved_by_id', None), models.Q(('approved_by_id', models.F('drawn_up_by_id')), _negated=True), _connector='OR'), name='statement_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'paid']), _negated=True), ('approved_by_id__isnull', False), _connector='OR'), name='statement_approved_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), models.Q(('bank_reference', ''), _negated=True), _connector='OR'), name='statement_paid_has_reference')],
            },
        ),
        migrations.CreateModel(
            name='StatementStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='vouchers.statement')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('service_kind', models.CharField(max_length=60, verbose_name='服务种类')),
                ('served_on', models.DateField(verbose_name='服务日期')),
                ('bill_fen', models.BigIntegerField(verbose_name='账单金额')),
                ('ltci_paid_fen', models.BigIntegerField(verbose_name='长期护理保险已付')),
                ('deducted_fen', models.BigIntegerField(verbose_name='抵扣')),
                ('resident_fen', models.BigIntegerField(verbose_name='本人支付')),
                ('reasons', models.JSONField(default=list, verbose_name='理由')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='vouchers.use')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='StatementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='vouchers.statement')),
                ('use', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='line', to='vouchers.use')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='券号')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('kind', models.CharField(max_length=60, verbose_name='券种')),
                ('month', models.DateField(verbose_name='月份')),
                ('valid_until', models.DateField(verbose_name='失效日')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('ceiling_fen', models.BigIntegerField(verbose_name='额度')),
                ('used_fen', models.BigIntegerField(default=0, verbose_name='已用')),
                ('reasons', models.JSONField(default=list, verbose_name='理由')),
                ('issued_at', models.DateTimeField(verbose_name='发放时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'indexes': [models.Index(fields=['pack', 'kind', 'month', 'area'], name='voucher_by_month')],
                'constraints': [models.UniqueConstraint(fields=('person', 'pack', 'kind', 'month'), name='voucher_once_a_month'), models.CheckConstraint(condition=models.Q(('ceiling_fen__gt', 0)), name='voucher_positive'), models.CheckConstraint(condition=models.Q(('used_fen__gte', 0), ('used_fen__lte', models.F('ceiling_fen'))), name='voucher_never_overused')],
            },
        ),
        migrations.AddField(
            model_name='use',
            name='voucher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='vouchers.voucher'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('bill_fen', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('ltci_paid_fen'), '+', models.F('deducted_fen')), '+', models.F('resident_fen')))), name='use_shares_add_up'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('deducted_fen__gt', 0), ('ltci_paid_fen__gte', 0), ('resident_fen__gte', 0), ('reverses', None)), models.Q(('deducted_fen__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='use_takes_something_off'),
        ),
    ]
