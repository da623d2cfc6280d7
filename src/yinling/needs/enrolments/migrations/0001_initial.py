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
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('state', models.CharField(choices=[('enrolled', '享受中'), ('paused', '暂停'), ('ended', '已终止')], default='enrolled', max_length=8, verbose_name='状态')),
                ('reason', models.CharField(max_length=20, verbose_name='原因')),
                ('since', models.DateField(verbose_name='自')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至')),
                ('life_check_due_on', models.DateField(blank=True, null=True, verbose_name='生存认证到期日')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'indexes': [models.Index(fields=['pack', 'programme', 'state', 'id'], name='enrolment_by_programme'), models.Index(condition=models.Q(('life_check_due_on__isnull', False)), fields=['life_check_due_on'], name='enrolment_life_check')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'ended'), _negated=True), fields=('person', 'pack', 'programme'), name='enrolment_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), ('until__isnull', False)), models.Q(models.Q(('state', 'ended'), _negated=True), ('until', None)), _connector='OR'), name='enrolment_ended_has_day'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='enrolment_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='EnrolmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(choices=[('enrol', '开始享受'), ('pause', '暂停'), ('resume', '恢复'), ('end', '终止'), ('reinstate', '撤销终止')], max_length=10, verbose_name='步骤')),
                ('reason', models.CharField(blank=True, max_length=20, verbose_name='原因')),
                ('effective_on', models.DateField(verbose_name='自何日起')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(db_index=True, verbose_name='办理时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='enrolments.enrolment')),
            ],
            options={
                'ordering': ['effective_on', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LifeCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_on', models.DateField(verbose_name='认证日期')),
                ('way', models.CharField(choices=[('visit', '上门看望'), ('desk', '本人到窗口'), ('call', '视频或电话')], max_length=6, verbose_name='方式')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='认证人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'ordering': ['done_on', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('refused_on', models.DateField(verbose_name='表示日期')),
                ('note', models.CharField(max_length=200, verbose_name='说明')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('person', 'pack', 'programme'), name='refusal_open_once')],
            },
        ),
    ]
