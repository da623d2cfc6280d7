"""The form of a calculation: made from the programmes that were chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinling.design.choices import offer
from yinling.kernel.money import NotMoney, display_yuan, format_yuan, parse_yuan
from yinling.needs.forecasts.actions import Asked
from yinling.needs.forecasts.domain.computing import YEARS_MAX
from yinling.needs.forecasts.domain.plans import Plan, Turn, assumptions, turns
from yinling.needs.forecasts.queries.plans import survival_choices

NUMBER_MAX = 1_000_000_000
YEARS_MIN = 5
ASSUMED, CHANGED = "assumed", "changes"


def field_name(side: str, turn: str) -> str:
    """A name that any page and script can carry, for the id of a turn."""
    return f"{side[0]}{blake2s(turn.encode(), digest_size=6).hexdigest()}"


class YuanField(forms.CharField):
    """Yuan as people write them; gives fen, or None."""

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except NotMoney:
            raise forms.ValidationError(_("应是以元计的金额，最多两位小数")) from None
        if not 0 <= fen <= NUMBER_MAX:
            raise forms.ValidationError(_("金额应在 0 到 1000 万元之间"))
        return fen


@dataclass(frozen=True)
class Row:
    """One turn on the page: what it is and holds, and its fields."""

    turn: Turn
    now: str
    assumed: BoundField | None
    changed: BoundField | None


@dataclass(frozen=True)
class Section:
    """One programme on the page."""

    plan: Plan
    numbers: list[Row]
    tiers: list[Row]
    readings: list[Row]


class CalculationForm(forms.Form):
    """What to assume, what to change, how many years."""

    name = forms.CharField(label=gettext_lazy("方案名称"), required=False, max_length=80)
    years = forms.TypedChoiceField(label=gettext_lazy("往后看几年"), coerce=int, initial=YEARS_MIN)
    survival = forms.ChoiceField(
        label=gettext_lazy("死亡率表"), required=False,
        help_text=gettext_lazy("不选，就不扣除去世的人。"),
    )  # fmt: skip

    def __init__(self, *args: Any, plans: Sequence[Plan], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans, self._on = plans, on
        self._turns: dict[str, list[tuple[Turn, bool]]] = {}
        offer(self, "years", [(number, _("%(n)d 年") % {"n": number}) for number in range(YEARS_MIN, YEARS_MAX + 1)])
        tables = survival_choices()
        offer(self, "survival", [("", _("不用")), *tables])
        if not tables:
            del self.fields["survival"]
        shown: set[str] = set()
        for plan in plans:
            every = [(turn, True) for turn in assumptions(plan)] + [(turn, False) for turn in turns(plan, on)]
            self._turns[plan.key] = [(turn, own) for turn, own in every if turn.id not in shown]
            shown |= {turn.id for turn, _own in every}
            for turn, must_be_assumed in self._turns[plan.key]:
                self._add(turn, must_be_assumed)

    def _add(self, turn: Turn, must_be_assumed: bool) -> None:
        if turn.now is None and turn.kind != "option":
            self.fields[field_name(ASSUMED, turn.id)] = _field(turn, _("假设为"))
        if not must_be_assumed:
            self.fields[field_name(CHANGED, turn.id)] = _field(turn, _("改为"))

    @property
    def sections(self) -> list[Section]:
        """Rows by programme: what has to be assumed and the parameters, the numbers of tiers, the readings."""
        return [self._section(plan) for plan in self._plans]

    def _section(self, plan: Plan) -> Section:
        rows = [self._row(turn) for turn, _own in self._turns[plan.key]]
        return Section(
            plan,
            [row for row in rows if row.turn.id[0] in "ptcu"],
            [row for row in rows if row.turn.id[0] == "v"],
            [row for row in rows if row.turn.id[0] == "o"],
        )

    def _row(self, turn: Turn) -> Row:
        names = (field_name(ASSUMED, turn.id), field_name(CHANGED, turn.id))
        assumed, changed = (self[name] if name in self.fields else None for name in names)
        return Row(turn, now_words(turn), assumed, changed)

    def asked(self) -> Asked:
        """What was asked, by the ids of turns."""
        sides: dict[str, dict[str, int | str]] = {ASSUMED: {}, CHANGED: {}}
        for turn, _own in (each for every in self._turns.values() for each in every):
            for side, values in sides.items():
                value = self.cleaned_data.get(field_name(side, turn.id))
                if value not in (None, ""):
                    values[turn.id] = value
        return Asked(
            programmes=tuple(plan.key for plan in self._plans),
            assumed=sides[ASSUMED],
            changes={turn: value for turn, value in sides[CHANGED].items() if value != self._now(turn)},
            years=self.cleaned_data["years"],
            survival=self.cleaned_data.get("survival", ""),
        )

    def _now(self, turn_id: str) -> Any:
        every = (turn for some in self._turns.values() for turn, _own in some)
        return next((turn.now for turn in every if turn.id == turn_id), None)


def _field(turn: Turn, verb: str) -> forms.Field:
    label = f"{turn.label}{_('，')}{verb}"
    if turn.kind == "option":
        return forms.ChoiceField(label=label, required=False, choices=[("", _("不变")), *turn.choices])
    field: forms.Field = YuanField(label=label, required=False, max_length=16)
    if turn.kind != "money":
        most = 100 if turn.unit == "%" else NUMBER_MAX
        field = forms.IntegerField(label=label, required=False, min_value=0, max_value=most)
    # In a table the row and the column are the label for the eye; this is the one for the ear.
    field.widget.attrs["aria-label"] = label
    return field


def now_words(turn: Turn) -> str:
    """What holds now."""
    if turn.now is None:
        return _("未公布") if turn.id[0] == "p" else _("没有")
    if turn.kind == "option":
        return dict(turn.choices)[str(turn.now)]
    if turn.kind == "money":
        return display_yuan(int(turn.now)).removesuffix(" 元") + f" {turn.unit or '元'}"
    return f"{turn.now} {turn.unit}".strip()


def initial_of(question: Mapping[str, Any], plans: Sequence[Plan], on: date) -> dict[str, Any]:
    """A saved question as the fields of the form hold it."""
    money = {turn.id for plan in plans for turn in [*assumptions(plan), *turns(plan, on)] if turn.kind == "money"}
    found: dict[str, Any] = {"years": question["years"], "survival": question["survival"]}
    for side in (ASSUMED, CHANGED):
        for turn, value in question[side].items():
            found[field_name(side, turn)] = format_yuan(value) if turn in money else value
    return found
