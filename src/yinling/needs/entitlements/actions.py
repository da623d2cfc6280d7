"""Verbs of entitlements: determine and release for a case; enter, confirm and refuse a policy value."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.programmes import load_facts, load_parameters
from yinling.kernel.actor import Actor
from yinling.needs.entitlements.domain import deciding
from yinling.needs.entitlements.domain.reasons import reasons_of
from yinling.needs.entitlements.domain.set_values import NotAValue, settled_number
from yinling.needs.entitlements.models import Determination, DeterminationQuerySet, Ending, ParameterValue, SharedCap
from yinling.needs.entitlements.queries.determinations import (
    DeterminationView,
    Sharing,
    best_tier,
    cap_used_fen,
    has_earlier_undecided,
    view_of,
)
from yinling.needs.entitlements.queries.packs import deployed_packs, options_of
from yinling.needs.entitlements.queries.programmes import bound_programme, values_used, version_of

__all__ = [
    "AlreadyProposed",
    "AlreadySettled",
    "NotAValue",
    "SamePerson",
    "confirm_parameter",
    "determine",
    "enter_parameter",
    "refuse_parameter",
    "release",
]

SAME = (
    "pack", "programme", "rule_version", "person_id", "household_id", "facts", "applied_on", "cost_fen", "outcome",
    "tier", "municipal_fen", "district_fen", "resident_fen", "reasons", "missing",
)  # fmt: skip


PAYERS = ("municipal", "district", "resident")


class AlreadyProposed(Exception):
    """A value of that name and day waits for confirmation."""


class AlreadySettled(Exception):
    """The value was confirmed or refused before."""


class SamePerson(Exception):
    """Whoever entered a value may not confirm it."""


@transaction.atomic
def determine(
    *,
    case_ref: str,
    programme: str,
    person_id: int,
    household_id: int | None,
    facts: Mapping[str, object],
    applied_on: date,
    cost_fen: int,
    by: Actor,
    at: datetime,
) -> DeterminationView:
    """Decides a case on the facts given and freezes the answer; the caller has checked that `by` may ask.

    The household's cap is locked first, so that of two cases at one moment the second sees what the first has drawn.
    The same question with the same answer gives the standing determination; a different answer makes a new version.
    """
    if household_id is not None:
        _lock_cap(programme, household_id)
    bound = bound_programme(programme, on=applied_on)
    known = {
        **{name: value for name, value in facts.items() if value is not None},
        **{"person_id": str(person_id), "request_id": case_ref, "applied_on": applied_on, "cost_yuan": cost_fen},
        "household_id": None if household_id is None else str(household_id),
    }
    decision = _decide(bound, known, case_ref=case_ref, household_id=household_id, applied_on=applied_on)
    row = _row(bound, decision, known, applied_on)
    row.case_ref, row.person_id, row.household_id, row.cost_fen = case_ref, person_id, household_id, cost_fen
    row.made_at, row.made_by, row.made_by_user_id = at, by.name, by.user_id
    return view_of(_keep(row, by=by, at=at))


def _lock_cap(programme: str, household_id: int) -> None:
    """Takes the household's row for the rest of the transaction: by a write, which every database waits for."""
    row, _ = SharedCap.objects.get_or_create(pack=settings.PACK, programme=programme, household_id=household_id)
    SharedCap.objects.filter(pk=row.pk).update(draws=F("draws") + 1)


def _decide(
    bound: BoundRule, known: Mapping[str, Any], *, case_ref: str, household_id: int | None, applied_on: date
) -> Decision:
    if household_id is None:
        return deciding.decide_one(bound, known)
    whose = Sharing(bound.rule.id, household_id, except_case=case_ref)
    tier = best_tier(whose, bound.rule) if bound.shares_best_row else ""
    if bound.rule.limit is None:
        return deciding.decide_one(bound, known, household_tier=tier)
    cap, used = bound.parameters[bound.rule.limit.parameter].on(applied_on), cap_used_fen(whose)
    return deciding.decide_one(
        bound,
        known,
        cap_left_fen=max(cap - used, 0) if used and cap is not None else None,
        is_earlier_undecided=has_earlier_undecided(whose, before=applied_on),
        household_tier=tier,
    )


def _row(bound: BoundRule, decision: Decision, known: Mapping[str, Any], on: date) -> Determination:
    labels = load_facts()
    shares = {amount.id: fen for amount, fen in deciding.payable(bound, decision)}
    reasons = reasons_of(bound, decision, labels)
    return Determination(
        pack=settings.PACK,
        programme=bound.rule.id,
        rule_version=version_of(bound, on),
        options=dict(bound.options),
        parameters=values_used(bound, on),
        facts={name: _plain(known.get(name)) for name in sorted(bound.rule.facts)},
        applied_on=on,
        outcome=decision.outcome.value,
        tier=deciding.tier_of(bound, decision),
        counted_fen=deciding.drawn_fen(bound, decision),
        **{f"{payer}_fen": shares.get(payer) if decision.outcome.is_decided else None for payer in PAYERS},
        reasons=[asdict(reason) for reason in reasons],
        missing=_missing(bound, decision),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _missing(bound: BoundRule, decision: Decision) -> list[dict[str, str]]:
    labels = {name: fact.label for name, fact in load_facts().items()}
    labels |= {name: parameter.label for name, parameter in bound.parameters.items()}
    names = (*decision.resolution.missing_facts, *decision.resolution.missing_parameters)
    return [{"name": name, "label": labels.get(name, name)} for name in names]


def _keep(row: Determination, *, by: Actor, at: datetime) -> Determination:
    versions: DeterminationQuerySet = Determination.objects.filter(case_ref=row.case_ref).order_by("-version")
    standing: Determination | None = versions.standing().first()
    if standing is not None and all(getattr(standing, name) == getattr(row, name) for name in SAME):
        return standing
    last = versions.first()
    row.version = last.version + 1 if last else 1
    row.save()
    if standing is not None:
        _end(standing, Ending.Kind.SUPERSEDED, by=by, at=at, replaced_by=row)
    told = ("case_ref", "version", "outcome", "tier", "municipal_fen", "district_fen", "resident_fen")
    record(
        by=by, at=at, verb="entitlements.determine", subject=f"determination:{row.pk}", area=row.person.area,
        after={name: getattr(row, name) for name in (*told, "rule_version")},
    )  # fmt: skip
    return row


def _end(
    determination: Determination, kind: str, *, by: Actor, at: datetime, replaced_by: Determination | None = None
) -> None:
    Ending.objects.create(
        determination=determination,
        kind=kind,
        replaced_by=replaced_by,
        at=at,
        by_name=by.name,
        by_user_id=by.user_id,
    )


@transaction.atomic
def release(*, case_ref: str, by: Actor, at: datetime) -> None:
    """Gives back what the case drew on its household's cap; harmless where nothing stands."""
    standing = Determination.objects.standing().filter(case_ref=case_ref).select_related("person").first()
    if standing is None:
        return
    if standing.household_id is not None:
        _lock_cap(standing.programme, standing.household_id)
    _end(standing, Ending.Kind.RELEASED, by=by, at=at)
    record(
        by=by, at=at, verb="entitlements.release", subject=f"determination:{standing.pk}", area=standing.person.area,
        after={"case_ref": case_ref, "version": standing.version},
    )  # fmt: skip


@transaction.atomic
def enter_parameter(
    *, name: str, value: str, valid_from: date, source: str, by: Actor, at: datetime, pack: str = ""
) -> ParameterValue:
    """Proposes a value from a day on; it takes part only when another person has confirmed it.

    Without `pack` it is for the first policy in use that has the name.

    Raises PermissionDenied, NotAValue, AlreadyProposed.
    """
    _must(by, "entitlements.enter_parameter")
    pack, text = _checked(pack, name, value)
    if not source.strip():
        raise NotAValue("要写明依据：文件名称、文号或公布网址")
    try:
        with transaction.atomic():
            row = ParameterValue.objects.create(
                pack=pack, name=name, value=text, valid_from=valid_from, source=source.strip(),
                entered_by_id=_user(by), entered_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyProposed(name) from None
    _record_value("entitlements.enter_parameter", row, by=by, at=at)
    return row


def _checked(of_pack: str, name: str, value: str) -> tuple[str, str]:
    """The policy that has the value, and the value as it will be kept, in one spelling."""
    text = value.strip()
    for pack in [each for each in deployed_packs() if of_pack in ("", each)]:
        if parameter := load_parameters(pack).get(name):
            settled_number(parameter.type, text)
            return pack, text.replace(",", "").replace("，", "").lstrip("¥￥").removesuffix("元").strip()
        choices = {option.id: option.choices for option in options_of(pack)}
        if name in choices and text not in choices[name]:
            raise NotAValue("请从列出的读法中选一个")
        if name in choices:
            return pack, text
    raise NotAValue("没有这个参数")


@transaction.atomic
def confirm_parameter(*, value_id: int, by: Actor, at: datetime) -> ParameterValue:
    """Puts a proposed value in force. Raises PermissionDenied, SamePerson, AlreadySettled."""
    return _settle(value_id, ParameterValue.State.CONFIRMED, "", by=by, at=at)


@transaction.atomic
def refuse_parameter(*, value_id: int, reason: str, by: Actor, at: datetime) -> ParameterValue:
    """Turns a proposed value down, with the reason. Raises PermissionDenied, SamePerson, AlreadySettled."""
    return _settle(value_id, ParameterValue.State.REFUSED, reason, by=by, at=at)


def _settle(value_id: int, state: str, reason: str, *, by: Actor, at: datetime) -> ParameterValue:
    _must(by, "entitlements.confirm_parameter")
    row = ParameterValue.objects.select_for_update().get(pk=value_id, pack__in=deployed_packs())
    if row.entered_by_id == by.user_id:
        raise SamePerson(row.name)
    if row.state != ParameterValue.State.PROPOSED:
        raise AlreadySettled(row.name)
    row.state, row.settled_by_id, row.settled_at, row.reason = state, by.user_id, at, reason
    row.save()
    verb = "confirm" if state == ParameterValue.State.CONFIRMED else "refuse"
    _record_value(f"entitlements.{verb}_parameter", row, by=by, at=at)
    return row


def _user(by: Actor) -> int:
    if by.user_id is None:
        raise PermissionDenied
    return by.user_id


def _must(by: Actor, permission: str) -> None:
    if not by.may(permission):
        raise PermissionDenied


def _record_value(verb: str, row: ParameterValue, *, by: Actor, at: datetime) -> None:
    told = {"name": row.name, "value": row.value, "valid_from": row.valid_from.isoformat(), "source": row.source}
    record(by=by, at=at, verb=verb, subject=f"parameter_value:{row.pk}", after=told, reason=row.reason)
