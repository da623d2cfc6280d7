"""The deployed district's rules, and what follows from them for one person or one ticket."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings

from yinling.care.wellbeing.domain import due, tickets
from yinling.care.wellbeing.domain.listing import Found, look
from yinling.gateways.policy.reading import load_calendar, load_pack
from yinling.gateways.policy.wellbeing import Risk, TicketKind, WellbeingRules, in_force, load_wellbeing


def rules() -> WellbeingRules:
    """Of the pack that is deployed."""
    return load_wellbeing(settings.PACK)


def district() -> str:
    """The area of the pack that is deployed."""
    return load_pack(settings.PACK).area


def found_of(facts: Mapping[str, object], *, on: date) -> Found:
    """Whether somebody is on the list, and why."""
    given = rules()
    values = {**in_force(given, on), **facts}
    return look(values, required=given.required, groups=given.groups, risks=given.risks)


def risk_of(code: str) -> Risk:
    """A class of risk; one that the pack has no more is the last one."""
    classes = rules().risks
    return next((one for one in classes if one.id == code), classes[-1])


def first_due(joined: date) -> date:
    """Until when somebody who joins on a day is first visited."""
    given = rules()
    return due.first_due(joined, days=given.joining_days, count=given.joining_count, calendar=load_calendar())


def ticket_kind(code: str) -> TicketKind:
    """A kind of ticket. Raises KeyError."""
    return rules().tickets[code]


def deadline_of(kind: TicketKind, opened: datetime) -> datetime:
    """Until when a ticket opened at a moment is to be done."""
    return tickets.deadline(opened, hours=kind.hours, working_days=kind.working_days, calendar=load_calendar())
