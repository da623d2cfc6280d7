"""The forms of enrolments."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.design.pages import number_in
from yinling.kernel.actor import Actor
from yinling.needs.enrolments.models import EndReason, EntryReason, PauseReason, State, Way
from yinling.needs.enrolments.queries import EnrolmentFilter, programme_choices
from yinling.people.places.queries import towns_in, villages_in

LONG = forms.Textarea(attrs={"rows": 2})
TOWN_DIGITS = 9
BY_CLOCK = {PauseReason.LIFE_CHECK_OVERDUE}


def programmes_to_choose() -> list[tuple[str, str]]:
    """Programmes in use by the key that names pack and programme."""
    return [(choice.key, choice.name) for choice in programme_choices()]


def split_key(key: str) -> dict[str, str]:
    """Pack and programme of a key."""
    pack, _colon, programme = key.partition(":")
    return {"pack": pack, "programme": programme}


class FilterForm(forms.Form):
    """Which enrolments to show."""

    programme = forms.ChoiceField(label=_("项目"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *State.choices])
    area = forms.ChoiceField(label=_("区划"), required=False)

    def __init__(self, *args: Any, actor: Actor, district: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = actor.area if len(actor.area) > len(district) else district
        areas = villages_in(top) if len(top) >= TOWN_DIGITS else towns_in(top)
        offer(self, "programme", [("", _("全部")), *programmes_to_choose()])
        offer(self, "area", [("", _("全部")), *((one.code, one.name) for one in areas)])

    def wanted(self, after: str = "") -> EnrolmentFilter:
        """What was asked for; what does not fit is left out."""
        self.is_valid()
        given = self.cleaned_data
        after_id = number_in(after)
        return EnrolmentFilter(
            **split_key(given.get("programme", "")), state=given.get("state", ""), area=given.get("area", ""),
            after_id=after_id,
        )  # fmt: skip


class EnrolForm(forms.Form):
    """A person comes to have a programme."""

    programme = forms.ChoiceField(label=_("项目"))
    since = forms.DateField(label=_("从哪一天起享受"), initial=timezone.localdate)
    reason = forms.ChoiceField(
        label=_("怎样登记的"), widget=forms.RadioSelect, choices=EntryReason.choices, initial=EntryReason.APPLICATION
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", programmes_to_choose())


class RefusalForm(forms.Form):
    """A person does not want a programme."""

    programme = forms.ChoiceField(label=_("项目"))
    note = forms.CharField(
        label=_("老人怎么说的"), max_length=200, widget=LONG, help_text=_("写明本人或家属的说法，以后可以改变主意。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", programmes_to_choose())


class PauseForm(forms.Form):
    """It rests."""

    reason = forms.ChoiceField(
        label=_("暂停原因"), choices=[pair for pair in PauseReason.choices if pair[0] not in BY_CLOCK]
    )
    from_ = forms.DateField(
        label=_("从哪一天起暂停"), initial=timezone.localdate, help_text=_("可以是过去的日子：多发的会在下个月追回。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)


class ResumeForm(forms.Form):
    """A pause is over."""

    reason = forms.ChoiceField(label=_("哪一项暂停结束了"), required=False)
    from_ = forms.DateField(
        label=_("从哪一天起恢复"), initial=timezone.localdate, help_text=_("可以是过去的日子：少发的会在下个月补发。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)

    def __init__(self, *args: Any, resting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("全部暂停"))] if len(resting) != 1 else []
        offer(self, "reason", [*everything, *resting])


class EndForm(forms.Form):
    """The person no longer has it."""

    reason = forms.ChoiceField(label=_("终止原因"), choices=EndReason.choices)
    from_ = forms.DateField(
        label=_("从哪一天起不再享受"), initial=timezone.localdate, help_text=_("去世的，填去世后的第二天。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)


class ReinstateForm(forms.Form):
    """The end was a mistake."""

    note = forms.CharField(label=_("为什么撤销终止"), max_length=200, widget=LONG)


class LifeCheckForm(forms.Form):
    """Somebody saw or heard that the person is alive."""

    way = forms.ChoiceField(label=_("怎样认证的"), widget=forms.RadioSelect, choices=Way.choices, initial=Way.VISIT)
    done_on = forms.DateField(label=_("认证日期"), initial=timezone.localdate)
    note = forms.CharField(label=_("说明"), required=False, max_length=200, widget=LONG)
    is_backdated = forms.BooleanField(
        label=_("逾期期间停下的待遇予以补发"), required=False, initial=True,
        help_text=_("只是认证晚了，人一直符合条件的，应当补发。"),
    )  # fmt: skip
