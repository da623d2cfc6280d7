import django.db.models.deletion
import yinling.needs.outreach.domain.states
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
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=32, unique=True)),
                ('reasons', models.JSONField(verbose_name='理由')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Lead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60, verbose_name='政策包')),
                ('programme', models.CharField(max_length=60, verbose_name='项目')),
                ('area', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('kind', models.CharField(choices=[('entitled', '符合条件，没有享受'), ('nearly', '可能符合，还差一项情况')], max_length=10, verbose_name='查出的情况')),
                ('missing_fact', models.CharField(blank=True, max_length=60, verbose_name='所缺情况')),
                ('tier', models.CharField(blank=True, max_length=200, verbose_name='档次')),
                ('clause', models.CharField(blank=True, max_length=20, verbose_name='依据')),
                ('amount_fen', models.BigIntegerField(blank=True, null=True, verbose_name='金额（分）')),
                ('facts_digest', models.CharField(max_length=32)),
                ('rule_version', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('open', '待联系'), ('follow', '跟进中'), ('waiting', '愿意，待补情况'), ('accepted', '愿意，已登记享受'), ('refused', '不愿意'), ('ended', '已结束')], default=yinling.needs.outreach.domain.states.State['OPEN'], max_length=10, verbose_name='状态')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='原因')),
                ('found_on', models.DateField(verbose_name='查出日期')),
                ('seen_on', models.DateField(verbose_name='最近一次核对')),
                ('calls_made', models.PositiveSmallIntegerField(default=0, verbose_name='联系次数')),
                ('call_on', models.DateField(blank=True, null=True, verbose_name='下次联系')),
                ('explanation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.explanation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.person')),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('phone', '电话'), ('visit', '上门'), ('desk', '来窗口')], max_length=10, verbose_name='方式')),
                ('answer', models.CharField(choices=[('willing', '愿意'), ('unwilling', '不愿意'), ('unreachable', '联系不上'), ('call_again', '再联系')], max_length=12, verbose_name='答复')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('call_again_on', models.DateField(blank=True, null=True, verbose_name='再联系日期')),
                ('key', models.CharField(max_length=36, unique=True)),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='outreach.lead')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LeadStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12)),
                ('state', models.CharField(choices=[('open', '待联系'), ('follow', '跟进中'), ('waiting', '愿意，待补情况'), ('accepted', '愿意，已登记享受'), ('refused', '不愿意'), ('ended', '已结束')], max_length=10)),
                ('why', models.CharField(blank=True, max_length=200)),
                ('by_name', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='outreach.lead')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Search',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='计算日')),
                ('programmes', models.JSONField(default=list, verbose_name='项目')),
                ('after_person', models.BigIntegerField(default=0)),
                ('people_done', models.PositiveIntegerField(default=0, verbose_name='已查人数')),
                ('people_total', models.PositiveIntegerField(default=0, verbose_name='应查人数')),
                ('found', models.PositiveIntegerField(default=0, verbose_name='新查出')),
                ('ended', models.PositiveIntegerField(default=0, verbose_name='结束')),
                ('is_running', models.BooleanField(default=True)),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='未完成的原因')),
                ('by_name', models.CharField(max_length=60, verbose_name='发起人')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_running', True)), fields=('is_running',), name='outreach_one_search')],
            },
        ),
        migrations.AddField(
            model_name='lead',
            name='search',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.search'),
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.CharField(max_length=60)),
                ('programme', models.CharField(max_length=60)),
                ('area', models.CharField(blank=True, max_length=12)),
                ('entitled', models.PositiveIntegerField(default=0)),
                ('receiving', models.PositiveIntegerField(default=0)),
                ('nearly', models.PositiveIntegerField(default=0)),
                ('stray', models.PositiveIntegerField(default=0)),
                ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='outreach.search')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('search', 'pack', 'programme', 'area'), name='outreach_tally_once')],
            },
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['area', 'id'], name='outreach_lead_by_area'),
        ),
        migrations.AddIndex(
            model_name='lead',
            index=models.Index(fields=['state', 'area', 'id'], name='outreach_lead_by_state'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.UniqueConstraint(fields=('person', 'pack', 'programme'), name='outreach_lead_once'),
        ),
    ]
