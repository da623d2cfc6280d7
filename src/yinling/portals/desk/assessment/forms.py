"""The form of each step of an assessment."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.gateways.policy.scales import load_scales
from yinling.needs.assessment.actions import Imported
from yinling.needs.assessment.actions.assessors import Certificate
from yinling.needs.assessment.actions.rechecking import Sample
from yinling.needs.assessment.domain.states import CHANGE_WORDS, REASON_WORDS, Reason

LONG = forms.Textarea(attrs={"rows": 3})
ASKED_FOR = (Reason.FIRST, Reason.ROUTINE, Reason.CHANGE, Reason.OTHER)
TWO = 2


def computed_scales() -> list[tuple[str, str]]:
    """Scales by which this platform grades."""
    return [(scale.id, f"{scale.title}（{scale.number}）") for scale in load_scales() if scale.is_computed]


def outside_scales() -> list[tuple[str, str]]:
    """Scales whose results come from outside."""
    return [(scale.id, scale.title) for scale in load_scales() if not scale.is_computed]


class RequestForm(forms.Form):
    """Why somebody is to be assessed, and by which scale."""

    scale = forms.ChoiceField(label=_("量表"), choices=computed_scales)
    reason = forms.ChoiceField(
        label=_("评估原因"), choices=[(one, REASON_WORDS[one]) for one in ASKED_FOR], widget=forms.RadioSelect
    )
    cause = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        widget=LONG,
        help_text=_("例如：上周跌倒住院，现在走路要人扶。"),
    )


class ElderRequestForm(forms.Form):
    """What happened, in the older person's words."""

    change = forms.ChoiceField(
        label=_("发生了什么"),
        choices=[("", _("没有特别的事，想评估")), *((code.value, words) for code, words in CHANGE_WORDS.items())],
        required=False,
        widget=forms.RadioSelect,
    )
    cause = forms.CharField(label=_("想说的话"), required=False, max_length=200, widget=LONG)


class AssignForm(forms.Form):
    """Which two assess, when and where, and who had to be left out."""

    assessors = forms.TypedMultipleChoiceField(
        label=_("评估员（选两名）"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    planned_on = forms.DateField(label=_("约定上门日期"), required=False)
    place = forms.CharField(label=_("评估地点"), required=False, max_length=120, help_text=_("例如：家中、养老院。"))

    relatives = forms.TypedMultipleChoiceField(
        label=_("其中是老人亲属的，须回避"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    providers = forms.TypedMultipleChoiceField(
        label=_("正在为老人服务的机构，其评估员须回避"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, lines: Sequence[Any], choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assessors", choices)
        offer(self, "relatives", [(line.user_id, line.name) for line in lines if not line.unfit])
        organisations = {line.organisation_id: line.organisation for line in lines if line.organisation}
        offer(self, "providers", organisations.items())

    def clean_assessors(self) -> tuple[int, int]:
        """Raises ValidationError unless two are chosen."""
        chosen = self.cleaned_data["assessors"]
        if len(chosen) != TWO:
            raise forms.ValidationError(_("请选两名评估员。"))
        return chosen[0], chosen[1]


class ReasonForm(forms.Form):
    """Why the step is taken."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=LONG)


class ObjectionForm(forms.Form):
    """What the person holds to be wrong."""

    text = forms.CharField(label=_("哪里不同意，为什么"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 5}))


class OutsideForm(forms.Form):
    """A result that another body gave, with its report."""

    scale = forms.ChoiceField(label=_("结果种类"), choices=outside_scales)
    grade = forms.TypedChoiceField(label=_("等级"), coerce=int)
    assessed_on = forms.DateField(label=_("评估日期"))
    valid_until = forms.DateField(
        label=_("有效期到"), required=False, help_text=_("报告上写的最后一天；没有写的留空。")
    )
    organisation = forms.CharField(label=_("评估机构"), max_length=120)
    report = forms.FileField(label=_("评估报告"), help_text=_("PDF 或照片，不超过 20 MB。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        graded = [scale for scale in load_scales() if not scale.is_computed]
        offer(self, "grade", [(each.grade, each.name) for scale in graded for each in scale.grades])

    def given(self) -> Imported:
        """The answers as the verb takes them."""
        data = dict(self.cleaned_data)
        report = data.pop("report")
        return Imported(**data, report_name=report.name, report=report.read())


class DrawForm(forms.Form):
    """A sample to be assessed again by others."""

    scale = forms.ChoiceField(label=_("量表"), choices=computed_scales)
    since = forms.DateField(label=_("评估日期从"))
    until = forms.DateField(label=_("评估日期到"), initial=timezone.localdate)
    percent = forms.IntegerField(label=_("抽取比例（%）"), min_value=1, max_value=100, initial=5)
    seed = forms.CharField(
        label=_("种子"),
        max_length=60,
        help_text=_("任意几个字或数字，例如当天的彩票号码。同样的种子总是抽中同样的人，谁都可以重抽核对。"),
    )

    def sample(self, area: str) -> Sample:
        """The answers as the verb takes them; the last day is drawn from too."""
        data = self.cleaned_data
        return Sample(
            data["scale"], area, data["since"], data["until"] + timedelta(days=1), data["percent"], data["seed"]
        )  # fmt: skip


class AssessorForm(forms.Form):
    """A log-in with its certificate."""

    username = forms.CharField(label=_("登录名"), max_length=150, help_text=_("先由系统管理员开设“评估员”岗位。"))
    number = forms.CharField(label=_("证书编号"), max_length=60)
    kind = forms.CharField(label=_("证书类别"), max_length=60, initial=_("老年人能力评估师"))
    valid_from = forms.DateField(label=_("证书有效期从"))
    valid_until = forms.DateField(label=_("证书有效期到"), help_text=_("最后一天。"))

    def certificate(self, organisation_id: int | None) -> Certificate:
        """The answers as the verb takes them."""
        data = self.cleaned_data
        return Certificate(data["number"], data["kind"], data["valid_from"], data["valid_until"], organisation_id)


class SourceForm(forms.Form):
    """With what a text was compared."""

    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("官方附件的名称、文号或公布网址。"))


class UndoneForm(forms.Form):
    """Nothing came of the visit."""

    verb = forms.ChoiceField(
        label=_("情况"),
        choices=[("decline", _("本人或家属不愿意评估")), ("abort", _("现在做不成：住院、外出、去世等"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("说明"), max_length=200, widget=LONG)
