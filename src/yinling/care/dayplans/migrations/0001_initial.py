import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('providers', '0001_initial'),
        ('visits', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('on', models.DateField(verbose_name='日期')),
                ('is_replan', models.BooleanField(default=False, verbose_name='重排')),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='计算秒数')),
                ('seed', models.PositiveIntegerField(verbose_name='随机种子')),
                ('state', models.CharField(choices=[('running', '正在计算'), ('proposed', '待采用'), ('applying', '正在采用'), ('applied', '已采用'), ('dropped', '未采用'), ('failed', '没有算成')], default='running', max_length=10, verbose_name='状态')),
                ('share', models.PositiveSmallIntegerField(default=0, verbose_name='进度')),
                ('unserved', models.PositiveIntegerField(default=0, verbose_name='未安排')),
                ('is_stopping', models.BooleanField(default=False, verbose_name='提前结束')),
                ('measures', models.JSONField(blank=True, default=dict, verbose_name='之后的指标')),
                ('measures_before', models.JSONField(blank=True, default=dict, verbose_name='之前的指标')),
                ('kept_away', models.JSONField(blank=True, default=dict, verbose_name='不能上班的护理员')),
                ('guessed', models.PositiveIntegerField(default=0, verbose_name='门口位置未知')),
                ('left_over', models.PositiveIntegerField(default=0, verbose_name='没有采用的')),
                ('failure', models.CharField(blank=True, max_length=400, verbose_name='没有算成的原因')),
                ('asked_at', models.DateTimeField(verbose_name='时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='服务机构')),
            ],
            options={
                'indexes': [models.Index(fields=['provider', 'on', 'id'], name='dayplan_by_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['running', 'applying'])), fields=('provider', 'on'), name='dayplan_one_running')],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workers', models.JSONField(blank=True, default=list, verbose_name='护理员')),
                ('starts', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='上门时间')),
                ('workers_before', models.JSONField(blank=True, default=list, verbose_name='原来的护理员')),
                ('starts_before', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='原来的时间')),
                ('is_disturbed', models.BooleanField(default=False, verbose_name='有变动')),
                ('is_place_guessed', models.BooleanField(default=False, verbose_name='门口位置未知')),
                ('reasons', models.JSONField(blank=True, default=list, verbose_name='未安排的原因')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='没有采用的原因')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='dayplans.dayplan')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.visit')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'visit'), name='dayplan_line_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='步骤')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='dayplans.dayplan')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='开通时间')),
                ('made_by_name', models.CharField(max_length=150, verbose_name='开通人')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker', verbose_name='护理员')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('worker',), name='calendar_feed_one')],
            },
        ),
    ]
