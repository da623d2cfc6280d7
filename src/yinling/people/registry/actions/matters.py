"""Verbs on what a person must decide: conflicts, possible duplicates, mandates."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.registry.actions.persons import REASON_NEEDED, ReasonMissing, require
from yinling.people.registry.actions.projecting import refresh
from yinling.people.registry.events import PeopleChanged
from yinling.people.registry.models import (
    Conflict,
    GroupMembership,
    HouseholdMembership,
    Mandate,
    Person,
    PossibleDuplicate,
    Statement,
)
from yinling.people.registry.models.matters import DuplicateState, Relation
from yinling.people.registry.queries.catalogue import fields
from yinling.people.registry.queries.dossiers import keepers_of
from yinling.people.registry.queries.persons import visible_person


class NothingOpen(LookupError):
    """The matter does not exist for this actor, or is decided already."""


class NotAChoice(ValueError):
    """The statement chosen does not concern this conflict."""


@transaction.atomic
def settle_conflict(*, conflict_id: int, statement_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Chooses the source that holds for a field. Raises NotAllowed, NothingOpen, NotAChoice, ReasonMissing."""
    require(by, "registry.correct")
    _need(reason)
    rows = Conflict.objects.visible_to(by).select_for_update(of=("self",))
    conflict = rows.filter(id=conflict_id, settled_at=None).first()
    if conflict is None:
        raise NothingOpen(conflict_id)
    bodies = keepers_of([conflict.person_id])
    statement = Statement.objects.filter(id=statement_id, person__in=bodies).select_related("source").first()
    if statement is None:
        raise NotAChoice(statement_id)
    conflict.chosen, conflict.settled_at, conflict.settled_by_name = statement, at, by.name
    conflict.reason = reason[:200]
    conflict.save()
    refresh([conflict.person_id], about={conflict.field}, by=by, at=at)
    record(
        by=by, at=at, verb="registry.settle_conflict", subject=f"person:{conflict.person_id}",
        area=conflict.person.area, after={"field": conflict.field, "source": statement.source.name}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def merge(*, suspicion_id: int, reason: str, by: Actor, at: datetime) -> int:
    """The two are one: the one known longer stands for both, nothing is moved or lost. Returns who stands."""
    suspicion = _open_suspicion(suspicion_id, reason, by)
    keepers = keepers_of([suspicion.person_id, suspicion.other_id])
    standing, leaver = sorted([keepers[suspicion.person_id], keepers[suspicion.other_id]])
    if standing != leaver:
        leaving = Q(id=leaver) | Q(merged_into=leaver)
        Person.objects.filter(leaving).update(merged_into=standing)
        _end_derived(leaver)
    _decide(suspicion, DuplicateState.MERGED, reason, by, at)
    refresh([standing], about=fields(), by=by, at=at, touched=fields())
    announce(PeopleChanged((leaver,)), by=by, at=at)
    return standing


def _end_derived(leaver: int) -> None:
    """Groups, households and open conflicts are worked out anew for whoever stands for both."""
    GroupMembership.objects.filter(person=leaver).delete()
    HouseholdMembership.objects.filter(person=leaver).delete()
    Conflict.objects.filter(person=leaver, settled_at=None).delete()


@transaction.atomic
def part(*, suspicion_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The two are different people; the question is not asked again."""
    _decide(_open_suspicion(suspicion_id, reason, by), DuplicateState.SEPARATE, reason, by, at)


def _open_suspicion(suspicion_id: int, reason: str, by: Actor) -> PossibleDuplicate:
    require(by, "registry.correct")
    _need(reason)
    rows = PossibleDuplicate.objects.visible_to(by).select_for_update(of=("self",))
    suspicion = rows.filter(id=suspicion_id, state=DuplicateState.OPEN).first()
    if suspicion is None:
        raise NothingOpen(suspicion_id)
    return suspicion


def _decide(suspicion: PossibleDuplicate, state: str, reason: str, by: Actor, at: datetime) -> None:
    suspicion.state, suspicion.decided_at, suspicion.decided_by_name = state, at, by.name
    suspicion.reason = reason[:200]
    suspicion.save()
    record(
        by=by, at=at, verb=f"registry.duplicate_{state}", subject=f"person:{suspicion.person_id}",
        area=suspicion.person.area, after={"other": f"person:{suspicion.other_id}"}, reason=reason,
    )  # fmt: skip


@transaction.atomic
def grant_mandate(
    *,
    person_id: int,
    agent_user_id: int,
    relation: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    evidence_id: int | None = None,
) -> Mandate:
    """An older person lets a log-in act for them; the same mandate in force is given once."""
    require(by, "registry.correct")
    person = visible_person(person_id, actor=by, on=day_of(at))
    mandate, is_new = Mandate.objects.get_or_create(
        person=person,
        agent_id=agent_user_id,
        relation=Relation(relation),
        valid_until=valid_until,
        defaults={
            "valid_from": valid_from,
            "evidence_id": evidence_id,
            "granted_by_name": by.name,
            "granted_at": at,
        },
    )
    if is_new:
        record(
            by=by, at=at, verb="registry.grant_mandate", subject=f"person:{person.pk}", area=person.area,
            after={"agent": f"user:{agent_user_id}", "relation": relation, "valid_from": valid_from},
        )  # fmt: skip
    return mandate


@transaction.atomic
def revoke_mandate(*, mandate_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Ends a mandate from today; the older person may end their own. Raises NotAllowed, NothingOpen, ReasonMissing."""
    require(by, "elder.own" if by.may("elder.own") else "registry.correct")
    _need(reason)
    people = Person.objects.visible_to(by, on=day_of(at))
    mandate = Mandate.objects.filter(id=mandate_id, revoked_at=None, person__in=people).first()
    if mandate is None:
        raise NothingOpen(mandate_id)
    mandate.valid_until = max(day_of(at), mandate.valid_from)
    mandate.revoked_at, mandate.revoked_by_name, mandate.reason = at, by.name, reason[:200]
    mandate.save()
    record(
        by=by, at=at, verb="registry.revoke_mandate", subject=f"person:{mandate.person_id}",
        area=mandate.person.area, after={"agent": f"user:{mandate.agent_id}"}, reason=reason,
    )  # fmt: skip


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(REASON_NEEDED)
