"""What one person is due for a month, decided alone by the one-person decision: the measure of the whole cycle."""

from datetime import date
from typing import Any

from benchmarks.cycles.pack import PACK
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.decision import Decision
from yinling.needs.dues.domain.fact_columns import History
from yinling.needs.dues.domain.months import due_for_month
from yinling.needs.dues.queries.rulebook import rulebook
from yinling.needs.enrolments.queries import courses_of
from yinling.needs.entitlements.domain.deciding import decide_one, drawn_fen
from yinling.people.registry.models import HouseholdMembership
from yinling.people.registry.queries import fact_histories


def due_alone(person: int, month: date) -> dict[str, int | None]:
    """Fen by programme; None where it cannot be decided."""
    book = rulebook(PACK, [month])
    homes = HouseholdMembership.objects.filter(person=person).values("household")
    members = sorted(set(HouseholdMembership.objects.filter(household__in=homes).values_list("person", flat=True)))
    histories = fact_histories(members)
    courses = courses_of([person], pack=PACK)[person]
    entries = {name: book.entries[name, month] for name, of in book.entries if of == month}
    enrolled = {course.programme: course.due_periods(entries[course.programme].pauses) for course in courses}

    def decide(bound: BoundRule, history: Any, day: date) -> Decision:
        return _with_household(bound, history, day, histories)

    dues = due_for_month(
        {name: entry.bound for name, entry in entries.items()},
        histories[person],
        enrolled,
        month,
        book.overlaps,
        decide,
    )
    return {name: None if due.open_outcome else due.fen for name, due in dues.items()}


def _with_household(bound: BoundRule, history: History, day: date, histories: Any) -> Decision:
    """Members before this one in the declared order have used up part of the limit, who live there on the day."""
    limit = bound.rule.limit
    if limit is None:
        return decide_one(bound, history.on(day))
    home = history.value(limit.per, day)
    cap = bound.parameters[limit.parameter].on(day) or 0
    together = [each for each in histories.values() if each.value(limit.per, day) == home and each.alive(day)]
    left = cap
    for member in sorted(together, key=lambda each: [str(each.value(name, day)) for name in limit.order]):
        decision = decide_one(bound, member.on(day), cap_left_fen=left)
        if member.person_id == history.person_id:
            return decision
        left -= drawn_fen(bound, decision)
    raise LookupError(history.person_id)
