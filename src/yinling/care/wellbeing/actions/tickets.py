"""Tickets: opened for a person, given to somebody, taken in hand, and ended: closed, or a level up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yinling.care.wellbeing.actions.permits import permit
from yinling.care.wellbeing.domain.states import GOING_ON, NotPermitted, NotThere, StepRefused, TicketState
from yinling.care.wellbeing.domain.tickets import is_overdue, moved
from yinling.care.wellbeing.events import TicketEscalated
from yinling.care.wellbeing.models import Target, Ticket, TicketStep, WelfareVisit
from yinling.care.wellbeing.queries.rules import deadline_of, ticket_kind
from yinling.foundation.access.queries import holders
from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

COUNTY_DIGITS = 6
CLERK, BUREAU = "town_clerk", "bureau_reviewer"


@dataclass(frozen=True)
class Need:
    """What is to be done, for whom, from which visit."""

    person_id: int
    area: str
    kind: str
    note: str = ""
    visit: WelfareVisit | None = None


@transaction.atomic
def open_ticket(need: Need, *, by: Actor, at: datetime) -> Ticket:
    """Opens a ticket, given at once to whoever visits the person; one of the kind that goes on is that one."""
    going_on = Ticket.objects.filter(person=need.person_id, kind=need.kind, state__in=GOING_ON).first()
    if going_on is not None:
        step(going_on, "note", by=by, at=at, note=need.note)
        return going_on
    kind = ticket_kind(need.kind)
    visitor = Target.objects.open().filter(person=need.person_id).values_list("visitor_id", flat=True).first()
    ticket = Ticket.objects.create(
        person_id=need.person_id, area=need.area, kind=kind.id, words=(need.note or kind.words)[:300],
        visit=need.visit, is_urgent=kind.urgent, opened_at=at, due_at=deadline_of(kind, at), assignee_id=visitor,
        state=TicketState.ASSIGNED if visitor else TicketState.OPEN,
    )  # fmt: skip
    step(ticket, "open", by=by, at=at, note=need.note)
    record(
        by=by, at=at, verb="wellbeing.open_ticket", subject=f"ticket:{ticket.pk}", area=ticket.area,
        after={"kind": kind.id},
    )  # fmt: skip
    if visitor:
        notify(text=f"探访工单：{kind.words}", at=at, link="/field/wellbeing/", user_id=visitor)
    if kind.urgent:
        notify(text=f"紧急：{kind.words}", at=at, link=f"/wellbeing/tickets/{ticket.pk}/", role=CLERK, area=ticket.area)
    return ticket


def step(ticket: Ticket, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """Keeps what was done."""
    TicketStep.objects.create(
        ticket=ticket, verb=verb, state=ticket.state, area=ticket.area, note=note[:300], by_name=by.name, at=at
    )  # fmt: skip


def _locked(ticket_id: int, by: Actor) -> Ticket:
    permit(by, "wellbeing.manage", "wellbeing.visit", "wellbeing.call")
    ticket = Ticket.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=ticket_id).first()
    if ticket is None:
        raise NotThere()
    return ticket


def _move(ticket: Ticket, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    before = ticket.state
    ticket.state = moved(TicketState(ticket.state), verb)
    if ticket.state in (TicketState.CLOSED, TicketState.ESCALATED):
        ticket.ended_at = at
    ticket.save(update_fields=["state", "assignee", "ended_at", "outcome"])
    step(ticket, verb, by=by, at=at, note=note)
    record(
        by=by, at=at, verb=f"wellbeing.{verb}_ticket", subject=f"ticket:{ticket.pk}", area=ticket.area,
        before={"state": before}, after={"state": ticket.state}, reason=note,
    )  # fmt: skip


@transaction.atomic
def assign_ticket(ticket_id: int, *, user_id: int, by: Actor, at: datetime) -> None:
    """Gives a ticket to a visitor or a clerk of the place. Raises StepRefused."""
    permit(by, "wellbeing.manage")
    ticket = _locked(ticket_id, by)
    who = _may_have(ticket, at)
    if user_id not in who:
        raise StepRefused("这个人没有这里的岗位", "user_id")
    ticket.assignee_id = user_id
    _move(ticket, "assign", by=by, at=at, note=who[user_id])
    notify(text=f"探访工单：{ticket.words[:60]}", at=at, link="/field/wellbeing/", user_id=user_id)


@transaction.atomic
def take_ticket(ticket_id: int, *, by: Actor, at: datetime) -> None:
    """Somebody begins. Raises StepRefused."""
    ticket = _locked(ticket_id, by)
    if ticket.assignee_id is None:
        ticket.assignee_id = by.user_id
    _move(ticket, "take", by=by, at=at)


@transaction.atomic
def close_ticket(ticket_id: int, *, outcome: str, by: Actor, at: datetime) -> None:
    """Done, with what came of it. What went up a level is closed by the district. Raises StepRefused."""
    ticket = _locked(ticket_id, by)
    if not outcome.strip():
        raise StepRefused("请写明怎样办结的", "outcome")
    if ticket.state == TicketState.ESCALATED and (not by.may("wellbeing.manage") or len(by.area) > COUNTY_DIGITS):
        raise NotPermitted("升级的工单由区里办结")
    ticket.outcome = outcome.strip()[:300]
    _move(ticket, "close", by=by, at=at, note=outcome)


@transaction.atomic
def escalate_ticket(ticket_id: int, *, why: str, by: Actor, at: datetime) -> None:
    """Goes up a level by hand. Raises StepRefused."""
    ticket = _locked(ticket_id, by)
    if not why.strip():
        raise StepRefused("请写明为什么升级", "why")
    _escalate(ticket, why=why, by_clock=False, by=by, at=at)


def escalate_overdue(*, by: Actor, at: datetime) -> int:
    """Everything whose time ran out goes up a level; each in its own transaction, so that one fault holds up none."""
    overdue = Ticket.objects.filter(state__in=GOING_ON, due_at__lt=at).order_by("due_at")
    return sum(_escalate_if_due(number, by, at) for number in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _escalate_if_due(ticket_id: int, by: Actor, at: datetime) -> bool:
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if not is_overdue(TicketState(ticket.state), ticket.due_at, at):
        return False
    _escalate(ticket, why="到期没有办结", by_clock=True, by=by, at=at)
    return True


def _escalate(ticket: Ticket, *, why: str, by_clock: bool, by: Actor, at: datetime) -> None:
    _move(ticket, "escalate", by=by, at=at, note=why)
    link = f"/wellbeing/tickets/{ticket.pk}/"
    notify(text=f"探访工单升级：{ticket.words[:60]}", at=at, link=link, role=CLERK, area=ticket.area)
    notify(text=f"探访工单升级：{ticket.words[:60]}", at=at, link=link, role=BUREAU, area=ticket.area[:COUNTY_DIGITS])
    announce(
        TicketEscalated(ticket.pk, ticket.person_id, ticket.area, ticket.kind, by_clock, at), by=by, at=at
    )  # fmt: skip


@transaction.atomic
def follow_people(person_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """What is still to be done for people who moved within the district is done where they live now; how many tickets.
    What has ended stays where it was. Again changes nothing."""
    rows = Ticket.objects.select_for_update(of=("self",)).filter(person__in=person_ids, state__in=GOING_ON)
    moved = rows.exclude(area=F("person__area")).filter(person__area__startswith=load_pack(settings.PACK).area)
    return sum(_follow(ticket, by=by, at=at) for ticket in moved.select_related("person").order_by("pk"))


def _follow(ticket: Ticket, *, by: Actor, at: datetime) -> bool:
    """Whoever has it in hand keeps it if they have a post there too; else it is the visitor's of the new place."""
    before, ticket.area = ticket.area, ticket.person.area
    if ticket.assignee_id not in _may_have(ticket, at):
        target = Target.objects.open().filter(person=ticket.person_id).first()
        ticket.assignee_id = target.visitor_id if target else None
        ticket.state = TicketState.ASSIGNED if ticket.assignee_id else TicketState.OPEN
    ticket.save(update_fields=["area", "assignee", "state"])
    step(ticket, "follow", by=by, at=at)
    record(
        by=by, at=at, verb="wellbeing.follow_ticket", subject=f"ticket:{ticket.pk}", area=ticket.area,
        before={"area": before}, after={"area": ticket.area},
    )  # fmt: skip
    link, text = f"/wellbeing/tickets/{ticket.pk}/", f"老人搬来，探访工单转来：{ticket.words[:60]}"
    notify(text=text, at=at, link=link, role=CLERK, area=ticket.area)
    return True


def _may_have(ticket: Ticket, at: datetime) -> dict[int, str]:
    """Names of visitors and clerks of the place."""
    found: dict[int, str] = {}
    for role in ("visitor", CLERK):
        found |= holders(role, area=ticket.area, on=day_of(at))
    return found


def close_answered(person_id: int, kinds: tuple[str, ...], *, outcome: str, by: Actor, at: datetime) -> int:
    """Ends what only asked whether somebody is well, once they were met or spoke."""
    tickets = Ticket.objects.select_for_update(of=("self",)).filter(person=person_id, kind__in=kinds)
    going_on = list(tickets.filter(state__in=GOING_ON))
    for ticket in going_on:
        ticket.outcome = outcome
        _move(ticket, "close", by=by, at=at, note=outcome)
    return len(going_on)
