import django.db.models.deletion
import yinling.gateways.sealing
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('providers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('caregiver', '养老护理员职业技能等级证书'), ('health', '健康证明'), ('nurse', '护士执业证书'), ('social_worker', '社会工作者职业资格证书'), ('therapist', '康复治疗师资格证书'), ('doctor', '医师执业证书'), ('manager', '养老机构负责人培训合格证'), ('first_aid', '急救员证书')], max_length=20, verbose_name='证书')),
                ('level', models.CharField(blank=True, choices=[('level_5', '五级／初级工'), ('level_4', '四级／中级工'), ('level_3', '三级／高级工'), ('level_2', '二级／技师'), ('level_1', '一级／高级技师')], max_length=8, verbose_name='等级')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='证书编号')),
                ('issued_by', models.CharField(blank=True, max_length=120, verbose_name='发证机构')),
                ('issued_on', models.DateField(verbose_name='发证日期')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='有效期至')),
                ('document_id', models.BigIntegerField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='作废时间')),
            ],
            options={
                'ordering': ['kind', '-issued_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=60, verbose_name='姓名')),
                ('id_number', yinling.gateways.sealing.SealedTextField(verbose_name='身份证号')),
                ('id_index', models.CharField(db_index=True, max_length=64)),
                ('id_masked', models.CharField(max_length=20, verbose_name='身份证号')),
                ('phone', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='电话')),
                ('phone_masked', models.CharField(blank=True, max_length=20, verbose_name='电话')),
                ('gender', models.CharField(choices=[('female', '女'), ('male', '男')], max_length=6, verbose_name='性别')),
                ('born_on', models.DateField(verbose_name='出生日期')),
                ('occupation', models.CharField(choices=[('caregiver', '护理员'), ('nurse', '护士'), ('doctor', '医生'), ('social_worker', '社会工作者'), ('manager', '负责人'), ('community_helper', '助老员'), ('care_officer', '养老专职工作人员')], default='caregiver', max_length=20, verbose_name='岗位')),
                ('is_full_time', models.BooleanField(default=True, verbose_name='专职')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='语言')),
                ('area', models.CharField(max_length=12, verbose_name='工作区划')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='经度')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='纬度')),
                ('transport', models.CharField(choices=[('walk', '步行'), ('ebike', '电动自行车'), ('bus', '公交'), ('car', '汽车')], default='ebike', max_length=6, verbose_name='出行方式')),
                ('employed_from', models.DateField(verbose_name='入职日期')),
                ('employed_until', models.DateField(blank=True, null=True, verbose_name='离职日期')),
                ('leaving_reason', models.CharField(blank=True, max_length=200, verbose_name='离职原因')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='机构')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.site', verbose_name='站点')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', 'id'], name='worker_by_area'), models.Index(fields=['provider', 'id'], name='worker_by_provider')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('employed_until', None)), fields=('provider', 'id_index'), name='worker_employed_once'), models.UniqueConstraint(condition=models.Q(('employed_until', None), ('user__isnull', False)), fields=('user',), name='worker_one_log_in'), models.CheckConstraint(condition=models.Q(('employed_until', None), ('employed_until__gte', models.F('employed_from')), _connector='OR'), name='worker_leaves_after_entry')],
            },
        ),
        migrations.CreateModel(
            name='Star',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('stars', models.PositiveSmallIntegerField(verbose_name='星级')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('by_name', models.CharField(max_length=60, verbose_name='评定人')),
                ('at', models.DateTimeField(verbose_name='评定时间')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stars', to='workforce.worker')),
            ],
            options={
                'ordering': ['-year', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='star_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('basic_care', '生活照料'), ('bathing', '助浴'), ('transfer', '移位搬运'), ('cooking', '做饭'), ('cleaning', '保洁'), ('dementia', '认知症照护'), ('rehabilitation', '康复护理'), ('nursing', '医疗护理'), ('companionship', '陪伴关爱'), ('escort', '陪医代办')], max_length=20, verbose_name='技能')),
                ('qualification', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='workforce.qualification')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='workforce.worker')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('worker', 'code'), name='worker_skill_once')],
            },
        ),
        migrations.AddField(
            model_name='qualification',
            name='worker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='workforce.worker'),
        ),
        migrations.CreateModel(
            name='IntegrityEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('praise', '表扬'), ('complaint', '查实的投诉'), ('violation', '违规'), ('listed', '列入失信名单')], max_length=10, verbose_name='类别')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('facts', models.CharField(max_length=400, verbose_name='事实')),
                ('source_document', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('lifted_on', models.DateField(blank=True, null=True, verbose_name='解除日期')),
                ('lifting_reason', models.CharField(blank=True, max_length=200, verbose_name='解除理由')),
                ('by_name', models.CharField(max_length=60, verbose_name='登记人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='integrity_events', to='workforce.worker')),
            ],
            options={
                'ordering': ['-happened_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('reason', models.CharField(choices=[('sick', '病假'), ('personal', '事假'), ('holiday', '休假'), ('training', '培训'), ('other', '其他')], max_length=10, verbose_name='原因')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('recorded_by', models.CharField(max_length=60, verbose_name='登记人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='workforce.worker')),
            ],
            options={
                'ordering': ['-starts_at', '-id'],
                'indexes': [models.Index(fields=['worker', 'starts_at'], name='absence_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='absence_has_length')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='星期')),
                ('starts', models.PositiveSmallIntegerField(verbose_name='开始（分钟）')),
                ('ends', models.PositiveSmallIntegerField(verbose_name='结束（分钟）')),
                ('valid_from', models.DateField(verbose_name='自')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='workforce.worker')),
            ],
            options={
                'ordering': ['weekday', 'starts'],
                'indexes': [models.Index(fields=['weekday', 'valid_from'], name='hours_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts')), ('ends__lte', 1440), ('weekday__lte', 6)), name='hours_end_after_start')],
            },
        ),
        migrations.AddIndex(
            model_name='qualification',
            index=models.Index(fields=['valid_until', 'id'], name='qualification_by_expiry'),
        ),
        migrations.AddConstraint(
            model_name='qualification',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('issued_on')), _connector='OR'), name='qualification_ends_after_issue'),
        ),
    ]
