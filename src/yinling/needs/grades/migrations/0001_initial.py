import django.db.models.deletion
import yinling.gateways.sealing
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
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment_id', models.BigIntegerField(null=True, unique=True, verbose_name='评估')),
                ('scale', models.CharField(max_length=40, verbose_name='量表')),
                ('scale_digest', models.CharField(max_length=64, verbose_name='量表版本')),
                ('total', models.PositiveIntegerField(null=True, verbose_name='总分')),
                ('initial_grade', models.PositiveSmallIntegerField(null=True, verbose_name='初步等级')),
                ('grade', models.PositiveSmallIntegerField(verbose_name='等级')),
                ('detail', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='依据')),
                ('is_unverified', models.BooleanField(default=False, verbose_name='待核对')),
                ('assessed_on', models.DateField(verbose_name='评估日期')),
                ('valid_until', models.DateField(verbose_name='有效期至（不含当日）')),
                ('objection_until', models.DateField(null=True, verbose_name='异议截止（不含当日）')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='评估机构')),
                ('report_document_id', models.BigIntegerField(null=True, verbose_name='评估报告')),
                ('at', models.DateTimeField(verbose_name='出具时间')),
                ('by_name', models.CharField(max_length=150, verbose_name='经办人')),
                ('first_signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person', verbose_name='老年人')),
                ('second_signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['person', 'scale', 'assessed_on'], name='result_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gt', models.F('assessed_on'))), name='result_holds_for_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('assessment_id__isnull', False), ('first_signer__isnull', False), ('second_signer__isnull', False), models.Q(('first_signer', models.F('second_signer')), _negated=True)), models.Q(('assessment_id', None), ('report_document_id__isnull', False)), _connector='OR'), name='result_signed_by_two_or_reported')],
            },
        ),
        migrations.CreateModel(
            name='ResultEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('superseded', '已有新的评估结果'), ('expired', '已过有效期')], max_length=12, verbose_name='原因')),
                ('on', models.DateField(verbose_name='自')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grades.result')),
                ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='grades.result')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ScaleConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(max_length=40, verbose_name='量表')),
                ('scale_digest', models.CharField(max_length=64, verbose_name='量表版本')),
                ('source', models.CharField(max_length=300, verbose_name='依据')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时间')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='确认时间')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scale', 'scale_digest'), name='scale_text_confirmed_once'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='scale_confirmed_by_another')],
            },
        ),
    ]
