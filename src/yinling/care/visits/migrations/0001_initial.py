import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('orders', '0001_initial'),
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('service_code', models.CharField(max_length=40, verbose_name='服务项目')),
                ('on', models.DateField(verbose_name='日期')),
                ('window_from', models.PositiveSmallIntegerField(verbose_name='最早上门')),
                ('window_until', models.PositiveSmallIntegerField(verbose_name='最晚上门')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='时长（分钟）')),
                ('carers_needed', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                ('state', models.CharField(choices=[('planned', '待安排人员'), ('assigned', '已安排'), ('under_way', '服务中'), ('done', '已完成'), ('missed', '漏访'), ('cancelled', '已取消'), ('refused', '老人谢绝')], default='planned', max_length=10, verbose_name='状态')),
                ('cause', models.CharField(blank=True, choices=[('hospital', '老人住院'), ('away', '老人外出'), ('elder_refused', '老人谢绝'), ('nobody_home', '敲门无人应答'), ('no_carer', '没有人手'), ('carer_absent', '护理员请假'), ('not_come', '到时未上门'), ('weather', '天气或道路'), ('order_ended', '订单已结束'), ('other', '其他')], max_length=16, verbose_name='原因')),
                ('planned_start', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='计划上门时间')),
                ('is_fixed', models.BooleanField(default=False, verbose_name='固定不调')),
                ('is_confirmed', models.BooleanField(default=False, verbose_name='老人已确认')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='开始')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束')),
                ('minutes_counted', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='认定分钟数')),
                ('is_proved', models.BooleanField(default=False, verbose_name='凭证齐全')),
                ('oddities', models.JSONField(blank=True, default=list, verbose_name='异常')),
                ('late_told_at', models.DateTimeField(blank=True, null=True, verbose_name='迟到提醒时间')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='orders.order')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'on', 'state'], name='visit_by_day'), models.Index(fields=['person', 'on'], name='visit_by_person'), models.Index(fields=['area', 'on'], name='visit_by_area')],
                'constraints': [models.UniqueConstraint(fields=('order', 'on'), name='visit_once_a_day'), models.CheckConstraint(condition=models.Q(('window_from__lte', models.F('window_until'))), name='visit_window'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('ended_at__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='visit_done_has_times'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='visit_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('is_proved', False), ('state', 'done'), _connector='OR'), name='visit_only_done_is_proved')],
            },
        ),
        migrations.CreateModel(
            name='Trouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('kind', models.CharField(choices=[('elder_unwell', '老人身体不适'), ('fall', '老人跌倒'), ('nobody_home', '敲门无人应答'), ('danger_at_home', '居家安全隐患'), ('abuse', '疑似受虐待或欺骗'), ('carer_in_need', '护理员需要帮助'), ('cannot_go', '护理员无法前往'), ('other', '其他情况')], max_length=16, verbose_name='类别')),
                ('text', models.CharField(blank=True, max_length=400, verbose_name='情况')),
                ('told_by_name', models.CharField(max_length=150, verbose_name='报告人')),
                ('told_at', models.DateTimeField(verbose_name='报告时间')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='处理时间')),
                ('closed_by_name', models.CharField(blank=True, max_length=150, verbose_name='处理人')),
                ('outcome', models.CharField(blank=True, max_length=400, verbose_name='处理结果')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='troubles', to='visits.visit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='trouble_closed_with_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(choices=[(3, '满意'), (2, '一般'), (1, '不满意')], verbose_name='评价')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='想说的话')),
                ('by_name', models.CharField(max_length=150, verbose_name='评价人')),
                ('at', models.DateTimeField(verbose_name='评价时间')),
                ('visit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='visits.visit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 3)), name='rating_in_range')],
            },
        ),
        migrations.CreateModel(
            name='VisitCarer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日期')),
                ('starts', models.PositiveSmallIntegerField(verbose_name='开始')),
                ('ends', models.PositiveSmallIntegerField(verbose_name='结束')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carers', to='visits.visit')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker', verbose_name='护理员')),
            ],
            options={
                'indexes': [models.Index(fields=['worker', 'on', 'starts'], name='visit_carer_by_day')],
                'constraints': [models.UniqueConstraint(fields=('visit', 'worker'), name='visit_carer_once'), models.UniqueConstraint(fields=('worker', 'on', 'starts'), name='visit_carer_one_start'), models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='visit_carer_span')],
            },
        ),
        migrations.CreateModel(
            name='VisitMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('arrival', '到达'), ('leaving', '离开'), ('tasks', '服务内容'), ('note', '记录'), ('photo', '照片'), ('signature', '老人签字')], max_length=10, verbose_name='类别')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('said_at', models.DateTimeField(verbose_name='手机时间')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('is_code_right', models.BooleanField(default=False, verbose_name='扫码相符')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='经度')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='纬度')),
                ('accuracy_metres', models.FloatField(blank=True, null=True, verbose_name='定位误差（米）')),
                ('metres_from_door', models.FloatField(blank=True, null=True, verbose_name='离门口（米）')),
                ('content', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('document_id', models.BigIntegerField(blank=True, null=True, verbose_name='附件')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='visits.visit')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker', verbose_name='护理员')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='VisitRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='步骤')),
                ('state', models.CharField(choices=[('planned', '待安排人员'), ('assigned', '已安排'), ('under_way', '服务中'), ('done', '已完成'), ('missed', '漏访'), ('cancelled', '已取消'), ('refused', '老人谢绝')], max_length=10, verbose_name='之后的状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='之前')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='之后')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='visits.visit')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Door',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='经度')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='纬度')),
                ('code_digest', models.CharField(blank=True, max_length=64)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='进门说明')),
                ('recorded_by_name', models.CharField(max_length=150, verbose_name='登记人')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='door_place_whole')],
            },
        ),
    ]
