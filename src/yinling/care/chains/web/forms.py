"""The form of a draft: whatever is typed is kept; what is wrong is said by the checks of the pack's file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.care.chains.domain.bodies import FIELD_WORDS, IDLE, OUTSIDE_WORDS, Body, Place, fault_words
from yinling.care.chains.domain.chain import WHO_WORDS
from yinling.care.chains.models import Version

LINKS_MAX = 20
WHO = [(who.value, words) for who, words in WHO_WORDS.items()]
COUNTS = ("wait_seconds", "repeats", "repeat_seconds")
NUMBER = forms.TextInput({"inputmode": "numeric"})
CLOCK = forms.TextInput({"placeholder": "07:00"})  # no time widget: a draft keeps what was typed, right or wrong


def _typed(text: str) -> int | str:
    """A whole number as one, anything else as it was typed, for the checks to name."""
    text = text.strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else text


class Typed(forms.CharField):
    """A number as somebody types it: needed, but judged by the checks and not here."""

    def __init__(self, name: str) -> None:
        super().__init__(label=FIELD_WORDS[name], max_length=12, widget=NUMBER)

    def validate(self, value: object) -> None:
        """Anything is kept."""


class LinkForm(forms.Form):
    """One link of a chain."""

    who = forms.ChoiceField(label=FIELD_WORDS["who"], choices=WHO)
    wait_seconds = Typed("wait_seconds")
    repeats = Typed("repeats")
    repeat_seconds = Typed("repeat_seconds")
    from_ = forms.CharField(
        label=FIELD_WORDS["from"], required=False, max_length=12, widget=CLOCK, help_text=_("全天都通知就不填")
    )
    until = forms.CharField(label=FIELD_WORDS["until"], required=False, max_length=12, widget=CLOCK)
    outside = forms.ChoiceField(label=FIELD_WORDS["outside"], choices=list(OUTSIDE_WORDS.items()), required=False)

    @property
    def who_words(self) -> str:
        """Whom this link tells, as far as it is known."""
        return dict(WHO).get(self["who"].value(), "—")

    def step(self) -> Body:
        """The link as a version keeps it."""
        given = self.cleaned_data
        found: Body = {"who": given.get("who", ""), **{name: _typed(given.get(name, "")) for name in COUNTS}}
        hours = {"from": given.get("from_", "").strip(), "until": given.get("until", "").strip()}
        if any(hours.values()):
            found |= {"hours": hours, "outside": given.get("outside") or "wait"}
        return found


class DraftForm(forms.Form):
    """What a draft says besides its links: the spans of the whole chain, from when on, and why."""

    end_repeat_seconds = Typed("end_repeat_seconds")
    acknowledged = Typed("acknowledged")
    sent = Typed("sent")
    on_the_spot = Typed("on_the_spot")
    outcome = Typed("outcome")
    in_force_from = forms.DateTimeField(
        label=_("从什么时候起执行"), required=False, help_text=_("不填：发布以后马上执行"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("为什么修改"), required=False, max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("发布时必填，和版本一起保存"),
    )  # fmt: skip


class DraftForms:
    """All forms of one draft: as stored, or as posted."""

    def __init__(self, draft: Version, data: Mapping[str, Any] | None = None) -> None:
        body = draft.body
        initial = {"end_repeat_seconds": body["end_repeat_seconds"], **body["idle_seconds"]}
        initial |= {"reason": draft.reason, "in_force_from": draft.in_force_from}
        self.whole = DraftForm(data, initial=initial)
        count = len(body["steps"]) if data is None else _count(data)
        stored = body["steps"] if data is None else [{}] * count
        self.links = [LinkForm(data, prefix=f"link-{number}", initial=_initial(step))
                      for number, step in enumerate(stored)]  # fmt: skip

    def is_valid(self) -> bool:
        """Whether it can be kept; a number that is wrong can, a moment that is none cannot."""
        return all([self.whole.is_valid(), *(link.is_valid() for link in self.links)])

    def body(self) -> Body:
        """What was typed, as a version keeps it."""
        given = self.whole.cleaned_data
        return {
            "steps": [link.step() for link in self.links],
            "end_repeat_seconds": _typed(given["end_repeat_seconds"]),
            "idle_seconds": {name: _typed(given[name]) for name in IDLE},
        }

    def say(self, faults: Sequence[tuple[Place, str]]) -> None:
        """Puts each fault beside its field."""
        for place, reason in faults:
            form, name = self._field(place)
            if form is not None and form.is_bound:
                form.add_error(name, fault_words(place, reason))

    def _field(self, place: Place) -> tuple[forms.Form, str | None]:
        if len(place) > 1 and place[0] == "steps" and isinstance(place[1], int):
            name = {"from": "from_"}.get(str(place[-1]), str(place[-1]))
            return self.links[place[1]], name if name in LinkForm.base_fields else None
        name = str(place[-1]) if place else ""
        return self.whole, name if name in DraftForm.base_fields else None


def _count(data: Mapping[str, Any]) -> int:
    text = str(data.get("links", ""))
    return min(int(text), LINKS_MAX + 1) if text.isdecimal() and len(text) < 4 else 0


def _initial(step: Body) -> dict[str, object]:
    hours = step.get("hours") or {}
    return {**step, "from_": hours.get("from", ""), "until": hours.get("until", "")}
