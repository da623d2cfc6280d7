"""Forms of outreach."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.kernel.actor import Actor
from yinling.needs.outreach.actions import Said
from yinling.needs.outreach.domain.states import Answer, Kind, Way
from yinling.needs.outreach.queries.leads import DUE, TO_DO_CODE, choices
from yinling.needs.outreach.queries.sought import programme_choices
from yinling.people.places.queries import towns_in, villages_in

ALL = "all"


class FilterForm(forms.Form):
    """Which leads to show."""

    area = forms.ChoiceField(label=_("区划"), required=False)
    programme = forms.ChoiceField(label=_("项目"), required=False)
    kind = forms.ChoiceField(label=_("查出的情况"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, actor: Actor, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = actor.area if len(actor.area) > len(district) else district
        areas = villages_in(top) if len(top) >= 9 else towns_in(top)
        words = choices()
        offer(self, "area", [("", _("全部")), *((one.code, one.name) for one in areas)])
        offer(self, "programme", [("", _("全部")), *programme_choices()])
        offer(self, "kind", [("", _("全部")), *words["kind"]])
        offer(
            self, "state",
            [("", _("没有办结的")), (DUE, _("到了约定联系日期的")), *words["state"], (ALL, _("全部，包括已结束的"))],
        )  # fmt: skip

    def state_asked(self) -> str:
        """The state as the query takes it."""
        given = str(self.cleaned_data.get("state", ""))
        return {"": TO_DO_CODE, ALL: ""}.get(given, given)


class RevealForm(forms.Form):
    """Why the contact is looked at."""

    reason = forms.CharField(
        label=_("查看原因"), max_length=200, initial=_("联系本人，告知可以享受的待遇"),
        help_text=_("会记入查阅记录。"),
    )  # fmt: skip


class CallForm(forms.Form):
    """What came of a call."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)
    way = forms.ChoiceField(label=_("怎样联系的"), widget=forms.RadioSelect, initial=Way.PHONE)
    answer = forms.ChoiceField(label=_("答复"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("愿意的，从哪一天起享受"), required=False, help_text=_("登记享受的起始日期，默认今天。")
    )
    call_again_on = forms.DateField(label=_("再联系的，约在哪一天"), required=False)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=_("不愿意的，请写明本人的说法。"),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", str(uuid4()))
        words = choices()
        offer(self, "way", words["way"])
        offer(self, "answer", words["answer"])
        if kind == Kind.NEARLY:
            del self.fields["since"]
            self.fields["answer"].help_text = _("愿意的，请再补上所缺的情况；补齐后会重新出现在待联系名单里。")

    def said(self) -> Said:
        """The call as typed."""
        given = self.cleaned_data
        return Said(
            answer=Answer(given["answer"]),
            way=Way(given["way"]),
            key=given["key"],
            note=given["note"],
            call_again_on=given["call_again_on"],
            since=given.get("since"),
        )
