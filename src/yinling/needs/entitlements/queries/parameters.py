"""Policy values for the desk: what is in force, what waits for a second person, what came before."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Option
from yinling.gateways.policy.programmes import load_parameters
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.money import display_yuan
from yinling.needs.entitlements.domain.set_values import settled_number
from yinling.needs.entitlements.models import ParameterValue
from yinling.needs.entitlements.queries.packs import deployed_packs, options_of
from yinling.needs.entitlements.queries.programmes import Settled, confirmed, parameters_in_force

TONES = {"proposed": "wait", "confirmed": "good", "refused": "off"}


@dataclass(frozen=True)
class ValueLine:
    """One value as entered: who, when, from which day, on what ground, and what became of it."""

    id: int
    name: str
    words: str
    valid_from: date
    source: str
    state: str
    state_words: str
    tone: str
    entered_by_id: int
    entered_by: str
    entered_at: datetime
    settled_by: str
    settled_at: datetime | None
    reason: str


@dataclass(frozen=True)
class SettingLine:
    """A parameter or an open question: its value on a day, its ground, and all values ever entered.

    `document` names the policy it belongs to where that is an adopted one.
    """

    pack: str
    document: str
    name: str
    label: str
    is_option: bool
    unit: str
    note: str
    question: str
    words: str
    since: date | None
    source: str
    choices: tuple[tuple[str, str], ...] = ()
    entered: list[ValueLine] = field(default_factory=list)

    @property
    def proposed(self) -> list[ValueLine]:
        """Values that wait for a second person."""
        return [line for line in self.entered if line.state == ParameterValue.State.PROPOSED]


def settings_in_force(*, on: date) -> list[SettingLine]:
    """Every parameter of the policies in use, then every open question that some rule reads."""
    found = [line for pack in deployed_packs() for line in _lines(pack, on)]
    return sorted(found, key=lambda line: line.is_option)


def _lines(pack: str, on: date) -> Iterator[SettingLine]:
    document = "" if pack == settings.PACK else load_pack(pack).short_title
    entered, basic, options = _entered(pack), load_parameters(pack), options_of(pack)
    for name, parameter in parameters_in_force(pack).items():
        yield _parameter_line((pack, document), parameter, basic[name], on, entered[name])
    chosen = [each for each in confirmed(pack) if each.valid_from <= on]
    for option in options:
        own = [each for each in chosen if each.name == option.id]
        yield _option_line((pack, document), option, own, entered[option.id])


def setting(pack: str, name: str, *, on: date) -> SettingLine | None:
    """One parameter or open question; None where no policy in use has it."""
    return next((line for line in settings_in_force(on=on) if (line.pack, line.name) == (pack, name)), None)


def _entered(pack: str) -> dict[str, list[ValueLine]]:
    rows = ParameterValue.objects.filter(pack=pack).select_related("entered_by", "settled_by")
    found: dict[str, list[ValueLine]] = defaultdict(list)
    words = {option.id: dict(option.choices) for option in options_of(pack)}
    for row in rows.order_by("-id"):
        found[row.name].append(_value_line(row, words.get(row.name, {}).get(row.value) or _number_words(row)))
    return found


def _number_words(row: ParameterValue) -> str:
    parameter = load_parameters(row.pack).get(row.name)
    return value_words(parameter, settled_number(parameter.type, row.value)) if parameter else row.value


def value_words(parameter: Parameter, value: int | None) -> str:
    """A value with its unit, as people read it; 未公布 where there is none."""
    if value is None:
        return _("未公布")
    if parameter.type == "money":
        return display_yuan(value).removesuffix(" 元") + f" {parameter.unit}"
    return f"{value} {parameter.unit}".strip()


def _value_line(row: ParameterValue, words: str) -> ValueLine:
    return ValueLine(
        id=row.pk,
        name=row.name,
        words=words,
        valid_from=row.valid_from,
        source=row.source,
        state=row.state,
        state_words=row.get_state_display(),
        tone=TONES[row.state],
        entered_by_id=row.entered_by_id,
        entered_by=str(row.entered_by),
        entered_at=row.entered_at,
        settled_by=str(row.settled_by or ""),
        settled_at=row.settled_at,
        reason=row.reason,
    )


def _parameter_line(
    of: tuple[str, str], parameter: Parameter, basic: Parameter, on: date, entered: list[ValueLine]
) -> SettingLine:
    dated = [value for value in parameter.values if value.from_ <= on]
    current = dated[-1] if dated else None
    return SettingLine(
        pack=of[0],
        document=of[1],
        name=parameter.id,
        label=parameter.label,
        is_option=False,
        unit=parameter.unit,
        note=basic.note,
        question="",
        words=value_words(parameter, current.value if current else None),
        since=current.from_ if current else None,
        source=current.source if current else "",
        entered=entered,
    )


def _option_line(of: tuple[str, str], option: Option, chosen: list[Settled], entered: list[ValueLine]) -> SettingLine:
    return SettingLine(
        pack=of[0],
        document=of[1],
        name=option.id,
        label=option.words,
        is_option=True,
        unit="",
        note="",
        question=option.question,
        words=option.choices[chosen[-1].value if chosen else option.default],
        since=chosen[-1].valid_from if chosen else None,
        source=chosen[-1].source if chosen else _("平台默认读法，待主管部门确认"),
        choices=tuple(option.choices.items()),
        entered=entered,
    )
