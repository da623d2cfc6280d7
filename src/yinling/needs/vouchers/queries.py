"""Questions about vouchers: kinds, a person's vouchers, uses, statements, and the figures of a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from yinling.foundation.books.queries import balance
from yinling.gateways.policy.vouchers import VoucherKind, load_vouchers
from yinling.kernel.actor import Actor
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.vouchers.domain.postings import EXPIRED, ISSUED, OUTSTANDING, USED, Month, account
from yinling.needs.vouchers.models import Statement, StatementLine, Use, UseQuerySet, Voucher
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import person_cards

PAGE_ROWS = 30
MONTHS_SHOWN = 12


def voucher_kinds() -> list[VoucherKind]:
    """Kinds of voucher of the packs in use."""
    return [kind for pack in deployed_packs() for kind in load_vouchers(pack)]


def voucher_kind(pack: str, kind: str) -> VoucherKind | None:
    """One kind; None where no pack in use has it."""
    return next((each for each in voucher_kinds() if (each.pack, each.id) == (pack, kind)), None)


@dataclass(frozen=True)
class VoucherLine:
    """A voucher in a list; `is_valid` on the day asked for."""

    id: int
    number: str
    kind_name: str
    month: date
    valid_until: date
    ceiling_fen: int
    used_fen: int
    left_fen: int
    is_valid: bool
    holder: str = ""
    area_name: str = ""


@dataclass(frozen=True)
class UseLine:
    """One use; `may_take_back` while it is in no statement and was not taken back."""

    id: int
    number: str
    provider: str
    service: str
    served_on: date
    bill_fen: int
    ltci_paid_fen: int
    deducted_fen: int
    resident_fen: int
    note: str
    by_name: str
    at: datetime
    is_reversal: bool
    is_reversed: bool
    may_take_back: bool


def vouchers(
    actor: Actor, *, on: date, month: date | None = None, after_id: int | None = None, limit: int = PAGE_ROWS
) -> list[VoucherLine]:
    """Vouchers that the actor may see, oldest number first."""
    rows = Voucher.objects.visible_to(actor, on=on)
    if month is not None:
        rows = rows.filter(month=month)
    if after_id is not None:
        rows = rows.filter(id__gt=after_id)
    return voucher_lines(rows.order_by("id")[:limit], on=on)


def voucher_lines(rows: Iterable[Voucher], *, on: date) -> list[VoucherLine]:
    """Vouchers in words; the caller has asked for visible ones."""
    found = list(rows.select_related("person") if isinstance(rows, QuerySet) else rows)
    names = {(kind.pack, kind.id): kind.name for kind in voucher_kinds()}
    holders = {card.id: card.name_masked for card in person_cards({row.person for row in found}, on=on)}
    places = full_names(sorted({row.area for row in found}))
    return [
        VoucherLine(
            id=row.pk, number=row.number, kind_name=names.get((row.pack, row.kind), row.kind), month=row.month,
            valid_until=row.valid_until, ceiling_fen=row.ceiling_fen, used_fen=row.used_fen, left_fen=row.left_fen,
            is_valid=row.month <= on < row.valid_until, holder=holders.get(row.person_id, ""),
            area_name=places.get(row.area, ""),
        )
        for row in found
    ]  # fmt: skip


def person_vouchers(person_id: int, *, actor: Actor, on: date) -> list[VoucherLine]:
    """The newest vouchers of one person, the present month first."""
    rows = Voucher.objects.visible_to(actor, on=on).filter(person_id=person_id).order_by("-month", "-id")
    return voucher_lines(rows[:MONTHS_SHOWN], on=on)


def used_in_month(person_ids: Iterable[int], *, pack: str, use: str, on: date) -> dict[int, int]:
    """What each has used of the month's vouchers that are taken off bills by the rule `use`, in fen."""
    kinds = [kind.id for kind in load_vouchers(pack) if kind.use == use]
    rows = Voucher.objects.filter(person__in=list(person_ids), pack=pack, kind__in=kinds, month=on.replace(day=1))
    return dict(rows.values("person_id").annotate(used=Sum("used_fen")).values_list("person_id", "used"))


def uses(actor: Actor, *, before_id: int | None = None, limit: int = PAGE_ROWS) -> list[UseLine]:
    """Uses that the actor may see, newest first."""
    rows = visible_uses(actor)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    return use_lines(rows.order_by("-id")[:limit])


def visible_uses(actor: Actor) -> UseQuerySet:
    """Uses that the actor may see."""
    rows: UseQuerySet = Use.objects.all()
    return rows.visible_to(actor)


def use_lines(rows: QuerySet[Use]) -> list[UseLine]:
    """Uses in words."""
    services = {code: words for kind in voucher_kinds() for code, words in kind.services.items()}
    return [
        UseLine(
            id=row.pk, number=row.voucher.number, provider=row.provider.name,
            service=services.get(row.service_kind, row.service_kind), served_on=row.served_on, bill_fen=row.bill_fen,
            ltci_paid_fen=row.ltci_paid_fen, deducted_fen=row.deducted_fen, resident_fen=row.resident_fen,
            note=row.note, by_name=row.by_name, at=row.at, is_reversal=row.reverses_id is not None,
            is_reversed=hasattr(row, "reversal"),
            may_take_back=row.reverses_id is None and not hasattr(row, "line") and not hasattr(row, "reversal"),
        )
        for row in rows.select_related("voucher", "provider", "line", "reversal")
    ]  # fmt: skip


@dataclass(frozen=True)
class MonthFigures:
    """One kind of voucher in one month. Sums in fen; within the viewer's area, except what the books say."""

    kind: VoucherKind
    month: date
    vouchers: int
    holders_used: int
    issued_fen: int
    used_fen: int
    left_fen: int
    unbilled_fen: int
    is_over: bool


def month_figures(actor: Actor, *, on: date) -> list[MonthFigures]:
    """Each kind and month, newest first: given, used, left or expired."""
    rows = (
        Voucher.objects.visible_to(actor, on=on)
        .values("pack", "kind", "month", "valid_until")
        .annotate(
            vouchers=Count("id"), holders_used=Count("id", filter=Q(used_fen__gt=0)),
            issued=Sum("ceiling_fen"), used=Sum("used_fen"),
        )
        .order_by("-month", "pack", "kind")
    )  # fmt: skip
    found, waiting = [], _unbilled(actor)
    for row in rows[: MONTHS_SHOWN * 4]:
        kind = voucher_kind(row["pack"], row["kind"])
        if kind is not None:
            found.append(
                MonthFigures(
                    kind=kind, month=row["month"], vouchers=row["vouchers"], holders_used=row["holders_used"],
                    issued_fen=row["issued"], used_fen=row["used"], left_fen=row["issued"] - row["used"],
                    unbilled_fen=waiting.get((row["pack"], row["kind"], row["month"]), 0),
                    is_over=on >= row["valid_until"],
                )
            )  # fmt: skip
    return found


def _unbilled(actor: Actor) -> dict[tuple[str, str, date], int]:
    """Fen taken off by uses that stand in no statement yet, by pack, kind and month."""
    rows = visible_uses(actor).filter(line=None).order_by()
    sums = rows.values_list("voucher__pack", "voucher__kind", "voucher__month").annotate(Sum("deducted_fen"))
    return {(pack, kind, month): fen for pack, kind, month, fen in sums}


def book_balances(month: Month) -> dict[str, int]:
    """What the books hold of a month, whole district: issued (negative), outstanding, used, expired."""
    return {part: balance(account(month, part)) for part in (ISSUED, OUTSTANDING, USED, EXPIRED)}


@dataclass(frozen=True)
class StatementRow:
    """A statement in a list."""

    id: int
    provider: str
    kind_name: str
    month: date
    part: int
    total_fen: int
    uses: int
    state: str
    state_words: str


@dataclass(frozen=True)
class StatementPage:
    """One statement with its uses and steps."""

    row: StatementRow
    uses: list[UseLine]
    steps: list[dict[str, object]]
    drawn_up_by_id: int | None


STEP_WORDS = {
    "drawn_up": "编制对账单", "confirmed": "机构确认", "disputed": "机构提出异议", "answered": "答复异议",
    "approved": "批准", "paid": "登记付款",
}  # fmt: skip


def statements(actor: Actor, *, before_id: int | None = None) -> list[StatementRow]:
    """Statements that the actor may see, newest first."""
    rows = Statement.objects.visible_to(actor)
    if before_id is not None:
        rows = rows.filter(id__lt=before_id)
    found = list(rows.select_related("provider").order_by("-id")[:PAGE_ROWS])
    counts = dict(
        StatementLine.objects.filter(statement__in=found).values_list("statement").annotate(Count("id")).order_by()
    )
    return [_statement(row, counts.get(row.pk, 0)) for row in found]


def _statement(row: Statement, count: int) -> StatementRow:
    kind = voucher_kind(row.pack, row.kind)
    return StatementRow(
        id=row.pk, provider=row.provider.name, kind_name=kind.name if kind else row.kind, month=row.month,
        part=row.part, total_fen=row.total_fen, uses=count, state=row.state, state_words=row.get_state_display(),
    )  # fmt: skip


def statement_page(statement_id: int, *, actor: Actor) -> StatementPage | None:
    """None where the actor may not see it."""
    row = Statement.objects.visible_to(actor).select_related("provider").filter(pk=statement_id).first()
    if row is None:
        return None
    found = use_lines(Use.objects.filter(line__statement=row).order_by("id"))
    steps = [
        {"what": STEP_WORDS[step.verb], "who": step.by_name, "when": step.at, "why": step.reason}
        for step in row.steps.order_by("id")
    ]
    return StatementPage(_statement(row, len(found)), found, steps, row.drawn_up_by_id)
