"""Tickets as pages show them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet

from yinling.care.wellbeing.domain.states import GOING_ON, TICKET_TONES, TICKET_WORDS, TicketState
from yinling.care.wellbeing.domain.tickets import VERB_WORDS, verbs_from
from yinling.care.wellbeing.models import Ticket
from yinling.care.wellbeing.queries.rules import rules
from yinling.care.wellbeing.queries.targets import cards_of
from yinling.foundation.access.queries import holders
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import PersonCard

PAGE_ROWS = 30
GOING = "going_on"
COUNTY_DIGITS = 6


@dataclass(frozen=True)
class TicketLine:
    """One ticket, the person masked."""

    id: int
    person_id: int
    card: PersonCard
    kind_words: str
    words: str
    state: str
    state_words: str
    tone: str
    is_urgent: bool
    assignee: str
    opened_at: datetime
    due_at: datetime
    is_late: bool
    outcome: str


def find_tickets(state: str, *, actor: Actor, at: datetime, after: int = 0) -> tuple[list[TicketLine], int | None]:
    """One page, the newest first; `state` empty: all, `going_on`: those that have no end yet."""
    rows = Ticket.objects.visible_to(actor)
    if after:
        rows = rows.filter(pk__lt=after)
    if state:
        rows = rows.filter(state__in=GOING_ON if state == GOING else [state])
    found = list(rows.order_by("-pk")[: PAGE_ROWS + 1])
    page = found[:PAGE_ROWS]
    return _lines(page, at), page[-1].pk if len(found) > PAGE_ROWS else None


def ticket_line(ticket_id: int, *, actor: Actor, at: datetime) -> TicketLine | None:
    """One ticket, if the actor may read it."""
    return next(iter(_lines(Ticket.objects.readable_by(actor).filter(pk=ticket_id), at)), None)


def tickets_of(person_id: int, *, actor: Actor, at: datetime) -> list[TicketLine]:
    """A person's tickets, the newest first."""
    return _lines(Ticket.objects.readable_by(actor).filter(person=person_id).order_by("-pk")[:PAGE_ROWS], at)


def urgent_people(person_ids: list[int]) -> set[int]:
    """Those of some people for whom something urgent is to be done; the caller has asked who may see."""
    rows = Ticket.objects.filter(person__in=person_ids, is_urgent=True, state__in=GOING_ON)
    return set(rows.values_list("person_id", flat=True))


def ticket_counts(*, actor: Actor) -> dict[str, int]:
    """How many tickets stand where."""
    rows = Ticket.objects.visible_to(actor).order_by().values_list("state").annotate(number=Count("pk"))
    known = dict(rows)
    return {state.value: known.get(state.value, 0) for state in TicketState}


def ticket_steps(ticket_id: int) -> list[dict[str, Any]]:
    """What was done, the latest first; the caller has asked who may see."""
    words = {**VERB_WORDS, "note": "又一次"}
    return [
        {"what": words[row.verb], "who": row.by_name, "when": row.at, "why": row.note,
         "tone": TICKET_TONES[TicketState(row.state)]}
        for row in Ticket.objects.get(pk=ticket_id).steps.order_by("-pk")
    ]  # fmt: skip


def verbs_for(line: TicketLine, *, actor: Actor) -> list[str]:
    """What the actor may do with a ticket now; nothing about one that went elsewhere with whoever moved."""
    if not Ticket.objects.visible_to(actor).filter(pk=line.id).exists():
        return []
    may_manage = actor.may("wellbeing.manage")
    verbs = verbs_from(TicketState(line.state))
    if not may_manage:
        verbs = [verb for verb in verbs if verb in ("take", "close", "escalate") and actor.may("wellbeing.visit")]
    if line.state == TicketState.ESCALATED and (not may_manage or len(actor.area) > COUNTY_DIGITS):
        return []
    return verbs


def assignees(area: str, *, on: date) -> list[tuple[int, str]]:
    """Who may be given a ticket of a place: its visitors and clerks."""
    found = {user: name for role in ("visitor", "town_clerk") for user, name in holders(role, area=area, on=on).items()}
    return sorted(found.items(), key=lambda one: one[1])


def _lines(rows: "QuerySet[Ticket] | list[Ticket]", at: datetime) -> list[TicketLine]:
    tickets = list(rows.select_related("assignee") if isinstance(rows, QuerySet) else rows)
    cards = cards_of({ticket.person_id for ticket in tickets}, on=day_of(at))
    known = rules().tickets
    return [
        TicketLine(
            id=row.pk, person_id=row.person_id, card=cards[row.person_id],
            kind_words=known[row.kind].words if row.kind in known else row.kind, words=row.words, state=row.state,
            state_words=TICKET_WORDS[TicketState(row.state)], tone=TICKET_TONES[TicketState(row.state)],
            is_urgent=row.is_urgent, assignee=str(row.assignee) if row.assignee else "", opened_at=row.opened_at,
            due_at=row.due_at, is_late=row.state in GOING_ON and row.due_at < at, outcome=row.outcome,
        )
        for row in tickets
        if row.person_id in cards
    ]  # fmt: skip
