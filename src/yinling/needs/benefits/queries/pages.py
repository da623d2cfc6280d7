"""Cycles as pages show them: the list, and one with its totals, changes, problems and trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from yinling.gateways.policy.programmes import NoSuchProgramme, load_programme
from yinling.kernel.actor import Actor
from yinling.needs.cycles.domain import states
from yinling.needs.cycles.queries import (
    PaymentState,
    ProblemKind,
    RowKind,
    cycles_visible,
    figures_visible,
    payments_visible,
    problems_visible,
)
from yinling.needs.dues.domain import changes
from yinling.needs.dues.domain.differences import DUE, PAID
from yinling.people.places.queries import names_of

PAGE_ROWS = 24
PAID_OUT = "paid"
OTHER_MOVES = _("其他（停付、恢复付款等）")
TONES = {"draft": "wait", "checked": "wait", "approved": "info", "paid": "good", "closed": "off"}
VERB_WORDS = {
    "open": _("开始编制"),
    "draft": _("编制完成"),
    "clear": _("清空重编"),
    "check": _("复核通过"),
    "reopen": _("退回修改"),
    "approve": _("批准"),
    "pay": _("付款"),
    "close": _("办结"),
}
PERMISSIONS = {
    "check": "cycles.check",
    "reopen": "cycles.check",
    "approve": "cycles.approve",
    "pay": "cycles.pay",
    "close": "cycles.pay",
}


@dataclass(frozen=True)
class CycleLine:
    """One cycle in a list. `done` and `total` are persons worked out; `is_drafted` says that all are."""

    id: int
    pack: str
    month: date
    area: str
    area_name: str
    state: str
    state_words: str
    tone: str
    is_drafted: bool
    done: int
    total: int
    drafted_by: str
    checked_by: str
    approved_by: str
    bank_reference: str


@dataclass(frozen=True)
class Total:
    """A sum under a heading: how many, and fen."""

    code: str
    name: str
    count: int
    fen: int


@dataclass(frozen=True)
class ProgrammeTotals:
    """One programme: sums by kind of row, in the order of RowKind, and what goes into payments."""

    programme: str
    name: str
    is_in_kind: bool
    by_kind: tuple[Total, ...]
    paid_fen: int


@dataclass(frozen=True)
class Change:
    """Why a programme gives more or less than the month before: how many persons, how many fen."""

    programme: str
    name: str
    why: str
    why_words: str
    count: int
    fen: int


@dataclass(frozen=True)
class Step:
    """One step of a cycle, as the trail shows it."""

    what: str
    who: str
    when: datetime
    why: str


@dataclass(frozen=True)
class CyclePage:
    """Everything about one cycle, as far as the actor may see it. `may` are the verbs that fit state and actor.

    `changes` and `moves` together make up what is paid more or less than the month before: `moves` are money that only
    comes later, is kept back or goes out again.
    """

    line: CycleLine
    pack: str
    by_programme: tuple[ProgrammeTotals, ...]
    by_fund: tuple[Total, ...]
    by_town: tuple[Total, ...]
    paid: Total
    last_month_paid_fen: int
    changes: tuple[Change, ...]
    moves: tuple[Total, ...]
    problems: tuple[Total, ...]
    payments: tuple[Total, ...]
    trail: tuple[Step, ...]
    may: frozenset[str]


def programme_name(pack: str, programme: str) -> str:
    """Its name in the pack; the id where the pack no longer has it."""
    try:
        return load_programme(pack, programme).name
    except NoSuchProgramme:
        return programme


def cycle_lines(*, actor: Actor, on: date, before_id: int | None = None) -> list[CycleLine]:
    """Cycles, newest first, one page; `before_id` goes on where a page ended."""
    rows = cycles_visible(actor, on=on)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return _lines(rows.order_by("-pk")[:PAGE_ROWS])


def _lines(rows: QuerySet[Any]) -> list[CycleLine]:
    found = list(rows.select_related("drafted_by", "checked_by", "approved_by"))
    names = names_of([cycle.area for cycle in found])
    return [
        CycleLine(
            id=cycle.pk,
            pack=cycle.pack,
            month=cycle.month,
            area=cycle.area,
            area_name=names.get(cycle.area, cycle.area),
            state=cycle.state,
            state_words=cycle.get_state_display(),
            tone=TONES[cycle.state],
            is_drafted=cycle.is_drafted,
            done=cycle.persons_done,
            total=cycle.persons_total,
            drafted_by=str(cycle.drafted_by or ""),
            checked_by=str(cycle.checked_by or ""),
            approved_by=str(cycle.approved_by or ""),
            bank_reference=cycle.bank_reference,
        )
        for cycle in found
    ]


def cycle_page(cycle_id: int, *, actor: Actor, on: date) -> CyclePage | None:
    """The cycle with totals, changes and trail; None if there is none that the actor may see."""
    cycle = cycles_visible(actor, on=on).filter(pk=cycle_id).first()
    if cycle is None:
        return None
    figures = figures_visible(actor, on=on).filter(cycle=cycle)
    whole = _summed(figures.filter(fund=""), "programme", "what")
    before = _whole_before(cycle, actor, on)
    paid_fen, last_fen = _of(whole, PAID_OUT), _of(before, PAID_OUT)
    found = _changes(cycle, whole)
    more_fen = paid_fen - last_fen - sum(change.fen for change in found)
    return CyclePage(
        line=_lines(cycles_visible(actor, on=on).filter(pk=cycle_id))[0],
        pack=cycle.pack,
        by_programme=_by_programme(cycle, whole),
        by_fund=tuple(_totals(figures.filter(what="paid").exclude(fund=""), "fund", {})),
        by_town=_by_town(figures.filter(what="paid", fund="")),
        paid=Total(PAID_OUT, "", sum(count for (_, what), (count, _) in whole.items() if what == PAID_OUT), paid_fen),
        last_month_paid_fen=last_fen,
        changes=found,
        moves=_moves(whole, before, more_fen) if before else (),
        problems=_problems(cycle, actor, on),
        payments=_payments(cycle, actor, on),
        trail=tuple(
            Step(str(VERB_WORDS.get(step.verb, step.verb)), step.by_name, step.at, step.reason)
            for step in cycle.steps.order_by("id")
        ),
        may=_may(cycle, actor),
    )


def _summed(rows: QuerySet[Any], *by: str) -> dict[tuple[str, ...], tuple[int, int]]:
    found = rows.order_by().values_list(*by).annotate(Sum("count"), Sum("amount_fen"))
    return {tuple(row[: len(by)]): (row[-2], row[-1]) for row in found}


def _totals(rows: QuerySet[Any], by: str, names: Mapping[str, str]) -> Iterable[Total]:
    return (
        Total(code, names.get(code, code), count, fen) for (code,), (count, fen) in sorted(_summed(rows, by).items())
    )


def _by_town(rows: QuerySet[Any]) -> tuple[Total, ...]:
    codes = [code for (code,) in _summed(rows, "area")]
    return tuple(_totals(rows, "area", names_of(codes)))


def _by_programme(cycle: Any, whole: Mapping[tuple[str, ...], tuple[int, int]]) -> tuple[ProgrammeTotals, ...]:
    found = []
    for programme in sorted({name for name, what in whole if name and what in RowKind.values}):
        kinds = [(kind, whole[programme, kind.value]) for kind in RowKind if (programme, kind.value) in whole]
        by_kind = tuple(Total(kind.value, str(kind.label), count, fen) for kind, (count, fen) in kinds)
        paid = sum(total.fen for total in by_kind if total.code in PAID)
        name = programme_name(cycle.pack, programme)
        found.append(ProgrammeTotals(programme, name, _is_in_kind(cycle.pack, programme), by_kind, paid))
    return tuple(found)


def _is_in_kind(pack: str, programme: str) -> bool:
    try:
        return load_programme(pack, programme).gives.kind != "money"
    except NoSuchProgramme:
        return False


def _whole_before(cycle: Any, actor: Actor, on: date) -> Mapping[tuple[str, ...], tuple[int, int]]:
    """The sums of the last cycle before this one, by programme and what; empty where there was none."""
    same = cycles_visible(actor, on=on).filter(pack=cycle.pack, area=cycle.area, month__lt=cycle.month)
    before = same.order_by("-month").first()
    return _summed(figures_visible(actor, on=on).filter(cycle=before, fund=""), "programme", "what") if before else {}


def _of(whole: Mapping[tuple[str, ...], tuple[int, int]], what: str) -> int:
    return sum(fen for (_, each), (_, fen) in whole.items() if each == what)


def _moves(
    whole: Mapping[tuple[str, ...], tuple[int, int]],
    before: Mapping[tuple[str, ...], tuple[int, int]],
    more_fen: int,
) -> tuple[Total, ...]:
    """What changes of benefits do not explain of the difference, kind by kind, and whatever is left."""
    kinds = [kind for kind in RowKind if kind.value in PAID and kind.value != DUE]
    found = [Total(kind.value, str(kind.label), 0, _of(whole, kind.value) - _of(before, kind.value)) for kind in kinds]
    rest = Total("other", str(OTHER_MOVES), 0, more_fen - sum(total.fen for total in found))
    return tuple(total for total in (*found, rest) if total.fen)


def _changes(cycle: Any, whole: Mapping[tuple[str, ...], tuple[int, int]]) -> tuple[Change, ...]:
    programmes = sorted({name for name, what in whole if what in changes.WORDS})
    return tuple(
        Change(name, programme_name(cycle.pack, name), why, words, *whole[name, why])
        for name in programmes
        for why, words in changes.WORDS.items()
        if (name, why) in whole
    )


def _problems(cycle: Any, actor: Actor, on: date) -> tuple[Total, ...]:
    rows = problems_visible(actor, on=on).filter(cycle=cycle)
    counts = dict(rows.order_by().values_list("kind").annotate(Count("id")))
    return tuple(Total(kind.value, str(kind.label), counts[kind], 0) for kind in ProblemKind if kind in counts)


def _payments(cycle: Any, actor: Actor, on: date) -> tuple[Total, ...]:
    """Payments by what became of them; those without a result went out, or wait to."""
    rows = payments_visible(actor, on=on).filter(cycle=cycle).order_by()
    counts = rows.values_list("result__state").annotate(Count("id"), Sum("amount_fen"))
    rest = PaymentState.SENT if cycle.state in (states.PAID, states.CLOSED) else PaymentState.WAITING
    return tuple(
        Total(state or rest.value, str(PaymentState(state or rest).label), count, fen) for state, count, fen in counts
    )


def _may(cycle: Any, actor: Actor) -> frozenset[str]:
    barred = {"check": cycle.drafted_by_id, "approve": cycle.checked_by_id}
    verbs = {
        verb
        for verb, permission in PERMISSIONS.items()
        if states.allows(verb, cycle.state)
        and actor.may(permission)
        and cycle.area.startswith(actor.area)
        and (verb not in barred or barred[verb] != actor.user_id)
    }
    if not cycle.is_drafted:
        verbs.discard("check")
    if cycle.state == states.DRAFT and actor.may("cycles.draft") and cycle.area.startswith(actor.area):
        verbs |= {"draft", "clear"} if not cycle.is_drafted else {"clear"}
    return frozenset(verbs)
