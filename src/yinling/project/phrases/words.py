"""Words of the fact dictionary, of sources, jobs and joined texts: listed by hand, tested against their sources."""

from django.utils.translation import gettext_noop as _

# fmt: off
FACTS = (  # policy/national/facts.yaml
    _("人员编号"), _("户编号"), _("出生日期"), _("户籍区划"), _("最低生活保障"), _("低收入"), _("月收入"),
    _("照护等级"), _("无子女"), _("独居"), _("纯老家庭"), _("申请编号"), _("申请日期"), _("费用"),
    _("正常"), _("一级"), _("二级"), _("三级"), _("四级"), _("五级"), _("六级"), _("级"), _("元/月"), _("元"),
    _("平台"), _("街镇"), _("公安"), _("民政（社会救助）"), _("人力资源社会保障"), _("老年照护统一需求评估机构"),
    _("街镇（审核认定）"), _("受理窗口"), _("改造企业（报价或发票）"),
)
SOURCES = (  # policy/national/sources.yaml
    _("人工核实"), _("本人申报"), _("民政局"), _("人社局"), _("卫健委"), _("统一需求评估"), _("残联"), _("居村委会"),
)
JOBS = (  # names under which commands and jobs act
    _("到期办理"),
)
JOINED = (
    _("%(year)s年%(month)s月%(day)s日"), _("%(figure)s户"), _("%(figure)s 户"), _("%(figure)s家"), _("%(figure)s 家"),
    _("%(figure)s项"), _("%(figure)s 项"), _("%(figure)s客/日"), _("%(figure)s 客/日"),
    _("%(figure)s 周岁"), _("%(figure)s 级"), _("%(figure)s 元/月"), _("%(figure)s 个"), _("%(figure)s 分钟"),
    _("%(figure)s 平方米"), _("户"), _("家"), _("项"), _("套"), _("周岁"), _("个"), _("分钟"),
    _("平方米"), _("客/餐"), _("客/日"), _("区级财政"), _("居民"),
)
