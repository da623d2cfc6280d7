import django.db.models.deletion
import yinling.gateways.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('rosters', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='户编号')),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=60, verbose_name='姓名')),
                ('sex', models.CharField(blank=True, choices=[('female', '女'), ('male', '男')], max_length=6, verbose_name='性别')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='出生日期')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='所属区划')),
                ('registered_area', models.CharField(blank=True, max_length=12, verbose_name='户籍区划')),
                ('phone_masked', models.CharField(blank=True, max_length=20, verbose_name='电话')),
                ('phone_index', models.CharField(blank=True, db_index=True, max_length=64)),
                ('match_key', models.CharField(blank=True, db_index=True, max_length=64)),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'id'], name='person_by_area')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('family', '子女亲属'), ('adviser', '养老顾问'), ('committee', '居村委会工作人员')], max_length=12, verbose_name='关系')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('evidence_id', models.BigIntegerField(blank=True, null=True, verbose_name='委托书')),
                ('granted_by_name', models.CharField(max_length=60, verbose_name='登记人')),
                ('granted_at', models.DateTimeField(verbose_name='登记时间')),
                ('revoked_by_name', models.CharField(blank=True, max_length=60, verbose_name='撤销人')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='撤销原因')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='registry.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='mandate_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('resident', '居民身份证'), ('residence_permit', '港澳台居民居住证'), ('foreign_permit', '外国人永久居留身份证'), ('passport', '护照'), ('military', '军人证件')], default='resident', max_length=16, verbose_name='证件类型')),
                ('number', yinling.gateways.sealing.SealedTextField(verbose_name='证件号码')),
                ('masked', models.CharField(max_length=30, verbose_name='证件号码')),
                ('index', models.CharField(max_length=64)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('index', 'kind'), name='identifier_once')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='registry.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='household_memberships', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=30, verbose_name='人群')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_memberships', to='registry.person')),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'valid_from', 'valid_until'], name='group_by_day')],
            },
        ),
        migrations.CreateModel(
            name='PossibleDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '待判断'), ('merged', '已合并'), ('separate', '不是同一人')], default='open', max_length=10, verbose_name='状态')),
                ('opened_at', models.DateTimeField(verbose_name='发现时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='判断时间')),
                ('decided_by_name', models.CharField(blank=True, max_length=60, verbose_name='判断人')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspicions_as_other', to='registry.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspicions', to='registry.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='suspicion_once')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported_on', models.DateField(verbose_name='报送日期')),
                ('values', models.JSONField(default=dict, verbose_name='内容')),
                ('private', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='敏感内容')),
                ('batch_id', models.BigIntegerField(blank=True, null=True, verbose_name='导入批次')),
                ('row_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='行号')),
                ('row_key', models.CharField(blank=True, max_length=64)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='收到时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='registry.person')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='rosters.source')),
            ],
            options={
                'ordering': ['reported_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('row_key', ''), _negated=True), fields=['source', 'row_key'], name='statement_by_row')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=30, verbose_name='字段')),
                ('opened_at', models.DateTimeField(verbose_name='发现时间')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('settled_by_name', models.CharField(blank=True, max_length=60, verbose_name='处理人')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='registry.person')),
                ('chosen', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chosen_in', to='registry.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('person', 'field'), name='conflict_open_once')],
            },
        ),
    ]
