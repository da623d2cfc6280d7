"""What is owed for each case, what it waits for and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import states
from yinling.oversight.settlement.models import FundCode, Payable, PaymentLine
from yinling.oversight.settlement.queries.runs import LineRow, line_rows, town_names
from yinling.oversight.settlement.queries.waiting import lines_by_part, state_of
from yinling.people.providers.queries import Payee, payee_of

PAGE_ROWS = 50
STATE_WORDS = {
    states.OPEN: _("待编入批次"),
    states.IN_RUN: _("已编入批次"),
    states.RETURNED: _("被银行退回"),
    states.PAID: _("已付款"),
}
STATE_TONES = {states.OPEN: "wait", states.IN_RUN: "info", states.RETURNED: "bad", states.PAID: "good"}
RUN_WAITS = {
    states.DRAFT: _("等另一位财务人员复核"),
    states.APPROVED: _("等发送银行"),
    states.SENT: _("等银行回执"),
}


@dataclass(frozen=True)
class PartRow:
    """What one fund owes for a case; `why` says what it waits for."""

    fund: str
    fund_name: str
    amount_fen: int
    state: str
    state_words: str
    tone: str
    why: str
    run_id: int | None
    run_number: str


@dataclass(frozen=True)
class PayableLine:
    """One case in the list of what is owed."""

    id: int
    case_id: int
    case_number: str
    town: str
    firm_name: str
    account_masked: str
    accepted_on: date
    cost_fen: int
    municipal_fen: int
    district_fen: int
    paid_at: datetime | None
    parts: tuple[PartRow, ...]


@dataclass(frozen=True)
class PayablePage:
    """One case's payable with every payment line it ever had."""

    line: PayableLine
    determination_id: int
    resident_fen: int
    lines: tuple[LineRow, ...]


def payables(actor: Actor, *, town: str = "", is_paid: bool = False, after_id: int = 0) -> list[PayableLine]:
    """Payables, oldest first, one page; `after_id` goes on where a page ended."""
    found = Payable.objects.visible_to(actor).filter(pk__gt=after_id, paid_at__isnull=not is_paid)
    return _lines(found.filter(area__startswith=town).order_by("id")[:PAGE_ROWS])


def _lines(found: Iterable[Payable]) -> list[PayableLine]:
    rows = list(found)
    lines = lines_by_part([row.pk for row in rows])
    payees = {provider: payee_of(provider) for provider in {row.provider_id for row in rows}}
    towns = town_names(row.area for row in rows)
    return [_line(row, lines, payees[row.provider_id], towns[row.area]) for row in rows]


def _line(row: Payable, lines: dict[tuple[int, str], list[PaymentLine]], payee: Payee, town: str) -> PayableLine:
    return PayableLine(
        id=row.pk,
        case_id=row.case_id,
        case_number=row.case_number,
        town=town,
        firm_name=payee.name,
        account_masked=payee.account_masked,
        accepted_on=row.accepted_on,
        cost_fen=row.cost_fen,
        municipal_fen=row.municipal_fen,
        district_fen=row.district_fen,
        paid_at=row.paid_at,
        parts=tuple(_part(fund, fen, lines.get((row.pk, fund), []), payee) for fund, fen in row.by_fund.items() if fen),
    )


def _part(fund: str, fen: int, lines: list[PaymentLine], payee: Payee) -> PartRow:
    state, last = state_of(lines), lines[-1] if lines else None
    in_run = last if last and state != states.OPEN else None
    return PartRow(
        fund=fund,
        fund_name=str(FundCode(fund).label),
        amount_fen=fen,
        state=state,
        state_words=str(STATE_WORDS[state]),
        tone=STATE_TONES[state],
        why=_why(state, last, payee),
        run_id=in_run.run_id if in_run else None,
        run_number=in_run.run.number if in_run else "",
    )


def _why(state: str, last: PaymentLine | None, payee: Payee) -> str:
    if state == states.PAID:
        return ""
    if state == states.IN_RUN and last:
        return str(RUN_WAITS.get(last.run.state, ""))
    if state == states.RETURNED and last:
        return str(_("%(reason)s；等核对或更正收款账户") % {"reason": last.reason})
    return "" if payee.account_number else str(_("收款账户没有登记"))


def payable_page(payable_id: int, *, actor: Actor) -> PayablePage | None:
    """One payable; None if there is none that the actor may see."""
    return _page(Payable.objects.visible_to(actor).filter(pk=payable_id).first())


def payable_of_case(case_id: int, *, actor: Actor) -> PayablePage | None:
    """The payable of a case; None if there is none yet, or none that the actor may see."""
    return _page(Payable.objects.visible_to(actor).filter(case_id=case_id).first())


def _page(row: Payable | None) -> PayablePage | None:
    if row is None:
        return None
    lines = row.lines.select_related("payable", "run").defer("account_number").order_by("id")
    return PayablePage(
        line=_lines([row])[0],
        determination_id=row.determination_id,
        resident_fen=row.cost_fen - row.municipal_fen - row.district_fen,
        lines=line_rows(lines),
    )
