"""One person's benefits in plain words, for the desk, the elder and the letter: months, what changed, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.reading import load_clauses
from yinling.kernel.money import display_yuan
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine, RowLine
from yinling.needs.benefits.queries.persons import MonthLine
from yinling.needs.dues.domain.causes import DAYS, RATE, changed_facts
from yinling.needs.dues.domain.differences import BACK_PAY, DUE, GIVEN, RECOVERY
from yinling.needs.entitlements.domain.explaining import value_words

MONTHS_SHOWN = 24
DIFFERENT = frozenset({BACK_PAY, RECOVERY})
# What stands in every month and explains none.
NOT_TOLD = frozenset({"alive"})
# A month that is not approved may still come out otherwise.
NOT_APPROVED = frozenset({"draft", "checked"})
ENTITLED = frozenset({"granted", "unpayable"})


@dataclass(frozen=True)
class Cell:
    """One programme in one month: what it was given in all, and what was added or taken later."""

    fen: int
    is_in_kind: bool
    is_open: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MonthRow:
    """One month across the programmes, by name; None where nothing was given."""

    month: date
    cells: tuple[tuple[str, Cell | None], ...]
    fen: int


@dataclass(frozen=True)
class Difference:
    """Money that a month was given later, or that is asked back, and why."""

    month: date
    programme: str
    kind: str
    kind_words: str
    fen: int
    came_in: date
    cause: str


@dataclass(frozen=True)
class Turn:
    """A month that came to something else than the month before, and why."""

    month: date
    programme: str
    before_fen: int
    fen: int
    why: str


@dataclass(frozen=True)
class Told:
    """One month of one programme, told so that a daughter understands."""

    month: date
    fen: int
    is_in_kind: bool
    is_open: bool
    situation: tuple[tuple[str, str], ...]
    met: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    later: tuple[Difference, ...]
    before: Turn | None


def approved(found: PersonMonths) -> PersonMonths:
    """The same without what is not approved yet: a letter promises nothing that may still come out otherwise."""
    return replace(found, programmes=tuple(replace(line, months=_approved(line.months)) for line in found.programmes))


def _approved(months: Iterable[MonthLine]) -> tuple[MonthLine, ...]:
    kept = ((each.month, tuple(row for row in each.rows if row.state not in NOT_APPROVED)) for each in months)
    return tuple(
        MonthLine(month, sum(row.amount_fen for row in rows if row.kind in GIVEN), rows) for month, rows in kept if rows
    )


def had_ones(found: PersonMonths) -> list[ProgrammeLine]:
    """Programmes of which something was given."""
    return [line for line in found.programmes if line.months]


def entitled_ones(found: PersonMonths) -> list[ProgrammeLine]:
    """Programmes that fit and that the person does not have."""
    return [line for line in found.programmes if not line.is_enrolled and line.outcome in ENTITLED]


def other_ones(found: PersonMonths) -> list[ProgrammeLine]:
    """Programmes that the person does not have and that do not fit, or of which something is not known."""
    return [line for line in found.programmes if not line.is_enrolled and line.outcome not in ENTITLED]


def month_table(lines: Sequence[ProgrammeLine]) -> list[MonthRow]:
    """Newest month first; cells in the order of the programmes."""
    months = sorted({each.month for line in lines for each in line.months}, reverse=True)[:MONTHS_SHOWN]
    by_month = [(line.name, {each.month: each for each in line.months}) for line in lines]
    return [
        MonthRow(
            month,
            tuple((name, _cell(known[month]) if month in known else None) for name, known in by_month),
            sum(known[month].fen for _name, known in by_month if month in known),
        )
        for month in months
    ]


def _cell(line: MonthLine) -> Cell:
    notes = tuple(_note(row) for row in line.rows if row.kind in DIFFERENT)
    return Cell(line.fen, is_in_kind(line), any(row.state in NOT_APPROVED for row in line.rows), notes)


def is_in_kind(line: MonthLine) -> bool:
    """Whether the month's gift is no money."""
    return not any(row.amount_fen for row in line.rows)


def _note(row: RowLine) -> str:
    words = {"month": f"{row.cycle_month:%Y-%m}", "sum": display_yuan(abs(row.amount_fen))}
    if row.kind == BACK_PAY:
        return _("%(month)s 补发 %(sum)s") % words
    return _("%(month)s 查出多发 %(sum)s") % words


def differences(lines: Iterable[ProgrammeLine]) -> list[Difference]:
    """What came later or is asked back, latest first."""
    found = [each for line in lines for month in line.months for each in _differences(line, month)]
    return sorted(found, key=lambda each: (each.came_in, each.month), reverse=True)


def _differences(line: ProgrammeLine, month: MonthLine) -> list[Difference]:
    return [
        Difference(row.for_month, line.name, row.kind, row.kind_words, row.amount_fen, row.cycle_month, row.cause)
        for row in month.rows
        if row.kind in DIFFERENT
    ]


def turns(line: ProgrammeLine) -> list[Turn]:
    """Months that came to something else than the month before, newest first."""
    months = sorted(line.months, key=lambda each: each.month)
    pairs = zip(months, months[1:], strict=False)
    found = [_turn(line, before, now) for before, now in pairs if before.fen != now.fen]
    return found[::-1]


def _turn(line: ProgrammeLine, before: MonthLine, now: MonthLine) -> Turn:
    return Turn(now.month, line.name, before.fen, now.fen, why_turned(_telling(before), _telling(now)))


def _telling(month: MonthLine) -> RowLine:
    """The last row that says on what the month stands."""
    told = [row for row in month.rows if row.reasons and row.kind in (DUE, *DIFFERENT)]
    return (told or list(month.rows))[-1]


def why_turned(before: RowLine, now: RowLine) -> str:
    """What has changed between two months, in one sentence."""
    found = changed_facts(before.facts, now.facts, load_facts())
    met = {reason["condition"]: reason["value"] for reason in before.reasons}
    newly = [r["words"] for r in now.reasons if r["value"] == "true" and met.get(r["condition"]) == "false"]
    if not found and newly:
        found.append(_("从这个月起符合“%(words)s”") % {"words": "、".join(newly)})
    if before.segments != now.segments:
        found.append(DAYS)
    if before.rule_version != now.rule_version:
        found.append(RATE)
    # The days of a month that was settled anew have a cause of their own, which says more.
    later = now.cause if now.kind in DIFFERENT and set(found) <= {DAYS} else ""
    return later or "；".join(dict.fromkeys(found or [DAYS]))


def told_months(line: ProgrammeLine) -> list[Told]:
    """Every month of a programme, newest first, each with everything that explains it."""
    turned = {turn.month: turn for turn in turns(line)}
    return [_told(line, month, turned.get(month.month)) for month in line.months[:MONTHS_SHOWN]]


def _told(line: ProgrammeLine, month: MonthLine, turn: Turn | None) -> Told:
    row = _telling(month)
    places = clause_places(line.pack)
    return Told(
        month=month.month,
        fen=month.fen,
        is_in_kind=is_in_kind(month),
        is_open=any(row.state in NOT_APPROVED for row in month.rows),
        situation=tuple(_situation(row.facts)),
        met=tuple(
            (reason["words"], places.get(reason["clause"], reason["clause"]))
            for reason in row.reasons
            if reason["value"] == "true" and reason["condition"] not in NOT_TOLD
        ),
        days=tuple(_days(segment) for segment in row.segments),
        later=tuple(_differences(line, month)),
        before=turn,
    )


def _situation(facts: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    known = load_facts()
    for name, value in facts.items():
        # Places are codes; the conditions beside say in words what they mean.
        if name in known and value is not None and not name.endswith("_area"):
            yield known[name].label, value_words(known[name], value)


def _days(segment: Mapping[str, Any]) -> str:
    first, until = date.fromisoformat(segment["from"]), date.fromisoformat(segment["until"])
    words = {
        "first": f"{first.month}月{first.day}日",
        "last": f"{_day_before(until).month}月{_day_before(until).day}日",
        "days": (until - first).days,
        "sum": display_yuan(segment["fen"]),
    }
    return _("%(first)s到%(last)s，%(days)s 天，%(sum)s") % words


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def clause_places(pack: str) -> dict[str, str]:
    """Where each clause stands in the document, by its id."""
    return {clause: found.place for clause, found in load_clauses(pack).items()} if pack else {}


def reasons_told(line: ProgrammeLine) -> list[dict[str, str]]:
    """Conditions with their truth and the place of their clause, as the component of reasons takes them."""
    places = clause_places(line.pack)
    return [
        {"words": reason.words, "clause": places.get(reason.clause, reason.clause), "truth": reason.value}
        for reason in line.reasons
        if reason.condition not in NOT_TOLD
    ]


def newest_payment(found: PersonMonths) -> tuple[date, int, str, str] | None:
    """The last month in which money went out: month, sum of all payments, what became of them, end of the account."""
    if not found.received:
        return None
    month = found.received[0].month
    payments = [line for line in found.received if line.month == month]
    states = list(dict.fromkeys(line.state_words for line in payments))
    return month, sum(line.amount_fen for line in payments), "、".join(states), payments[0].account_masked[-4:]
