"""Questions about respite: how many days a person may have, bookings for pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from yinling.care.catalogue.queries import files, tabled
from yinling.care.respite.domain import states
from yinling.care.respite.domain.days import Span, left_in
from yinling.care.respite.models import Booking
from yinling.engines.rules.decision import Outcome
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.actor import Actor
from yinling.needs.entitlements.domain.deciding import decide_one
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.needs.entitlements.queries.packs import deployed_programmes
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.places.queries import full_names
from yinling.people.registry.queries import fact_histories, person_cards

PAGE_ROWS = 30
NO_RULE = "本区还没有喘息服务的规定"


@dataclass(frozen=True)
class Allowance:
    """Days a year; None: not to be had, and `why`."""

    days_max: int | None
    why: str = ""


@dataclass(frozen=True)
class BookingLine:
    """A booking in a list; `last_day` is the last day of care."""

    id: int
    person_id: int
    name_masked: str
    area_name: str
    provider: str
    form_words: str
    from_on: date
    last_day: date
    days: int
    state: str
    state_words: str
    tone: str
    note: str
    answer: str


def allowance_of(person_id: int, *, on: date) -> Allowance:
    """What the programme gives the person in the year of a day, on the facts of the day."""
    rule = files().respite
    pack = next((pack for pack, name in deployed_programmes() if rule and name == rule.programme), None)
    if rule is None or pack is None:
        return Allowance(None, NO_RULE)
    bound = bound_programme(rule.programme, on=on, pack=pack)
    histories = fact_histories([person_id])
    decision = decide_one(bound, histories[person_id].on(on) if person_id in histories else {})
    if decision.outcome is Outcome.GRANTED:
        days = tabled(bound, decision, rule.days_value, on=on)
        return Allowance(rule.days_default if days is None else days, "天数还没有公布")
    told = "false" if decision.outcome is Outcome.NOT_GRANTED else "unknown"
    reasons = [each.words for each in reasons_of(bound, decision, load_facts()) if each.value == told]
    words = {Outcome.NOT_GRANTED: "不符合", Outcome.MISSING_FACTS: "还不知道", Outcome.UNPAYABLE: "天数还没有公布"}
    return Allowance(None, "：".join(filter(None, [words[decision.outcome], "；".join(reasons)])))


def spans_of(person_id: int) -> list[Span]:
    """Days of the person's bookings that count."""
    rows = Booking.objects.filter(person_id=person_id, state__in=sorted(states.COUNTED))
    return list(rows.values_list("from_on", "until_on"))


def days_left(person_id: int, *, on: date) -> int | None:
    """Days that the year of a day has left; None where the person may have none."""
    days_max = allowance_of(person_id, on=on).days_max
    return None if days_max is None else left_in(on.year, days_max=days_max, booked=spans_of(person_id))


def bookings_visible(actor: Actor, *, on: date) -> QuerySet[Booking]:
    """Bookings that the actor may see."""
    return Booking.objects.visible_to(actor, on=on)


def booking_lines(
    actor: Actor, *, on: date, state: str = "", person_id: int | None = None, before_id: int | None = None
) -> list[BookingLine]:
    """A page of bookings, newest first."""
    rows = bookings_visible(actor, on=on).select_related("person", "provider").prefetch_related("steps")
    if state:
        rows = rows.filter(state=state)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    found = list(rows.order_by("-pk")[:PAGE_ROWS])
    names = {card.id: card.name_masked for card in person_cards({row.person for row in found}, on=on)}
    places = full_names(sorted({row.area for row in found if row.area}))
    return [_line(row, names.get(row.person_id, ""), places.get(row.area, "")) for row in found]


def _line(row: Booking, name: str, place: str) -> BookingLine:
    told = [step.reason for step in sorted(row.steps.all(), key=lambda step: step.pk) if step.verb != "ask"]
    return BookingLine(
        id=row.pk, person_id=row.person_id, name_masked=name, area_name=place, provider=row.provider.name,
        form_words=str(row.get_form_display()), from_on=row.from_on, last_day=row.until_on - timedelta(days=1),
        days=(row.until_on - row.from_on).days, state=row.state, state_words=str(row.get_state_display()),
        tone=states.TONES[row.state], note=row.note, answer=told[-1] if told else "",
    )  # fmt: skip
