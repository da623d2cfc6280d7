"""The forms of hearings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.design.speech import say
from yinling.kernel.money import display_yuan
from yinling.needs.hearings.actions import Decision, Grievance
from yinling.needs.hearings.models import TermName
from yinling.needs.hearings.queries.notices import Candidate

LONG = forms.Textarea(attrs={"rows": 5})
SHORT = forms.Textarea(attrs={"rows": 2})


class PublicObjectionForm(forms.Form):
    """Who objects, how to reach them, and why."""

    name = forms.CharField(label=_("您的姓名"), max_length=60)
    contact = forms.CharField(label=_("联系电话或地址"), max_length=200, help_text=_("只用来答复您，不会公开。"))
    text = forms.CharField(label=_("异议和理由"), max_length=1_000, widget=LONG)

    def grievance(self) -> Grievance:
        """What was said."""
        given = self.cleaned_data
        return Grievance(given["text"], given["name"], given["contact"], given.get("questioned_from"))


class CallerForm(PublicObjectionForm):
    """The same, as a desk writes it down."""

    name = forms.CharField(label=_("提出人姓名"), max_length=60)
    contact = forms.CharField(label=_("提出人联系方式"), max_length=200)
    questioned_from = forms.DateField(
        label=_("从哪一天起有疑问"), required=False, help_text=_("不填表示全部；已经付出的月份不停付，核查后再处理。")
    )


class OwnObjectionForm(forms.Form):
    """What the person does not agree with."""

    text = forms.CharField(label=_("您不同意什么，为什么"), max_length=1_000, widget=LONG)

    def grievance(self) -> Grievance:
        """What was said."""
        return Grievance(self.cleaned_data["text"])


class PublishForm(forms.Form):
    """Which new benefits go into the notice."""

    enrolments = forms.MultipleChoiceField(label=_("公示的人员和项目"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, found: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [(str(each.enrolment_id), _line_of(each)) for each in found]
        offer(self, "enrolments", lines)
        self.initial.setdefault("enrolments", [value for value, _words in lines])


def _line_of(each: Candidate) -> str:
    """Who gets what, as the notice would say it; a gift in kind has no sum."""
    sum_words = "" if each.monthly_fen is None else say(display_yuan(each.monthly_fen))
    return " · ".join(filter(None, [each.name_masked, each.area_name, say(each.programme_name), sum_words]))


class DecisionForm(forms.Form):
    """What came of the examination."""

    result = forms.ChoiceField(
        label=_("核查结果"),
        widget=forms.RadioSelect,
        choices=[("upheld", _("异议成立")), ("dismissed", _("异议不成立"))],
    )
    remedy = forms.ChoiceField(label=_("成立的，怎样纠正"), required=False)
    remedy_from = forms.DateField(label=_("从哪一天起"), required=False, help_text=_("终止享受、登记享受的第一天。"))
    finding = forms.CharField(label=_("核查情况和理由"), max_length=1_000, widget=LONG)

    def __init__(self, *args: Any, remedies: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "remedy", [("", _("不需要纠正")), *remedies])

    def decision(self) -> Decision:
        """What was decided."""
        given = self.cleaned_data
        is_upheld = given["result"] == "upheld"
        return Decision(is_upheld, given["finding"], given["remedy"] if is_upheld else "", given["remedy_from"])


class TermForm(forms.Form):
    """How many working days, from when, and where that is written."""

    name = forms.ChoiceField(label=_("事项"), choices=TermName.choices)
    days = forms.IntegerField(label=_("工作日"), min_value=1, max_value=90)
    valid_from = forms.DateField(label=_("从哪一天起"), initial=timezone.localdate)
    source = forms.CharField(
        label=_("依据"), max_length=200, widget=SHORT, help_text=_("文件名称、文号，或者局务会决定。")
    )


class CodeForm(forms.Form):
    """The code that an objector was given."""

    code = forms.CharField(label=_("查询码"), max_length=16)

    def asked(self) -> str:
        """In the spelling that is kept; empty where nothing fits."""
        return str(self.cleaned_data["code"]).strip().upper() if self.is_valid() else ""
