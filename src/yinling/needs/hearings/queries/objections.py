"""Objections as work lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yinling.gateways.policy.reading import load_calendar
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.kernel.deadlines import Lateness, lateness
from yinling.needs.cycles.domain.states import FROZEN
from yinling.needs.cycles.queries import rows_visible
from yinling.needs.enrolments.queries import enrolments_visible
from yinling.needs.enrolments.queries.lists import programme_name
from yinling.needs.hearings.domain.states import REMEDIES
from yinling.needs.hearings.models import BenefitObjection, ObjectionReading
from yinling.people.registry.queries import person_cards

PAGE_ROWS = 50
_ALL = machine("异议核查")
TONES = {"open": "wait", "upheld": "info", "dismissed": "off"}
SHOWN = {
    "open": Q(state="open"),
    "late": Q(state="open"),
    "reply": ~Q(state="open") & Q(replied_at=None, kind="public"),
    "all": Q(),
}


@dataclass(frozen=True)
class ObjectionLine:
    """One objection; who objected and what they say is on its own page only."""

    id: int
    kind: str
    kind_words: str
    person_id: int
    person_name_masked: str
    area_name: str
    pack: str
    programme: str
    programme_name: str
    raised_at: datetime
    late: Lateness
    state: str
    state_words: str
    tone: str
    is_held: bool
    is_new: bool


@dataclass(frozen=True)
class ObjectionPage:
    """One objection with its words, and whom it bars from examining it."""

    line: ObjectionLine
    code: str
    name: str
    contact: str
    text: str
    questioned_from: date | None
    notice_id: int | None
    enrolment_id: int | None
    held_from: date | None
    raised_by: str
    remedy_words: str
    remedy_from: date | None
    finding: str
    decided_by: str
    decided_at: datetime | None
    replied_at: datetime | None
    remedies: tuple[tuple[str, str], ...]
    barred: frozenset[int]


def objections_visible(actor: Actor, *, on: date) -> QuerySet[BenefitObjection]:
    """Objections that the actor may see on a day."""
    return BenefitObjection.objects.visible_to(actor, on=on)


def objection_list(show: str, *, actor: Actor, on: date, after_id: int = 0) -> list[ObjectionLine]:
    """One page of those open, late, to be replied to, or all; those due first come first where they are open."""
    rows = objections_visible(actor, on=on).filter(SHOWN.get(show, SHOWN["open"]), pk__gt=after_id)
    if show == "late":
        rows = rows.filter(due_on__lt=on)
    return _lines(rows.order_by("pk")[:PAGE_ROWS], actor, on)


def objection_counts(*, actor: Actor, on: date) -> dict[str, int]:
    """How many are open, late, to be replied to, and new to the actor."""
    if not actor.may("hearings.view"):
        return {"open": 0, "late": 0, "reply": 0, "new": 0}
    seen = ObjectionReading.objects.filter(objection=OuterRef("pk"), user=actor.user_id)
    return objections_visible(actor, on=on).aggregate(
        open=Count("pk", filter=SHOWN["open"]),
        late=Count("pk", filter=SHOWN["open"] & Q(due_on__lt=on)),
        reply=Count("pk", filter=SHOWN["reply"]),
        new=Count("pk", filter=SHOWN["open"] & ~Q(Exists(seen))),
    )


def objections_of(person_id: int, *, actor: Actor, on: date) -> list[ObjectionLine]:
    """Those about one person's benefits, newest first."""
    rows = objections_visible(actor, on=on).filter(person=person_id)
    return _lines(rows.order_by("-pk")[:PAGE_ROWS], actor, on)


def _lines(rows: Iterable[BenefitObjection], actor: Actor, on: date) -> list[ObjectionLine]:
    found = list(rows.select_related("person", "hold") if isinstance(rows, QuerySet) else rows)
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    seen = set(
        ObjectionReading.objects.filter(objection__in=[row.pk for row in found], user=actor.user_id).values_list(
            "objection", flat=True
        )
    )
    return [
        ObjectionLine(
            id=row.pk,
            kind=row.kind,
            kind_words=row.get_kind_display(),
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            area_name=cards[row.person_id].area_name,
            pack=row.pack,
            programme=row.programme,
            programme_name=programme_name(row.pack, row.programme),
            raised_at=row.raised_at,
            late=lateness(row.due_on if row.state == "open" else None, on, load_calendar()),
            state=row.state,
            state_words=row.get_state_display(),
            tone=TONES[row.state],
            is_held=row.hold is not None and row.hold.released_at is None,
            is_new=row.state == "open" and row.pk not in seen,
        )
        for row in found
    ]


def objection_page(objection_id: int, *, actor: Actor, on: date) -> ObjectionPage | None:
    """One objection; None if there is none that the actor may see."""
    row = objections_visible(actor, on=on).select_related("person", "hold", "line").filter(pk=objection_id).first()
    if row is None:
        return None
    return ObjectionPage(
        line=_lines([row], actor, on)[0],
        code=row.code,
        name=row.name,
        contact=row.contact,
        text=row.text,
        questioned_from=row.questioned_from,
        notice_id=row.line.notice_id if row.line else None,
        enrolment_id=row.enrolment_id,
        held_from=row.hold.held_from if row.hold and row.hold.released_at is None else None,
        raised_by=row.raised_by_name,
        remedy_words=row.get_remedy_display() if row.remedy else "",
        remedy_from=row.remedy_from,
        finding=row.finding,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        replied_at=row.replied_at,
        remedies=tuple((code, str(BenefitObjection.Remedy(code).label)) for code in REMEDIES[row.kind]),
        barred=barred_from(row, on=on),
    )


def barred_from(row: BenefitObjection, *, on: date) -> frozenset[int]:
    """Who enrolled the person, wrote it down, and published the notice or, without one, approved the money."""
    found: set[Any] = {row.raised_by_id}
    if row.line:
        found.add(row.line.notice.published_by_id)
    else:
        newest = rows_visible(_ALL, on=on).filter(
            person=row.person_id, programme=row.programme, cycle__pack=row.pack, cycle__state__in=sorted(FROZEN)
        )
        found.add(newest.order_by("-cycle__month").values_list("cycle__approved_by", flat=True).first())
    enrolment = enrolments_visible(_ALL, on=on).filter(pk=row.enrolment_id).first() if row.enrolment_id else None
    if enrolment:
        found.update(enrolment.steps.filter(verb="enrol").values_list("by_user_id", flat=True))
    return frozenset(found - {None})


def outcome_by_code(code: str) -> tuple[str, str, date | None] | None:
    """(state, its words, day of the decision) for whoever holds the code; nothing about the person."""
    row = BenefitObjection.objects.filter(code=code).first() if code else None
    if row is None:
        return None
    return row.state, row.get_state_display(), day_of(row.decided_at) if row.decided_at else None
