"""What the gallery shows: every component with invented data, and one form in both states."""

from dataclasses import dataclass
from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "templates" / "design"


@dataclass(frozen=True)
class Step:
    """A step of the trail, as `<c-trail>` takes it."""

    what: str
    who: str
    when: str
    why: str = ""
    tone: str = "good"


@dataclass(frozen=True)
class Stage:
    """A stage of the stepper; `state` is done, current or ahead."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Reason:
    """One condition of a decision; `truth` is True, False or None for unknown."""

    words: str
    clause: str
    truth: bool | None


class GalleryForm(forms.Form):
    """Every kind of field that pages use."""

    name = forms.CharField(label=_("申请人姓名"), max_length=30)
    birth_date = forms.DateField(label=_("出生日期"), help_text=_("例如 1941-05-20。"))
    care_level = forms.ChoiceField(
        label=_("照护等级"), choices=[("", _("请选择")), ("2", _("二级")), ("3", _("三级"))], required=False
    )
    living = forms.ChoiceField(
        label=_("居住情况"),
        choices=[("alone", _("独居")), ("couple", _("与配偶同住")), ("family", _("与子女同住"))],
        widget=forms.RadioSelect,
    )
    risks = forms.MultipleChoiceField(
        label=_("家中有哪些不方便"),
        choices=[("bath", _("卫生间湿滑")), ("steps", _("门口有台阶")), ("light", _("夜间照明不足"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    cost = forms.DecimalField(label=_("预计费用（元）"), max_digits=10, decimal_places=2)
    paper = forms.FileField(label=_("身份证明"), help_text=_("可以上传 PDF、JPG、PNG，不超过 20 MB。"), required=False)
    words = forms.CharField(label=_("补充说明"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("我已阅读并同意承诺书"))


TRAIL = [
    Step("提交申请", "王秀兰（本人）", "2026-03-02 09:14", tone="good"),
    Step("要求补正材料", "东湾镇 · 陈明", "2026-03-03 15:20", "缺少户口簿首页，补正期间停表。", "warn"),
    Step("材料补齐", "王秀兰（本人）", "2026-03-05 10:02"),
    Step("不予通过", "区民政局 · 李倩", "2026-03-09 11:40", "申请人月收入高于标准。", "bad"),
    Step("等待申请人确认", "", "截止 2026-03-16", tone="wait"),
]
STAGES = [
    Stage("填写申请", "done", "#"),
    Stage("上传材料", "done", "#"),
    Stage("核对信息", "current"),
    Stage("提交", "ahead"),
]
REASONS = [
    Reason("年满 60 周岁", "实施方案 第二条第一款", True),
    Reason("月收入低于本市企业退休人员月平均养老金", "实施方案 第二条第三款", False),
    Reason("经评估照护等级为二级及以上", "实施方案 第二条第四款", None),
]
FACTS = [("姓名", "王秀兰"), ("居住地", "东湾镇"), ("联系电话", "138****0000"), ("代理人", "")]
CHART = {
    "labels": ["东湾镇", "南桥镇", "西塘镇", "北溪镇", "中河镇"],
    "unit": "户",
    "bars": [{"name": "已完成", "values": [42, 31, 18, None, 25]}],
    "lines": [{"name": "年度目标", "values": [50, 30, 20, 15, 25]}],
}
MAP = {
    "points": [
        {"latitude": 31.17, "longitude": 121.27, "label": "东湾镇", "value": 42, "tone": "bad"},
        {"latitude": 31.16, "longitude": 121.19, "label": "南桥镇", "value": 31, "tone": "good"},
        {"latitude": 31.26, "longitude": 121.24, "label": "西塘镇", "value": 18, "tone": "wait"},
    ],
    "ground": [
        {
            "name": "东湾一村",
            "at": [31.19, 121.25],
            "outline": [[31.18, 121.22], [31.18, 121.26], [31.21, 121.28], [31.21, 121.23]],
        },
        {"name": "东湾二村", "at": [31.23, 121.21], "outline": []},
    ],
}


def component_names() -> list[str]:
    """Folders that show themselves, in alphabetical order."""
    return sorted(example.parent.name for example in FOLDER.glob("*/example.html"))


def gallery_data() -> dict[str, object]:
    """Template variables of the gallery page."""
    return {
        "names": component_names(),
        "examples": [(name, f"design/{name}/example.html") for name in component_names()],
        "trail": TRAIL,
        "stages": STAGES,
        "reasons": REASONS,
        "facts": FACTS,
        "chart": CHART,
        "map": MAP,
        "cost_fen": 350000,
        "form": GalleryForm(),
        "faulty_form": GalleryForm({"name": "王秀兰", "birth_date": "五月"}, prefix="faulty"),
    }
