import django.db.models.deletion
import django.db.models.expressions
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
            name='Determination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_ref', models.CharField(max_length=40, verbose_name='办件')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版次')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('rule_version', models.CharField(max_length=64, verbose_name='规则版本')),
                ('options', models.JSONField(default=dict, verbose_name='读法')),
                ('parameters', models.JSONField(default=dict, verbose_name='参数')),
                ('facts', models.JSONField(default=dict, verbose_name='所据情况')),
                ('applied_on', models.DateField(verbose_name='申请日期')),
                ('cost_fen', models.BigIntegerField(verbose_name='费用')),
                ('outcome', models.CharField(choices=[('granted', '给予补贴'), ('not_granted', '不予补贴'), ('missing_facts', '情况不全，不能认定'), ('unpayable', '缺少政策参数，不能认定')], max_length=16, verbose_name='结论')),
                ('tier', models.CharField(blank=True, max_length=60, verbose_name='档次')),
                ('counted_fen', models.BigIntegerField(default=0, verbose_name='占用本户上限')),
                ('municipal_fen', models.BigIntegerField(null=True, verbose_name='市级补贴')),
                ('district_fen', models.BigIntegerField(null=True, verbose_name='区级补贴')),
                ('resident_fen', models.BigIntegerField(null=True, verbose_name='居民自付')),
                ('reasons', models.JSONField(default=list, verbose_name='理由')),
                ('missing', models.JSONField(default=list, verbose_name='缺少')),
                ('made_at', models.DateTimeField(verbose_name='认定时间')),
                ('made_by', models.CharField(max_length=150, verbose_name='认定人')),
                ('made_by_user_id', models.BigIntegerField(null=True)),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['household', 'programme'], name='determination_by_household')],
                'constraints': [models.UniqueConstraint(fields=('case_ref', 'version'), name='determination_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('district_fen', None), ('municipal_fen', None), ('resident_fen', None)), ('cost_fen', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('municipal_fen'), '+', models.F('district_fen')), '+', models.F('resident_fen'))), _connector='OR'), name='determination_shares_add_up'), models.CheckConstraint(condition=models.Q(('municipal_fen', None), models.Q(('counted_fen__gte', 0), ('district_fen__gte', 0), ('municipal_fen__gte', 0), ('resident_fen__gte', 0)), _connector='OR'), name='determination_shares_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('superseded', '已由新的认定取代'), ('released', '已释放')], max_length=12, verbose_name='原因')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('by_user_id', models.BigIntegerField(null=True)),
                ('determination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='entitlements.determination')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entitlements.determination')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ParameterValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('value', models.CharField(max_length=60, verbose_name='数值')),
                ('valid_from', models.DateField(verbose_name='自何日起')),
                ('source', models.CharField(max_length=300, verbose_name='依据')),
                ('state', models.CharField(choices=[('proposed', '待确认'), ('confirmed', '已生效'), ('refused', '未通过')], default='proposed', max_length=10, verbose_name='状态')),
                ('entered_at', models.DateTimeField(verbose_name='录入时间')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='确认时间')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
            ],
            options={
                'ordering': ['name', '-valid_from', '-id'],
                'indexes': [models.Index(fields=['pack', 'state', 'name'], name='parameter_value_in_force')],
                'constraints': [models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('entered_by')), _negated=True), _connector='OR'), name='parameter_value_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='parameter_value_settled_by_someone'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('pack', 'name', 'valid_from'), name='parameter_value_proposed_once')],
            },
        ),
        migrations.CreateModel(
            name='SharedCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60)),
                ('draws', models.PositiveIntegerField(default=0)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.household')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'programme', 'household'), name='shared_cap_once')],
            },
        ),
    ]
