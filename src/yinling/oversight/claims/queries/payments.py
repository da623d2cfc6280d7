"""Care funds and payments."""

from dataclasses import dataclass

from yinling.care.catalogue.queries import files
from yinling.foundation.books.queries import balance
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import Actor
from yinling.oversight.claims.domain.postings import FUND, SPENT
from yinling.oversight.claims.models import CareAllotment, Claim, Payment, PaymentState

PAGE_ROWS = 100
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
class DueLine:
    """An approved claim that waits for money."""

    claim: Claim
    subsidy_fen: int
    was_returned: bool


def fund_name(code: str) -> str:
    """The programme's name, as far as the policy files know it."""
    for funding in files().funding:
        if funding.code == code:
            return load_programme(funding.pack, funding.programme).name
    return code


def funds(actor: Actor) -> list[FundLine]:
    """Every benefit that pays for care has a fund; and those that were ever used. Those who may see claims see all."""
    if not actor.may("claims.view"):
        return []
    used = CareAllotment.objects.order_by("fund").values_list("fund", flat=True).distinct()
    codes = dict.fromkeys([*(each.code for each in files().funding), *used])
    return [FundLine(code, fund_name(code), balance(FUND + code), balance(SPENT + code)) for code in codes]


def payments(actor: Actor, *, fund: str = "") -> list[PaymentLine]:
    """Payments that the actor may see, newest first; of one fund if named."""
    rows = Payment.objects.visible_to(actor).select_related("claim__provider").defer("account_number")
    found = [
        PaymentLine(
            row, row.claim.provider.name, row.by_fund.get(fund, 0) if fund else row.amount_fen, TONES[row.state]
        )
        for row in rows.order_by("-pk")[:PAGE_ROWS]
    ]
    return [line for line in found if not fund or line.fund_fen]


def due(actor: Actor) -> list[DueLine]:
    """Approved claims, oldest first."""
    rows = Claim.objects.visible_to(actor).filter(state="approved").select_related("provider").order_by("pk")
    return [
        DueLine(
            row, sum(row.lines.values_list("subsidy_fen", flat=True)),
            row.payments.filter(state=PaymentState.RETURNED).exists(),
        )
        for row in rows[:PAGE_ROWS]
    ]  # fmt: skip
