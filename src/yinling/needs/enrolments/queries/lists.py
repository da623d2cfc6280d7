"""Enrolments as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from yinling.gateways.policy.programmes import NoSuchProgramme, load_programme
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.needs.enrolments.models import EndReason, Enrolment, EntryReason, LifeCheck, PauseReason, Refusal
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.people.registry.queries import person_cards
from yinling.people.registry.queries.persons import visible_person

PAGE_ROWS = 15
TONES = {"enrolled": "good", "paused": "wait", "ended": "off"}
REASONS = {**dict(EntryReason.choices), **dict(PauseReason.choices), **dict(EndReason.choices)}


@dataclass(frozen=True)
class EnrolmentLine:
    """One enrolment; the person is masked."""

    id: int
    person_id: int
    person_name_masked: str
    area_name: str
    pack: str
    programme: str
    programme_name: str
    state: str
    state_words: str
    tone: str
    reason_words: str
    since: date
    until: date | None
    life_check_due_on: date | None


@dataclass(frozen=True)
class StepLine:
    """One step of an enrolment."""

    what: str
    why: str
    effective_on: date
    note: str
    who: str
    when: datetime


@dataclass(frozen=True)
class LifeCheckLine:
    """One life check."""

    done_on: date
    way_words: str
    note: str
    who: str


@dataclass(frozen=True)
class RefusalLine:
    """A programme that a person does not want."""

    pack: str
    programme: str
    programme_name: str
    refused_on: date
    note: str


@dataclass(frozen=True)
class EnrolmentFilter:
    """What to list; empty = all, of the packs in use. `after_id` goes on where a page ended."""

    programme: str = ""
    state: str = ""
    area: str = ""
    pack: str = ""
    after_id: int = 0


def programme_name(pack: str, programme: str) -> str:
    """Its name in the pack, marked where the document is a draft; the id where the pack no longer has it."""
    try:
        name = load_programme(pack, programme).name
    except NoSuchProgramme:
        return programme
    return f"{name}（征求意见稿）" if load_pack(pack).legal_status == "draft" else name


def enrolments_visible(actor: Actor, *, on: date) -> QuerySet[Enrolment]:
    """Enrolments that the actor may see on a day."""
    return Enrolment.objects.visible_to(actor, on=on)


def filtered(wanted: EnrolmentFilter, *, actor: Actor, on: date) -> QuerySet[Enrolment]:
    """Enrolments that fit."""
    first, last = code_range(wanted.area)
    rows = enrolments_visible(actor, on=on)
    rows = rows.filter(pack__in=[wanted.pack] if wanted.pack else deployed_packs())
    if wanted.area:
        rows = rows.filter(person__area__gte=first, person__area__lt=last)
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    return rows.filter(state=wanted.state) if wanted.state else rows


def enrolment_lines(wanted: EnrolmentFilter, *, actor: Actor, on: date) -> list[EnrolmentLine]:
    """One page of enrolments, in the order of their numbers."""
    rows = filtered(wanted, actor=actor, on=on).filter(pk__gt=wanted.after_id).order_by("pk")
    return _lines(rows[:PAGE_ROWS], on=on)


def enrolment_totals(wanted: EnrolmentFilter, *, actor: Actor, on: date) -> dict[tuple[str, str], int]:
    """How many by (programme, state)."""
    rows = filtered(wanted, actor=actor, on=on).values_list("programme", "state").annotate(Count("id")).order_by()
    return {(programme, state): count for programme, state, count in rows}


def enrolment_line(enrolment_id: int, *, actor: Actor, on: date) -> EnrolmentLine | None:
    """One enrolment; None if there is none that the actor may see."""
    return next(iter(_lines(enrolments_visible(actor, on=on).filter(pk=enrolment_id), on=on)), None)


def enrolments_of(person_id: int, *, actor: Actor, on: date) -> list[EnrolmentLine]:
    """Everything that a person has or had, newest first. Raises NotVisible."""
    person = visible_person(person_id, actor=actor, on=on)
    rows = enrolments_visible(actor, on=on).filter(person=person)
    return _lines(rows.order_by("-since", "-pk"), on=on)


def life_checks_due(*, until: date, actor: Actor, on: date) -> list[EnrolmentLine]:
    """Open enrolments whose life check is due by a day, soonest first; at most 500."""
    rows = enrolments_visible(actor, on=on).exclude(state="ended").filter(life_check_due_on__lte=until)
    return _lines(rows.order_by("life_check_due_on", "pk")[:500], on=on)


def _lines(rows: Iterable[Enrolment], *, on: date) -> list[EnrolmentLine]:
    found = list(rows.select_related("person") if isinstance(rows, QuerySet) else rows)
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=on)}
    return [
        EnrolmentLine(
            id=row.pk,
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            area_name=cards[row.person_id].area_name,
            pack=row.pack,
            programme=row.programme,
            programme_name=programme_name(row.pack, row.programme),
            state=row.state,
            state_words=row.get_state_display(),
            tone=TONES[row.state],
            reason_words=str(REASONS.get(row.reason, row.reason)),
            since=row.since,
            until=row.until,
            life_check_due_on=row.life_check_due_on,
        )
        for row in found
    ]


def steps_of(enrolment_id: int, *, actor: Actor, on: date) -> list[StepLine]:
    """The trail of an enrolment that the actor may see, in the order of entry."""
    enrolment = enrolments_visible(actor, on=on).filter(pk=enrolment_id).first()
    if enrolment is None:
        return []
    return [
        StepLine(
            what=step.get_verb_display(),
            why=str(REASONS.get(step.reason, step.reason)),
            effective_on=step.effective_on,
            note=step.note,
            who=step.by_name,
            when=step.at,
        )
        for step in enrolment.steps.order_by("id")
    ]


def life_checks_of(person_id: int, *, actor: Actor, on: date) -> list[LifeCheckLine]:
    """Every life check of a person, newest first. Raises NotVisible."""
    person = visible_person(person_id, actor=actor, on=on)
    rows = LifeCheck.objects.filter(person=person).order_by("-done_on", "-pk")
    return [LifeCheckLine(row.done_on, row.get_way_display(), row.note, row.by_name) for row in rows]


def refusals_of(person_id: int, *, actor: Actor, on: date) -> list[RefusalLine]:
    """Programmes that a person does not want. Raises NotVisible."""
    person = visible_person(person_id, actor=actor, on=on)
    rows = Refusal.objects.visible_to(actor, on=on).filter(person=person, lifted_at=None).order_by("pk")
    return [
        RefusalLine(row.pack, row.programme, programme_name(row.pack, row.programme), row.refused_on, row.note)
        for row in rows
    ]
