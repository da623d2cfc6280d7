"""Forms of the desk: one for each step, with its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.needs.casework.domain.states import OPINION_WORDS, Opinion
from yinling.needs.casework.queries.procedure import papers

OPINIONS = [(opinion.value, words) for opinion, words in OPINION_WORDS.items()]
REASON_LENGTH_MAX = 1_000


REASON = _("理由")


def reason_field(label: Any = REASON, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A box for a reason."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Plain(forms.Form):
    """A step that needs no words."""


class Remark(forms.Form):
    """A step that may carry a remark."""

    reason = reason_field(_("备注"), required=False)


class Reasoned(forms.Form):
    """A step that needs its reason."""

    reason = reason_field(help_text=_("申请人会看到这段话，请写得清楚明白。"))


class PapersAsked(forms.Form):
    """Which papers are missing, and why."""

    papers = forms.MultipleChoiceField(
        label=_("要补充的材料"),
        choices=lambda: [(paper.name, f"{paper.name}（{paper.when}）") for paper in papers()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("至少选一种；这里没有的写在“其他材料”里。"),
    )
    other = forms.CharField(label=_("其他材料"), required=False, max_length=60)
    reason = reason_field(_("说明"), help_text=_("告诉申请人为什么要补、怎样补。补充期间不计入办理期限。"))

    def clean(self) -> dict[str, Any]:
        """At least one paper."""
        cleaned = super().clean() or {}
        named = [*cleaned.get("papers", []), *filter(None, [cleaned.get("other", "").strip()])]
        if not named:
            self.add_error("papers", _("请至少选一种要补充的材料。"))
        return {**cleaned, "named": named}


class PapersBrought(forms.Form):
    """A paper that the applicant brought to the window."""

    kind = forms.ChoiceField(label=_("这是什么材料"), choices=lambda: [(paper.code, paper.name) for paper in papers()])
    file = forms.FileField(label=_("扫描件或照片"), required=False)
    answer = reason_field(_("补充说明"), required=False)


class ObjectionTaken(forms.Form):
    """What the applicant says against the decision, taken down at the window."""

    text = reason_field(_("异议和理由"))


class Judgement(forms.Form):
    """The clerk's opinion or the bureau's decision."""

    opinion = forms.ChoiceField(label=_("意见"), choices=OPINIONS, widget=forms.RadioSelect)
    reason = reason_field(required=False, help_text=_("不予补贴，或者与核定结果不一致时，必须写明理由。"))

    def clean(self) -> dict[str, Any]:
        """A refusal carries its reason."""
        cleaned = super().clean() or {}
        if cleaned.get("opinion") == Opinion.REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("请写明不予补贴的理由。"))
        return cleaned


class Resolution(forms.Form):
    """How an objection is answered."""

    result = forms.ChoiceField(
        label=_("处理结果"),
        choices=[("upheld", _("异议成立：撤销决定，重新核定")), ("dismissed", _("异议不成立：维持决定"))],
        widget=forms.RadioSelect,
    )
    reason = reason_field(_("处理意见"))


class PersonChoice(forms.Form):
    """For whom the clerk fills in an application, and for what; without a programme the first is meant."""

    person = forms.IntegerField(label=_("老年人编号"), min_value=1)
    programme = forms.CharField(max_length=60, required=False)
