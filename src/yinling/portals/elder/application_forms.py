"""The pages of the application form. Every field keeps what was saved, so that one may stop and come back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.needs.casework.domain.applications import ONLINE, ONLINE_NAME, WINDOW, WINDOW_NAME
from yinling.needs.casework.queries.procedure import channels, papers

LIVING_WITH = [
    ("alone", _("一个人住")),
    ("spouse", _("和老伴住")),
    ("children", _("和子女住")),
    ("others", _("和其他人住")),
]
HOUSING = [
    ("own", _("自己的房子")),
    ("family", _("家里人的房子")),
    ("rented", _("租的房子")),
    ("public", _("公房")),
]


class ApplicationPage(forms.Form):
    """One page; `actor` decides which channels fit."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor


class WhoPage(ApplicationPage):
    """Whether this is the right person, and by which way the application comes; the own log-in is its own way."""

    channel = forms.ChoiceField(label=_("申请方式"), widget=forms.RadioSelect)
    confirmed = forms.BooleanField(label=_("上面写的就是要申请的人"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor.person_id is not None:
            del self.fields["channel"]
        else:
            offer(self, "channel", self._ways())

    def _ways(self) -> list[tuple[str, str]]:
        if self.actor.may("casework.apply_for"):
            return [(WINDOW, WINDOW_NAME), *((way.code, way.name) for way in channels())]
        return [(way.code, way.name) for way in channels() if way.by_agent]

    def clean(self) -> dict[str, Any]:
        """The older person's own application needs no question."""
        return {"channel": ONLINE, **(super().clean() or {})}


class WishesPage(ApplicationPage):
    """How to reach the person, and what should change at home."""

    phone = forms.RegexField(
        label=_("联系电话"),
        regex=r"^[0-9+\- ]{7,20}$",
        help_text=_("上门以前会先打这个电话。"),
        error_messages={"invalid": _("请只填数字，例如 13800000000。")},
    )
    contact_name = forms.CharField(label=_("找谁"), max_length=60, required=False, help_text=_("不填就找本人。"))
    wishes = forms.CharField(
        label=_("想改哪里"),
        max_length=500,
        help_text=_("例如：卫生间装扶手，地面防滑。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HouseholdPage(ApplicationPage):
    """Who lives there and whose home it is."""

    living_with = forms.ChoiceField(label=_("现在和谁住"), choices=LIVING_WITH, widget=forms.RadioSelect)
    housing = forms.ChoiceField(label=_("住的房子是"), choices=HOUSING, widget=forms.RadioSelect)


class PaperPage(ApplicationPage):
    """One paper at a time."""

    kind = forms.ChoiceField(label=_("这是什么材料"), choices=lambda: [(paper.code, paper.name) for paper in papers()])
    file = forms.FileField(label=_("选文件或拍照"), help_text=_("照片或 PDF 都可以。"))


class SendPage(ApplicationPage):
    """The last look."""

    agreed = forms.BooleanField(label=_("以上都是真实的，同意街镇核对有关情况"))


PAGE_FORMS: dict[str, type[ApplicationPage]] = {
    "who": WhoPage,
    "wishes": WishesPage,
    "household": HouseholdPage,
    "papers": PaperPage,
    "send": SendPage,
}


def said_in_words(answers: dict[str, Any]) -> list[tuple[Any, Any]]:
    """The answers as label and words, for the last look."""
    ways = {WINDOW: WINDOW_NAME, ONLINE: ONLINE_NAME, **{way.code: way.name for way in channels()}}
    return [
        (_("申请方式"), ways.get(answers.get("channel", ""), "")),
        (_("联系电话"), answers.get("phone", "")),
        (_("找谁"), answers.get("contact_name", "")),
        (_("想改哪里"), answers.get("wishes", "")),
        (_("现在和谁住"), dict(LIVING_WITH).get(answers.get("living_with", ""), "")),
        (_("住的房子是"), dict(HOUSING).get(answers.get("housing", ""), "")),
    ]
