"""What happens without an application: automatic programmes begin, and those of the dead end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Outcome
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.programmes import load_facts, load_programme, programme_ids
from yinling.kernel.actor import Actor
from yinling.needs.dues.domain.fact_columns import fact_columns
from yinling.needs.enrolments.actions.permits import step_row
from yinling.needs.enrolments.actions.stepping import end
from yinling.needs.enrolments.domain.life_checks import next_due
from yinling.needs.enrolments.models import EndReason, Enrolment, EnrolmentStep, EntryReason, Refusal, State, Verb
from yinling.needs.enrolments.queries.choosing import ENROLLABLE
from yinling.needs.entitlements.domain.deciding import decide_batch
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.people.registry.queries import fact_histories, people_visible

PEOPLE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Newcomers:
    """How many were enrolled in a programme on a day."""

    programme: str
    count: int


def automatic_programmes(pack: str = "") -> list[str]:
    """Programmes of the pack that come by themselves (免申即享) to persons."""
    pack = pack or settings.PACK
    rules = [load_programme(pack, name) for name in programme_ids(pack)]
    return [rule.id for rule in rules if rule.entry == "automatic" and rule.subject in ENROLLABLE]


def enrol_automatic(*, programme: str, on: date, by: Actor, at: datetime, pack: str = "") -> Newcomers:
    """Enrols everybody within the actor's view who satisfies the programme on a day, was never enrolled, and has not
    refused. Again changes nothing.
    """
    pack = pack or settings.PACK
    bound = bound_programme(programme, on=on, pack=pack)
    count = sum(_enrol_part(part, bound, pack, on, by, at) for part in _strangers(pack, programme, by, on))
    return Newcomers(programme, count)


def _strangers(pack: str, programme: str, by: Actor, on: date) -> Iterator[list[int]]:
    """Ids of persons who have nothing to do with the programme yet, in parts."""
    wanted = {"person": OuterRef("pk"), "pack": pack, "programme": programme}
    people = people_visible(by, on=on).filter(
        ~Exists(Enrolment.objects.filter(**wanted)), ~Exists(Refusal.objects.filter(**wanted, lifted_at=None))
    )
    after = 0
    while part := list(people.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PEOPLE_AT_ONCE]):
        yield part
        after = part[-1]


@transaction.atomic
def _enrol_part(people: Sequence[int], bound: BoundRule, pack: str, on: date, by: Actor, at: datetime) -> int:
    entitled = _entitled(people, bound, on)
    months = bound.rule.cycle.life_check_months if bound.rule.cycle else None
    reason = EntryReason.AUTOMATIC
    made = Enrolment.objects.bulk_create(
        Enrolment(
            person_id=person, pack=pack, programme=bound.rule.id, since=on, reason=reason,
            life_check_due_on=next_due(since=on, last_done=None, months=months),
        )
        for person in entitled
    )  # fmt: skip
    EnrolmentStep.objects.bulk_create(
        step_row(enrolment, Verb.ENROL, on=on, reason=reason, note="", by=by, at=at) for enrolment in made
    )
    if made:
        record(
            by=by, at=at, verb="enrolments.enrol_automatic", subject=f"programme:{pack}/{bound.rule.id}",
            after={"from": on, "enrolments": [enrolment.pk for enrolment in made]},
        )  # fmt: skip
    return len(made)


def _entitled(people: Sequence[int], bound: BoundRule, on: date) -> list[int]:
    histories = fact_histories(people)
    known = load_facts()
    kinds = {name: known[name].type for name in bound.rule.facts}
    batch = decide_batch(bound, fact_columns(kinds, [(histories[person], on) for person in people]), len(people))
    granted = [resolution.outcome is Outcome.GRANTED for resolution in batch.resolutions]
    return [person for person, number in zip(people, batch.signature, strict=True) if granted[number]]


def end_of_the_dead(*, on: date, by: Actor, at: datetime) -> int:
    """Ends open enrolments of persons who died before `on`, from the day after death. Again changes nothing."""
    ended, after = 0, 0
    rows = Enrolment.objects.exclude(state=State.ENDED).order_by("person_id", "pk")
    while part := list(rows.filter(person_id__gt=after)[:PEOPLE_AT_ONCE]):
        after = part[-1].person_id
        part = list(rows.filter(person_id__gte=part[0].person_id, person_id__lte=after))
        histories = fact_histories(sorted({each.person_id for each in part}))
        for enrolment in part:
            died = histories[enrolment.person_id].deceased_on
            if died and died < on:
                from_ = max(died + timedelta(days=1), enrolment.since)
                end(enrolment_id=enrolment.pk, reason=EndReason.DEATH, from_=from_, by=by, at=at)
                ended += 1
    return ended
