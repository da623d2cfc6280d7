"""Verbs of the outbox: announce what happened, tell a person."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from yinling.foundation.audit.domain.chain import plain
from yinling.foundation.outbox.models import Event, Message, Notice, Reading
from yinling.gateways import messages
from yinling.kernel.actor import Actor

APPLICATION = "application"
_reactions: dict[type, list[Callable[..., Any]]] = defaultdict(list)
_reactions_to_many: dict[type, list[Callable[..., Any]]] = defaultdict(list)


class NoRecipient(ValueError):
    """The notice names nobody."""


def subscribe(event_type: type, reaction: Callable[..., Any]) -> None:
    """Has `reaction(event, by=, at=)` called inside the transaction of every announcement of that type."""
    if reaction not in _reactions[event_type]:
        _reactions[event_type].append(reaction)


def subscribe_to_many(event_type: type, reaction: Callable[..., Any]) -> None:
    """Has `reaction(events, by=, at=)` called with all neighbours of that type that are announced together, in their
    order: for what comes by thousands a minute."""
    if reaction not in _reactions_to_many[event_type]:
        _reactions_to_many[event_type].append(reaction)


def announce(event: Any, *, by: Actor, at: datetime) -> None:
    """Keeps the event and calls all who answer it; a reaction that fails undoes the whole transaction."""
    announce_all([event], by=by, at=at)


def announce_all(events: Sequence[Any], *, by: Actor, at: datetime) -> None:
    """As `announce`, for many of one moment, in their order."""
    if events:
        _announce(events, by=by, at=at)


@transaction.atomic(savepoint=False)
def _announce(events: Sequence[Any], *, by: Actor, at: datetime) -> None:
    Event.objects.bulk_create(
        Event(
            kind=kind_of(type(event)),
            payload=plain(asdict(event)),
            at=at,
            user_id=by.user_id,
            user_name=by.name,
            role=by.role,
        )
        for event in events
    )
    for event_type, neighbours in groupby(events, type):
        together = list(neighbours)
        for reaction_to_many in _reactions_to_many[event_type]:
            reaction_to_many(together, by=by, at=at)
        for event in together:
            for reaction in _reactions[event_type]:
                reaction(event, by=by, at=at)


def kind_of(event_type: type) -> str:
    """`casework.CaseAccepted`: capability and name."""
    capability = event_type.__module__.removesuffix(".events").rpartition(".")[2]
    return f"{capability}.{event_type.__name__}"


@transaction.atomic
def notify(
    *,
    text: str,
    at: datetime,
    link: str = "",
    user_id: int | None = None,
    person_id: int | None = None,
    role: str | None = None,
    area: str = "",
    organisation_id: int | None = None,
    channels: Sequence[str] = (APPLICATION,),
) -> None:
    """Tells one user, one older person, or a role in an area or organisation. Raises NoRecipient."""
    if user_id is None and person_id is None and organisation_id is None and not role:
        raise NoRecipient(text)
    notice = Notice.objects.create(
        text=text,
        link=link,
        at=at,
        user_id=user_id,
        person_id=person_id,
        role=role or "",
        area=area,
        organisation_id=organisation_id,
    )
    for channel in channels:
        if channel != APPLICATION:
            _send(notice, channel, at=at)


def _send(notice: Notice, channel: str, *, at: datetime) -> None:
    recipient = _recipient(notice)
    state = messages.send(channel=channel, recipient=recipient, text=notice.text)
    Message.objects.create(notice=notice, channel=channel, recipient=recipient, text=notice.text, state=state, at=at)


def _recipient(notice: Notice) -> str:
    """Who, by number: the stand-in needs no address, and the table must hold none in the open."""
    if notice.user_id:
        return f"user:{notice.user_id}"
    if notice.person_id:
        return f"person:{notice.person_id}"
    return f"organisation:{notice.organisation_id}" if notice.organisation_id else f"role:{notice.role}"


def mark_read(*, notice_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Keeps that the actor has read those of the notices that are theirs; again changes nothing."""
    if by.user_id is None:
        return
    unread = Notice.objects.unread_by(by).filter(pk__in=notice_ids)
    rows = [Reading(notice=notice, user_id=by.user_id, at=at) for notice in unread]
    Reading.objects.bulk_create(rows, ignore_conflicts=True)
