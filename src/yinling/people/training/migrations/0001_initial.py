import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('providers', '0001_initial'),
        ('workforce', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('organiser', models.CharField(max_length=120, verbose_name='主办单位')),
            ],
            options={
                'ordering': ['-held_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('audience', models.CharField(choices=[('caregiver', '养老护理员'), ('social_worker', '老年社会工作者'), ('manager', '机构负责人和管理人员'), ('family', '失能失智老年人家庭成员')], max_length=16, verbose_name='对象')),
                ('area', models.CharField(max_length=12, verbose_name='区划')),
                ('organiser', models.CharField(max_length=120, verbose_name='承办机构')),
                ('starts_on', models.DateField(verbose_name='开始')),
                ('ends_on', models.DateField(verbose_name='结束')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='课时')),
                ('places', models.PositiveSmallIntegerField(verbose_name='名额')),
                ('fund', models.CharField(blank=True, max_length=120, verbose_name='经费来源')),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.site', verbose_name='实训基地')),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='course_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Internship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school', models.CharField(max_length=120, verbose_name='院校')),
                ('starts_on', models.DateField(verbose_name='开始')),
                ('ends_on', models.DateField(verbose_name='期满')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='providers.provider', verbose_name='机构')),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='internship_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Intern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('outcome', models.CharField(choices=[('under_way', '见习中'), ('retained', '期满留用'), ('not_retained', '期满未留用'), ('broken_off', '中途退出')], default='under_way', max_length=14, verbose_name='结果')),
                ('worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
                ('internship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interns', to='training.internship')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Placing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='名次或称号')),
                ('level', models.CharField(blank=True, max_length=8, verbose_name='晋升等级')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placings', to='training.contest')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'worker', 'title'), name='placing_once')],
            },
        ),
        migrations.CreateModel(
            name='Trainee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('person_index', models.CharField(max_length=64)),
                ('audience', models.CharField(choices=[('caregiver', '养老护理员'), ('social_worker', '老年社会工作者'), ('manager', '机构负责人和管理人员'), ('family', '失能失智老年人家庭成员')], max_length=16, verbose_name='对象')),
                ('admitted_at', models.DateTimeField(verbose_name='报名时间')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainees', to='training.course')),
                ('worker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='workforce.worker')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('course', 'person_index'), name='trainee_once_in_course')],
            },
        ),
        migrations.CreateModel(
            name='Exam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('score', models.PositiveSmallIntegerField(verbose_name='成绩')),
                ('is_passed', models.BooleanField(verbose_name='合格')),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exams', to='training.trainee')),
            ],
            options={
                'ordering': ['held_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='exam_score_to_100')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attended_on', models.DateField(verbose_name='日期')),
                ('hours', models.PositiveSmallIntegerField(verbose_name='课时')),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='training.trainee')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('trainee', 'attended_on'), name='attendance_once_a_day')],
            },
        ),
    ]
