"""Care funds and payments."""

from dataclasses import dataclass, replace

from yinling.care.catalogue.queries import files, fund_name
from yinling.foundation.books.queries import balance
from yinling.kernel.actor import Actor
from yinling.oversight.claims.models import CareAllotment, Claim, Correction, Payment, PaymentState
from yinling.oversight.claims.queries.lists import PAGE_ROWS, LineFilter, LineRow, line_rows, sums_of
from yinling.oversight.settlement.domain.care_postings import FUND, SPENT

TONES = {"sent": "wait", "paid": "good", "returned": "bad"}


@dataclass(frozen=True)
class FundLine:
    """A care fund: what it holds and what was spent."""

    code: str
    name: str
    held_fen: int
    spent_fen: int


@dataclass(frozen=True)
class PaymentLine:
    """A payment for reading; `fund_fen` is the part of the fund that was asked about, else the whole."""

    row: Payment
    provider: str
    fund_fen: int
    tone: str


@dataclass(frozen=True)
class PaymentPage:
    """A payment with its part of each fund, and one page of the lines that it paid (of `fund` if named)."""

    line: PaymentLine
    fund: str
    fund_name: str
    parts: tuple[tuple[str, str, int], ...]
    lines: tuple[LineRow, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class DueLine:
    """An approved claim that waits for money."""

    claim: Claim
    subsidy_fen: int
    was_returned: bool


def funds(actor: Actor) -> list[FundLine]:
    """Every benefit that pays for care has a fund; and those that were ever used. Those who may see claims see all."""
    if not actor.may("claims.view"):
        return []
    used = CareAllotment.objects.order_by("fund").values_list("fund", flat=True).distinct()
    codes = dict.fromkeys([*(each.code for each in files().funding), *used])
    return [FundLine(code, fund_name(code), balance(FUND + code), balance(SPENT + code)) for code in codes]


def payments(actor: Actor, *, fund: str = "", batch: str = "", before: int = 0) -> list[PaymentLine]:
    """One page of payments that the actor may see, newest first, and one more where there is a next page."""
    rows = Payment.objects.visible_to(actor).select_related("claim__provider").defer("account_number")
    if fund:
        rows = rows.filter(by_fund__has_key=fund)
    if batch:
        rows = rows.filter(batch=batch)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_line(row, fund) for row in rows.order_by("-pk")[: PAGE_ROWS + 1]]


def _line(row: Payment, fund: str) -> PaymentLine:
    fen = row.by_fund.get(fund, 0) if fund else row.amount_fen
    return PaymentLine(row, row.claim.provider.name, fen, TONES[row.state])


def payment_page(payment_id: int, *, actor: Actor, fund: str = "", after: str = "") -> PaymentPage | None:
    """One payment with the lines that it paid, of one fund if named; None if there is none that the actor may see."""
    rows = Payment.objects.visible_to(actor).select_related("claim__provider").defer("account_number")
    row = rows.filter(pk=payment_id).first()
    if row is None:
        return None
    wanted = LineFilter(fund=fund if fund in row.by_fund else "", only="" if fund in row.by_fund else "subsidised")
    return PaymentPage(
        line=_line(row, wanted.fund), fund=wanted.fund, fund_name=fund_name(wanted.fund) if wanted.fund else "",
        parts=tuple((code, fund_name(code), fen) for code, fen in row.by_fund.items()),
        lines=tuple(line_rows(row.claim_id, replace(wanted, after=after), actor=actor)),
        corrections=tuple(row.claim.corrections.select_related("line")),
    )  # fmt: skip


def allotments(fund: str, *, actor: Actor) -> list[CareAllotment]:
    """What came into a fund, newest first, at most a page. Those who may see claims see all."""
    rows = CareAllotment.objects.filter(fund=fund).order_by("-pk")
    return list(rows[:PAGE_ROWS]) if actor.may("claims.view") else []


def numbers_for_bank(batch: str, *, actor: Actor) -> list[int]:
    """The rows of a batch's bank file, answered ones too: the same file may come twice."""
    rows = Payment.objects.visible_to(actor).filter(batch=batch, amount_fen__gt=0)
    return list(rows.values_list("number", flat=True))


def due(actor: Actor) -> list[DueLine]:
    """Approved claims, oldest first."""
    rows = Claim.objects.visible_to(actor).filter(state="approved").select_related("provider").order_by("pk")
    sums = sums_of([row.pk for row in rows[:PAGE_ROWS]])
    return [
        DueLine(row, sums[row.pk].subsidy, row.payments.filter(state=PaymentState.RETURNED).exists())
        for row in rows[:PAGE_ROWS]
    ]
