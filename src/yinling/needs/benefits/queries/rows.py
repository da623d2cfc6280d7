"""Rows, problems, payments and oddities of a cycle, page by page; and the list by which gifts in kind are delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.needs.benefits.queries.pages import programme_name
from yinling.needs.cycles.domain.states import CLOSED, PAID
from yinling.needs.cycles.queries import PaymentState, payments_visible, problems_visible, rows_visible
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import person_cards

PAGE_ROWS = 50
DELIVERIES_MAX = 5_000
SHARED_MAX = 200


@dataclass(frozen=True)
class RowFilter:
    """What to list; empty = all. `after_id` goes on where a page ended."""

    programme: str = ""
    kind: str = ""
    area: str = ""
    person_id: int | None = None
    after_id: int = 0


@dataclass(frozen=True)
class RowLine:
    """One row; the person is masked. `reasons` are condition, words, clause, value; `cycle_month` is when it came."""

    id: int
    cycle_id: int
    cycle_month: date
    person_id: int
    person_name_masked: str
    area_name: str
    pack: str
    programme: str
    programme_name: str
    for_month: date
    kind: str
    kind_words: str
    amount_fen: int
    by_fund: dict[str, int]
    cause: str
    segments: list[dict[str, Any]]
    rule_version: str
    facts: dict[str, Any]
    reasons: list[dict[str, str]]
    state: str


@dataclass(frozen=True)
class ProblemLine:
    """One matter to look into."""

    id: int
    person_id: int
    person_name_masked: str
    area_name: str
    programme: str
    for_month: date
    kind: str
    kind_words: str
    words: str
    reasons: list[dict[str, str]]


@dataclass(frozen=True)
class PaymentLine:
    """One person's payment."""

    id: int
    cycle_id: int
    month: date
    person_id: int
    person_name_masked: str
    amount_fen: int
    by_fund: dict[str, int]
    account_masked: str
    state: str
    state_words: str
    reason: str


@dataclass(frozen=True)
class Delivery:
    """One gift in kind to bring; who and where, to be shown to those who deliver."""

    person_id: int
    person_name_masked: str
    area: str
    area_name: str
    phone_masked: str


@dataclass(frozen=True)
class Shared:
    """Several persons whose money goes to one account, or who may be one person."""

    why: str
    payments: tuple[PaymentLine, ...]


def cycle_rows(cycle_id: int, wanted: RowFilter, *, actor: Actor, on: date) -> list[RowLine]:
    """One page of rows, in the order of their numbers."""
    rows = rows_visible(actor, on=on).filter(cycle=cycle_id, pk__gt=wanted.after_id)
    return row_lines(_filtered(rows, wanted).order_by("pk")[:PAGE_ROWS], on=on)


def _filtered(rows: QuerySet[Any], wanted: RowFilter) -> QuerySet[Any]:
    if wanted.area:
        first, last = code_range(wanted.area)
        rows = rows.filter(area__gte=first, area__lt=last)
    given = {"programme": wanted.programme, "kind": wanted.kind, "person": wanted.person_id}
    return rows.filter(**{name: value for name, value in given.items() if value})


def row_lines(rows: QuerySet[Any], *, on: date) -> list[RowLine]:
    """Rows in words."""
    found = list(rows.select_related("person", "cycle", "reason"))
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    return [
        RowLine(
            id=row.pk,
            cycle_id=row.cycle_id,
            cycle_month=row.cycle.month,
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            area_name=cards[row.person_id].area_name,
            pack=row.cycle.pack,
            programme=row.programme,
            programme_name=programme_name(row.cycle.pack, row.programme),
            for_month=row.for_month,
            kind=row.kind,
            kind_words=row.get_kind_display(),
            amount_fen=row.amount_fen,
            by_fund=row.by_fund,
            cause=row.cause,
            segments=row.segments,
            rule_version=row.rule_version,
            facts=row.facts,
            reasons=row.reason.reasons if row.reason else [],
            state=row.cycle.state,
        )
        for row in found
    ]


def cycle_problems(cycle_id: int, wanted: RowFilter, *, actor: Actor, on: date) -> list[ProblemLine]:
    """One page of matters to look into."""
    rows = problems_visible(actor, on=on).filter(cycle=cycle_id, pk__gt=wanted.after_id)
    found = list(_filtered(rows, wanted).select_related("person", "reason").order_by("pk")[:PAGE_ROWS])
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    return [
        ProblemLine(
            id=row.pk,
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            area_name=cards[row.person_id].area_name,
            programme=row.programme,
            for_month=row.for_month,
            kind=row.kind,
            kind_words=row.get_kind_display(),
            words=row.words,
            reasons=row.reason.reasons if row.reason else [],
        )
        for row in found
    ]


def cycle_payments(cycle_id: int, wanted: RowFilter, *, actor: Actor, on: date, state: str = "") -> list[PaymentLine]:
    """One page of payments; `state` is returned or held."""
    rows = payments_visible(actor, on=on).filter(cycle=cycle_id, pk__gt=wanted.after_id)
    rows = rows.filter(result__state=state) if state else rows
    given = {"person": wanted.person_id} if wanted.person_id else {}
    return payment_lines(rows.filter(**given).order_by("pk")[:PAGE_ROWS], on=on)


def payment_lines(rows: QuerySet[Any], *, on: date) -> list[PaymentLine]:
    """Payments in words."""
    found = list(rows.select_related("person", "cycle", "result"))
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    lines = []
    for row in found:
        result = getattr(row, "result", None)
        rest = PaymentState.SENT if row.cycle.state in (PAID, CLOSED) else PaymentState.WAITING
        state = PaymentState(result.state) if result else rest
        lines.append(
            PaymentLine(
                id=row.pk,
                cycle_id=row.cycle_id,
                month=row.cycle.month,
                person_id=row.person_id,
                person_name_masked=cards[row.person_id].name_masked,
                amount_fen=row.amount_fen,
                by_fund=row.by_fund,
                account_masked=row.account_masked,
                state=state.value,
                state_words=str(state.label),
                reason=result.reason if result else "",
            )
        )
    return lines


def shared_accounts(cycle_id: int, *, actor: Actor, on: date) -> list[Shared]:
    """Payments of several persons to one account, found by blind index; at most 200 accounts."""
    rows = payments_visible(actor, on=on).filter(cycle=cycle_id)
    return _together(rows, "account_index", "同一收款账户", on=on)


def possibly_one_person(cycle_id: int, *, actor: Actor, on: date) -> list[Shared]:
    """Payments to persons of one name, birth date and town; at most 200."""
    rows = payments_visible(actor, on=on).filter(cycle=cycle_id)
    return _together(rows, "person__match_key", "姓名、出生日期、街镇相同，可能是同一人", on=on)


def _together(rows: QuerySet[Any], by: str, why: str, *, on: date) -> list[Shared]:
    counted = rows.exclude(**{by: ""}).order_by().values_list(by).annotate(number=Count("id")).filter(number__gt=1)
    keys = [key for key, _ in counted[:SHARED_MAX]]
    found: dict[str, list[int]] = {key: [] for key in keys}
    for key, number in rows.filter(**{f"{by}__in": keys}).order_by("pk").values_list(by, "pk"):
        found[key].append(number)
    lines = {line.id: line for line in payment_lines(rows.filter(**{f"{by}__in": keys}), on=on)}
    return [Shared(why, tuple(lines[number] for number in numbers)) for numbers in found.values()]


def deliveries(cycle_id: int, programme: str, *, actor: Actor, on: date, area: str = "") -> Sequence[Delivery]:
    """Everybody who is given a gift in kind this month, by place; at most 5,000."""
    rows = rows_visible(actor, on=on).filter(cycle=cycle_id, programme=programme, kind="due", withheld=None)
    rows = _filtered(rows, RowFilter(area=area)).select_related("person").order_by("area", "person_id")
    people = [row.person for row in rows[:DELIVERIES_MAX]]
    places = full_names([person.area for person in people])
    return [
        Delivery(card.id, card.name_masked, card.area, places.get(card.area, card.area), card.phone_masked)
        for card in person_cards(people, on=on)
    ]
