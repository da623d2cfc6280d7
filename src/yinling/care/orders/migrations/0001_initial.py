import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('plans', '0001_initial'),
        ('providers', '0001_initial'),
        ('registry', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('service_code', models.CharField(max_length=40, verbose_name='服务项目')),
                ('source', models.CharField(choices=[('plan', '照护计划'), ('desk', '电话或窗口代下单'), ('elder', '老人本人'), ('family', '家属或代办人')], max_length=8, verbose_name='来源')),
                ('state', models.CharField(choices=[('open', '待派单'), ('offered', '待机构答复'), ('accepted', '服务中'), ('declined', '机构未接'), ('lapsed', '超时未答复'), ('ended', '已结束'), ('cancelled', '已取消')], default='open', max_length=10, verbose_name='状态')),
                ('from_day', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('weekdays', models.JSONField(blank=True, default=list, verbose_name='星期')),
                ('every_weeks', models.PositiveSmallIntegerField(default=1, verbose_name='每几周')),
                ('skips_holidays', models.BooleanField(default=False, verbose_name='节假日不上门')),
                ('window_from', models.PositiveSmallIntegerField(verbose_name='最早上门')),
                ('window_until', models.PositiveSmallIntegerField(verbose_name='最晚上门')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='时长（分钟）')),
                ('carers', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                ('wished_gender', models.CharField(blank=True, max_length=6, verbose_name='护理员性别要求')),
                ('priority', models.PositiveSmallIntegerField(default=2, verbose_name='优先级')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('asked_at', models.DateTimeField(verbose_name='下单时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('plan_item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planitem')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
                ('wished_worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker', verbose_name='希望的护理员')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'state', 'id'], name='order_by_provider')],
                'constraints': [models.CheckConstraint(condition=models.Q(('window_from__lte', models.F('window_until')), ('window_until__lt', 1440)), name='order_window'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 720)), name='order_lasts'), models.CheckConstraint(condition=models.Q(('carers__gte', 1), ('carers__lte', 2)), name='order_carers'), models.CheckConstraint(condition=models.Q(('every_weeks__gte', 1)), name='order_weeks'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('from_day')), _connector='OR'), name='order_span'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['offered', 'accepted']), _negated=True), ('provider__isnull', False), _connector='OR'), name='order_accepted_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_at', models.DateTimeField(verbose_name='派单时间')),
                ('answer_by', models.DateTimeField(verbose_name='答复期限')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('answer', models.CharField(blank=True, choices=[('accepted', '接单'), ('declined', '不接'), ('lapsed', '超时')], max_length=8, verbose_name='答复')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='理由')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='orders.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('order',), name='offer_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='offer_answer_has_time')],
            },
        ),
        migrations.CreateModel(
            name='OrderRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='步骤')),
                ('state', models.CharField(choices=[('open', '待派单'), ('offered', '待机构答复'), ('accepted', '服务中'), ('declined', '机构未接'), ('lapsed', '超时未答复'), ('ended', '已结束'), ('cancelled', '已取消')], max_length=10, verbose_name='之后的状态')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='orders.order')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Rest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('reason', models.CharField(choices=[('hospital', '住院'), ('away', '外出'), ('other', '其他')], max_length=10, verbose_name='原因')),
                ('from_day', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('by_name', models.CharField(max_length=150, verbose_name='登记人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('from_day')), _connector='OR'), name='rest_span')],
            },
        ),
    ]
