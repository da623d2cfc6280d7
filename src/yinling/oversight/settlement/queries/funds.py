"""Funds: what came in, what is on its way, what was spent, what is still asked of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from yinling.foundation.books.queries import balance
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.models import Allotment, Fund, FundCode, Payable, PaymentLine
from yinling.oversight.settlement.queries.runs import LineRow, line_rows

PAGE_ROWS = 50


@dataclass(frozen=True)
class FundTile:
    """A fund in figures, all in fen; `asked_fen` is what open payables still need of it."""

    code: str
    name: str
    allotted_fen: int
    held_fen: int
    on_its_way_fen: int
    paid_fen: int
    asked_fen: int

    @property
    def short_fen(self) -> int:
        """How much is missing for all that is owed; 0 where there is enough."""
        return max(0, self.asked_fen - self.held_fen)


@dataclass(frozen=True)
class AllotmentRow:
    """Money that came in."""

    fund_name: str
    amount_fen: int
    source_document: str
    received_on: date
    by_name: str
    at: datetime


@dataclass(frozen=True)
class FundPage:
    """A fund with its payments, newest first."""

    tile: FundTile
    lines: tuple[LineRow, ...]
    allotments: tuple[AllotmentRow, ...]


def fund_tiles(actor: Actor) -> list[FundTile]:
    """Every fund of the actor's district, in the order of the procedure."""
    known = {fund.code for fund in Fund.objects.visible_to(actor)}
    return [_tile(code, actor) for code in postings.FUNDS if code in known]


def _tile(code: str, actor: Actor) -> FundTile:
    lines = PaymentLine.objects.visible_to(actor).filter(fund=code)
    on_its_way = lines.filter(state=states.WAITING, run__state__in=[states.APPROVED, states.SENT])
    paid, waiting = _sum(lines.filter(state=states.PAID)), _sum(on_its_way)
    column = "municipal_fen" if code == postings.MUNICIPAL else "district_fen"
    owed = Payable.objects.visible_to(actor).aggregate(fen=Sum(column))["fen"] or 0
    return FundTile(
        code=code,
        name=str(FundCode(code).label),
        allotted_fen=_sum(Allotment.objects.visible_to(actor).filter(fund=code)),
        held_fen=balance(postings.fund_account(code)),
        on_its_way_fen=waiting,
        paid_fen=paid,
        asked_fen=owed - paid - waiting,
    )


def _sum(rows: QuerySet[PaymentLine] | QuerySet[Allotment]) -> int:
    return rows.aggregate(fen=Sum("amount_fen"))["fen"] or 0


def allotments(actor: Actor, *, fund: str | None = None) -> list[AllotmentRow]:
    """The latest allotments, newest first."""
    found = Allotment.objects.visible_to(actor).order_by("-id")
    rows = found.filter(fund=fund) if fund else found
    return [
        AllotmentRow(
            str(FundCode(row.fund_id).label), row.amount_fen, row.source_document, row.received_on, row.by_name, row.at
        )
        for row in rows[:PAGE_ROWS]
    ]


def fund_page(code: str, *, actor: Actor, before_id: int | None = None) -> FundPage | None:
    """A fund with one page of its payments; None if the actor may not see it."""
    tile = next((tile for tile in fund_tiles(actor) if tile.code == code), None)
    if tile is None:
        return None
    lines = PaymentLine.objects.visible_to(actor).filter(fund=code).select_related("payable", "run")
    if before_id is not None:
        lines = lines.filter(pk__lt=before_id)
    rows = lines.defer("account_number").order_by("-id")[:PAGE_ROWS]
    return FundPage(tile, line_rows(rows), tuple(allotments(actor, fund=code)))
