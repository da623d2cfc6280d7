"""Payment runs as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.models import FundCode, PaymentLine, PaymentRun, RunStep
from yinling.people.places.queries import names_of

PAGE_ROWS = 30
TONES = {states.DRAFT: "wait", states.APPROVED: "wait", states.SENT: "info", states.SETTLED: "good"}
LINE_TONES = {states.WAITING: "wait", states.PAID: "good", states.RETURNED: "bad"}
VERB_WORDS = {
    "prepare": _("编制批次"),
    "approve": _("复核通过"),
    "send": _("发送银行"),
    "settle": _("全部有回执，批次结清"),
    "cancel": _("作废"),
}


@dataclass(frozen=True)
class RunRow:
    """One run in a list."""

    id: int
    number: str
    state: str
    state_words: str
    tone: str
    lines: int
    total_fen: int
    paid_fen: int
    returned: int
    prepared_at: datetime
    prepared_by: str
    approved_by: str


@dataclass(frozen=True)
class LineRow:
    """One payment in a run."""

    id: int
    number: int
    payable_id: int
    case_id: int
    case_number: str
    town: str
    fund: str
    fund_name: str
    amount_fen: int
    payee_name: str
    bank_name: str
    account_masked: str
    state: str
    state_words: str
    tone: str
    reason: str
    may_reopen: bool
    reopened: str
    run_id: int
    run_number: str


@dataclass(frozen=True)
class Step:
    """One step of a run, as the trail shows it."""

    what: str
    who: str
    when: str
    why: str = ""
    tone: str = "good"


@dataclass(frozen=True)
class RunPage:
    """Everything about one run; totals are (name, lines, fen)."""

    row: RunRow
    prepared_by_id: int | None
    bank_reference: str
    lines: tuple[LineRow, ...]
    by_fund: tuple[tuple[str, str, int, int], ...]
    by_town: tuple[tuple[str, int, int], ...]
    trail: tuple[Step, ...]


def _with_sums(actor: Actor) -> QuerySet[Any]:
    paid, returned = Q(lines__state=states.PAID), Q(lines__state=states.RETURNED)
    return (
        PaymentRun.objects.visible_to(actor)
        .select_related("prepared_by", "approved_by")
        .annotate(
            lines_count=Count("lines"),
            total=Sum("lines__amount_fen"),
            paid=Sum("lines__amount_fen", filter=paid),
            returned=Count("lines", filter=returned),
        )
    )


def _row(run: Any) -> RunRow:  # a run with the sums of `_with_sums`
    return RunRow(
        id=run.pk,
        number=run.number,
        state=run.state,
        state_words=run.get_state_display(),
        tone=TONES.get(run.state, "off"),
        lines=run.lines_count,
        total_fen=run.total or 0,
        paid_fen=run.paid or 0,
        returned=run.returned,
        prepared_at=run.prepared_at,
        prepared_by=str(run.prepared_by or ""),
        approved_by=str(run.approved_by or ""),
    )


def runs(actor: Actor, *, before_id: int | None = None) -> list[RunRow]:
    """Runs, newest first, one page; `before_id` goes on where a page ended."""
    found = _with_sums(actor)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return [_row(run) for run in found.order_by("-id")[:PAGE_ROWS]]


def run_page(run_id: int, *, actor: Actor) -> RunPage | None:
    """The run with lines, totals and trail; None if there is none that the actor may see."""
    run = _with_sums(actor).filter(pk=run_id).first()
    if run is None:
        return None
    lines = line_rows(run.lines.select_related("payable", "run").defer("account_number"))
    return RunPage(
        row=_row(run),
        prepared_by_id=run.prepared_by_id,
        bank_reference=run.bank_reference,
        lines=lines,
        by_fund=tuple(
            (code, str(FundCode(code).label), count, fen)
            for code, (count, fen) in _totals((line.fund, line.amount_fen) for line in lines).items()
        ),
        by_town=tuple(
            (town, count, fen) for town, (count, fen) in _totals((line.town, line.amount_fen) for line in lines).items()
        ),
        trail=tuple(_step(step) for step in run.steps.all()),
    )


def _step(step: RunStep) -> Step:
    tone = "bad" if step.verb == "cancel" else "good"
    moment = f"{timezone.localtime(step.at):%Y-%m-%d %H:%M}"
    words = str(VERB_WORDS.get(step.verb, step.verb))
    if step.verb == "send":  # what was noted then is the bank's number, no reason
        return Step(f"{words} {step.reason}", step.by_name, moment, "", tone)
    return Step(words, step.by_name, moment, step.reason, tone)


def _totals(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for name, fen in pairs:
        count, total = found.get(name, (0, 0))
        found[name] = (count + 1, total + fen)
    return found


def town_names(areas: Iterable[str]) -> dict[str, str]:
    """The names of the towns in which areas lie, by area; an area above the towns has its own name."""
    codes = set(areas)
    names = names_of([code[:9] for code in codes])
    return {code: names[code[:9]] for code in codes}


def line_rows(lines: Iterable[PaymentLine]) -> tuple[LineRow, ...]:
    """Payments as pages show them; the account is masked."""
    found = list(lines)
    towns = town_names(line.area for line in found)
    return tuple(_line_row(line, towns[line.area]) for line in found)


def _line_row(line: PaymentLine, town: str) -> LineRow:
    return LineRow(
        id=line.pk,
        number=line.number,
        payable_id=line.payable_id,
        case_id=line.payable.case_id,
        case_number=line.payable.case_number,
        town=town,
        fund=line.fund_id,
        fund_name=str(FundCode(line.fund_id).label),
        amount_fen=line.amount_fen,
        payee_name=line.payee_name,
        bank_name=line.bank_name,
        account_masked=line.account_masked,
        state=line.state,
        state_words=line.get_state_display(),
        tone=LINE_TONES.get(line.state, "off"),
        reason=line.reason,
        may_reopen=line.state == states.RETURNED and line.reopened_at is None,
        reopened=line.reopen_reason,
        run_id=line.run_id,
        run_number=line.run.number,
    )
