import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(db_index=True, max_length=120)),
                ('payload', models.JSONField(default=dict)),
                ('at', models.DateTimeField(db_index=True)),
                ('user_id', models.BigIntegerField(null=True)),
                ('user_name', models.CharField(max_length=150)),
                ('role', models.CharField(max_length=30)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='链接')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('role', models.CharField(blank=True, max_length=30)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('organisation_id', models.BigIntegerField(db_index=True, null=True)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['role', 'area'], name='notice_role_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('user__isnull', False), ('person_id__isnull', False), ('organisation_id__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='notice_has_a_recipient')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=20, verbose_name='渠道')),
                ('recipient', models.CharField(max_length=60, verbose_name='接收人')),
                ('text', models.CharField(max_length=500, verbose_name='内容')),
                ('state', models.CharField(choices=[('stand_in', '演示，未真实发送'), ('sent', '已发送'), ('failed', '发送失败')], max_length=10, verbose_name='状态')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='outbox.notice')),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='outbox.notice')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('notice', 'user'), name='notice_read_once')],
            },
        ),
    ]
