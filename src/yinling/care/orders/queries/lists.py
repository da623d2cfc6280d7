"""Orders as pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from yinling.care.catalogue.queries import services
from yinling.care.orders.models import Order, Rest
from yinling.care.plans.domain.frequency import frequency_words
from yinling.kernel.actor import Actor, NotVisible
from yinling.people.providers.queries import operators_serving
from yinling.people.registry.queries import PersonCard, person_card, person_cards

PAGE_ROWS = 25
TONES = {
    "open": "wait", "offered": "wait", "accepted": "good", "declined": "bad", "lapsed": "bad", "ended": "off",
    "cancelled": "off",
}  # fmt: skip
DAYS = "一二三四五六日"


@dataclass(frozen=True)
class OrderLine:
    """One order; the person is masked."""

    id: int
    person_id: int
    person_name_masked: str
    plan_id: int | None
    area: str
    area_name: str
    provider_name: str
    service_name: str
    source_words: str
    state: str
    state_words: str
    tone: str
    when_words: str
    window_words: str
    minutes: int
    carers: int
    note: str
    wishes: tuple[str, ...]
    from_day: date
    until: date | None
    answer_by: datetime | None


@dataclass(frozen=True)
class OrderStep:
    """One step of an order."""

    what: str
    note: str
    who: str
    when: datetime


@dataclass(frozen=True)
class RestLine:
    """A time in which nobody comes."""

    id: int
    reason_words: str
    note: str
    from_day: date
    until: date | None


STEPS = {
    "place": "下单", "offer": "派单", "accept": "接单", "decline": "不接", "lapse": "超时未答复", "end": "结束",
    "cancel": "取消",
}  # fmt: skip


def clock(minutes: int) -> str:
    """Minutes from midnight as 09:05."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def when_words(order: Order) -> str:
    """每周一、三、五；每天；一次. What a care plan asks for stands in its item."""
    said = order.plan_item or order
    if not said.weekdays:
        return f"{order.from_day:%Y-%m-%d} 一次"
    return frequency_words(said.weekdays, said.every_weeks)


def orders_visible(actor: Actor, *, on: date) -> QuerySet[Order]:
    """Orders that the actor may see on a day."""
    return Order.objects.visible_to(actor, on=on)


def order_lines(*, actor: Actor, on: date, state: str = "", before_id: int = 0) -> list[OrderLine]:
    """One page of orders, newest first."""
    rows = orders_visible(actor, on=on).order_by("-pk")
    rows = rows.filter(pk__lt=before_id) if before_id else rows
    return _lines((rows.filter(state=state) if state else rows)[:PAGE_ROWS], on=on)


def order_counts(*, actor: Actor, on: date) -> list[tuple[str, str, int, str]]:
    """(state, words, how many, tone)."""
    counts = dict(orders_visible(actor, on=on).values_list("state").annotate(Count("id")).order_by())
    return [
        (state, str(words), counts.get(state, 0), TONES[state])
        for state, words in Order._meta.get_field("state").choices or ()
    ]


def order_line(order_id: int, *, actor: Actor, on: date) -> OrderLine | None:
    """One order; None if there is none that the actor may see."""
    return next(iter(_lines(orders_visible(actor, on=on).filter(pk=order_id), on=on)), None)


def orders_of(person_id: int, *, actor: Actor, on: date) -> list[OrderLine]:
    """Orders of a person that run or wait, newest first."""
    rows = orders_visible(actor, on=on).filter(person=person_id).exclude(state__in=["ended", "cancelled"])
    return _lines(rows.order_by("-pk")[:PAGE_ROWS], on=on)


def steps_of(order_id: int, *, actor: Actor, on: date) -> list[OrderStep]:
    """The trail of an order that the actor may see."""
    order = orders_visible(actor, on=on).filter(pk=order_id).first()
    rows = order.records.all() if order else []
    return [OrderStep(STEPS.get(row.verb, row.verb), row.note, row.by_name, row.at) for row in rows]


def providers_for(area: str) -> list[tuple[int, str]]:
    """Providers who serve a place."""
    return [(firm.id, firm.name) for firm in operators_serving(area)]


def rest_visible(rest_id: int, *, actor: Actor, on: date) -> bool:
    """Whether there is such a rest for the actor."""
    return Rest.objects.visible_to(actor, on=on).filter(pk=rest_id).exists()


def rests_now(person_id: int, *, actor: Actor, on: date) -> list[RestLine]:
    """Times of rest of a person that are not over."""
    rows = Rest.objects.visible_to(actor, on=on).filter(person=person_id).exclude(until__lte=on)
    rows = rows.exclude(until=F("from_day")).order_by("from_day")
    return [RestLine(row.pk, str(row.get_reason_display()), row.note, row.from_day, row.until) for row in rows]


def rest_words(person_ids: Collection[int], *, on: date) -> dict[int, str]:
    """Why nobody comes on a day, by person; for callers that asked who may see."""
    rows = Rest.objects.filter(Q(until=None) | Q(until__gt=on), person__in=list(person_ids), from_day__lte=on)
    return {row.person_id: str(row.get_reason_display()) for row in rows}


def resident_card(person_id: int, *, actor: Actor, on: date) -> PersonCard | None:
    """Somebody whom the actor may see in the register, or for whom the actor's office has orders."""
    try:
        return person_card(person_id, actor=actor, on=on)
    except NotVisible:
        rows = orders_visible(actor, on=on).filter(person=person_id).select_related("person")[:1]
        people = [row.person for row in rows if actor.may("orders.answer")]
        return next(iter(person_cards(people, on=on)), None)


def _wishes(order: Order) -> tuple[str, ...]:
    gender = {"female": "希望女护理员", "male": "希望男护理员"}.get(order.wished_gender, "")
    worker = f"希望{order.wished_worker.name}来" if order.wished_worker else ""
    return tuple(words for words in (worker, gender, "节假日不上门" if order.skips_holidays else "") if words)


def _lines(rows: QuerySet[Order], *, on: date) -> list[OrderLine]:
    found = list(
        rows.select_related("person", "provider", "plan_item__version", "wished_worker").prefetch_related("offers")
        if isinstance(rows, QuerySet)
        else rows
    )
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    names = {code: line.name for code, line in services(with_withdrawn=True).items()}
    return [
        OrderLine(
            id=row.pk,
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            plan_id=row.plan_item.version.plan_id if row.plan_item else None,
            area=row.area,
            area_name=cards[row.person_id].area_name,
            provider_name=row.provider.name if row.provider else "",
            service_name=names.get(row.service_code, row.service_code),
            source_words=row.get_source_display(),
            state=row.state,
            state_words=row.get_state_display(),
            tone=TONES[row.state],
            when_words=when_words(row),
            window_words=f"{clock(row.window_from)}–{clock(row.window_until)}",
            minutes=row.minutes,
            carers=row.carers,
            note=row.note,
            wishes=_wishes(row),
            from_day=row.from_day,
            until=row.until,
            answer_by=next((one.answer_by for one in row.offers.all() if one.answered_at is None), None),
        )
        for row in found
    ]
