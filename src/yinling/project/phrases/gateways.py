"""What `gateways` says in Chinese without Django: listed for translation by tests/locale/sources.py."""

from django.utils.translation import gettext_noop as _

# fmt: off
# ruff: noqa: E501
PHRASES = (
    _("没有安装 Spark：请先执行 pip install 'yinling[spark]'，并装好 Java 17"),
    _("没有找到 Java：Spark 需要 Java 17，装好后再试"), _("总分"), _("初步等级"), _("等级变更依据"), _("最终等级"),
    _("%(a)s，依据 %(b)s"), _("评估结果"), _("影响等级的情况"), _("JPEG 照片"), _("PNG 图片"),
    _("Excel 表格"), _("Word 文档"), _("文本（CSV）"), _("%(a)s：只能读 .csv、.xlsx 和 .parquet"),
    _("找不到文件 %(a)s"), _("%(a)s：文件读不出来（%(b)s）"), _("%(a)s：既不是 UTF-8 也不是 GB 18030 编码"),
    _("%(a)s：文件是空的"), _("%(a)s：没有工作表"), _("%(a)s：第一行应是列名"), _("有 %(a)s 列，表头有 %(b)s 列"),
    _("%(a)s：列“%(b)s”不是单个的值"), _("%(a)s：列名重复：%(b)s"),
    _("%(a)s：只能写 .csv、.xlsx 和 .parquet"), _("没有文件夹 %(a)s"),
    _("共 %(a)s 行，超过 Excel 的 %(b)s 行，请改用 .csv 或 .parquet"),
)
