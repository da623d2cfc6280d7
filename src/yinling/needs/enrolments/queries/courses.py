"""The days on which enrolments are due, for one and for many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from yinling.gateways.among import among
from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.dates import Period
from yinling.needs.enrolments.domain.spells import Step, days_within, due_periods, stretches
from yinling.needs.enrolments.models import Enrolment, EnrolmentStep, Refusal

ROWS_AT_ONCE = 2_000
_COLUMNS = (
    "enrolment_id", "enrolment__person_id", "enrolment__programme", Cast("enrolment__since", CharField()),
    "enrolment__state", "enrolment__reason", "id", "verb", Cast("effective_on", CharField()), "reason",
)  # fmt: skip
_OF_COURSE = 6


class Course(NamedTuple):
    """One enrolment's steps: what the days due follow from."""

    enrolment_id: int
    person_id: int
    programme: str
    since: date
    is_ended: bool
    reason: str
    steps: tuple[Step, ...]

    def due_periods(self, pauses: Sequence[str]) -> list[Period]:
        """Half-open periods in which the programme, resting for `pauses`, is due."""
        return due_periods(self.steps, pauses)


def courses_of(person_ids: Iterable[int], *, pack: str) -> dict[int, list[Course]]:
    """Every enrolment of the persons in programmes of a pack, ended ones included, by person."""
    wanted = set(person_ids)
    found: dict[int, list[Course]] = defaultdict(list)
    for part in among("enrolment__person", wanted):
        rows = EnrolmentStep.objects.filter(part, enrolment__pack=pack).order_by("enrolment_id", "id")
        lines = rows.values_list(*_COLUMNS).iterator(ROWS_AT_ONCE)
        for of, steps in groupby(lines, key=itemgetter(slice(_OF_COURSE))):
            number, person, programme, since, state, reason = of
            if person in wanted:
                own = tuple(Step(order, verb, _day(on), why) for *_, order, verb, on, why in steps)
                found[person].append(Course(number, person, programme, _day(since), state == "ended", reason, own))
    return found


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    # The same few days come again in millions of rows.
    return date.fromisoformat(text)


def days_due(enrolment_id: int, month: Period) -> set[date]:
    """The days of a month on which an enrolment is neither ended nor resting. Raises Enrolment.DoesNotExist."""
    enrolment = Enrolment.objects.get(pk=enrolment_id)
    cycle = load_programme(enrolment.pack, enrolment.programme).cycle
    rows = enrolment.steps.order_by("id").values_list("id", "verb", "effective_on", "reason")
    return days_within(due_periods([Step(*row) for row in rows], cycle.pauses if cycle else ()), month)


def people_touched(*, pack: str, after_step: int, since: datetime) -> set[int]:
    """Persons with a step entered after a number, or since a moment: what was due to them may have changed."""
    entered = EnrolmentStep.objects.filter(Q(pk__gt=after_step) | Q(at__gte=since)).order_by()
    enrolments = Enrolment.objects.filter(pack=pack, pk__in=entered.values("enrolment"))
    return set(enrolments.order_by().values_list("person_id", flat=True))


def periods_resting_for(reason: str, *, pack: str) -> dict[tuple[int, str], list[Period]]:
    """(person, programme) → when an enrolment of the pack rests for a reason; those that never do are left out."""
    named = EnrolmentStep.objects.filter(enrolment__pack=pack, verb="pause", reason=reason)
    people = set(named.values_list("enrolment__person_id", flat=True))
    found: dict[tuple[int, str], list[Period]] = defaultdict(list)
    for person, courses in courses_of(people, pack=pack).items():
        for course in courses:
            for each in stretches(course.steps):
                if reason in each.standing.resting:
                    found[person, course.programme].append(each.period)
    return dict(found)


def last_step() -> int:
    """The number of the step entered last."""
    return EnrolmentStep.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def refused(*, pack: str, programme: str) -> set[int]:
    """Persons who do not want the programme."""
    rows = Refusal.objects.filter(pack=pack, programme=programme, lifted_at=None)
    return set(rows.values_list("person_id", flat=True))
