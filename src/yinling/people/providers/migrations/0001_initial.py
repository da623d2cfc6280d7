import django.db.models.deletion
import yinling.gateways.sealing
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('uscc', models.CharField(max_length=18, unique=True, verbose_name='统一社会信用代码')),
                ('kind', models.CharField(choices=[('adaptation_firm', '适老化改造企业'), ('care_operator', '养老服务运营机构'), ('meal_operator', '助餐服务机构'), ('other', '其他')], max_length=20, verbose_name='类别')),
                ('status', models.CharField(choices=[('active', '正常'), ('suspended', '暂停'), ('ended', '终止')], default='active', max_length=12, verbose_name='状态')),
                ('area', models.CharField(db_index=True, max_length=12, verbose_name='服务区域')),
                ('contact_name', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('contact_phone', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='联系电话')),
                ('bank_name', models.CharField(blank=True, max_length=120, verbose_name='开户银行')),
                ('account_name', models.CharField(blank=True, max_length=120, verbose_name='账户名称')),
                ('account_number', yinling.gateways.sealing.SealedTextField(blank=True, verbose_name='银行账号')),
                ('account_masked', models.CharField(blank=True, max_length=40, verbose_name='银行账号')),
                ('registered_at', models.DateTimeField(verbose_name='登记时间')),
            ],
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('kind', models.CharField(db_index=True, max_length=40, verbose_name='设施类型')),
                ('area', models.CharField(db_index=True, max_length=12, verbose_name='所在区划')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('status', models.CharField(choices=[('operating', '运营'), ('closed', '关闭'), ('not_operating', '未运营'), ('name_plate_only', '仅挂牌'), ('inside_institution', '养老机构内'), ('planned', '计划建设'), ('to_be_sited', '待选址')], max_length=20, verbose_name='状态')),
                ('floor_area_m2', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='建筑面积（平方米）')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='容量（床、座或客）')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='纬度')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='经度')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('provider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='providers.provider', verbose_name='运营机构')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'kind', 'name'), name='site_name_once_in_area')],
            },
        ),
        migrations.CreateModel(
            name='SiteSpell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('operating', '运营'), ('closed', '关闭'), ('not_operating', '未运营'), ('name_plate_only', '仅挂牌'), ('inside_institution', '养老机构内'), ('planned', '计划建设'), ('to_be_sited', '待选址')], max_length=20, verbose_name='状态')),
                ('since', models.DateField(verbose_name='自')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('by_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('at', models.DateTimeField(verbose_name='记录时间')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spells', to='providers.site')),
            ],
            options={
                'ordering': ['since', 'id'],
                'indexes': [models.Index(fields=['site', 'since'], name='site_spell_by_day')],
            },
        ),
    ]
