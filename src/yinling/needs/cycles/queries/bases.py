"""What a draft stands on, read for many people at once: who is in it, what they were given, what they still owe."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from yinling.gateways.among import among
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import machine
from yinling.kernel.area import ancestors, code_range
from yinling.needs.cycles.domain.states import COMES_AGAIN
from yinling.needs.cycles.models import Cycle, CyclePayment, CycleRow, Recovery, Relief, WithheldRow
from yinling.needs.dues.domain.changes import Sum
from yinling.needs.dues.domain.differences import DUE, GIVEN, PAID, added
from yinling.needs.enrolments.queries import enrolments_visible
from yinling.people.registry.queries import people_visible
from yinling.people.registry.queries.histories import keepers_of_all

who_stands_for = keepers_of_all
_ALL = machine("编制")


@dataclass
class Given:
    """What a person was given for one programme and month, and on what it stood."""

    by_payer: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    rule_version: str = ""
    is_there: bool = False


@dataclass(frozen=True)
class Owed:
    """A recovery with what is still outstanding, by payer."""

    recovery_id: int
    programme: str
    percent_max: int | None
    outstanding: Mapping[str, int]


@dataclass(frozen=True)
class Returned:
    """A payment that did not arrive: its sums by (programme, month) and payer."""

    payment_id: int
    sums: Mapping[tuple[str, date], Mapping[str, int]]


def previous_of(cycle: Cycle) -> Cycle | None:
    """The cycle before of the same pack, in the same area or one that holds it; None where there is none."""
    holding = Cycle.objects.filter(pack=cycle.pack, month__lt=cycle.month, area__in=["", *ancestors(cycle.area)])
    return holding.order_by("-month", "-pk").first()


def people_of(cycle: Cycle) -> QuerySet[Any]:
    """Whoever stands for themself in the cycle's area and has, or lately had, one of the pack's programmes, or whose
    money came back. A district's cycle holds everybody, wherever they live.
    """
    enrolled = enrolments_visible(_ALL, on=cycle.month).filter(pack=cycle.pack)
    came_back = open_returns(cycle.pack)
    people = people_visible(_ALL, on=cycle.month).filter(
        Exists(enrolled.filter(person=OuterRef("pk")))
        | Exists(enrolled.filter(person__merged_into=OuterRef("pk")))
        | Exists(came_back.filter(person=OuterRef("pk")))
    )
    if cycle.area != load_pack(settings.PACK).area:
        first, last = code_range(cycle.area)
        people = people.filter(area__gte=first, area__lt=last)
    return people


def rows_of(keepers: Mapping[int, int], rows: Any, *columns: str) -> Iterator[Any]:
    """Values of rows that concern the persons, the person's number first.

    Conditions on the rows' cycle are the caller's to look at: asked for both, a database that has not yet counted its
    tables takes the cycle first, and reads whole months for each part of the people.
    """
    for part in among("person", keepers):
        for line in rows.filter(part).values_list("person_id", *columns):
            if line[0] in keepers:
                yield line


def given_before(
    keepers: Mapping[int, int], cycle: Cycle, *, month: date | None = None
) -> dict[tuple[int, str, date], Given]:
    """What persons were given in other cycles, by (who stands for them, programme, month); one month only, or all."""
    found: dict[tuple[int, str, date], Given] = defaultdict(Given)
    columns = ("pk", "cycle_id", "programme", "for_month", "by_fund", "facts", "rule_version")
    rows = CycleRow.objects.filter(kind__in=GIVEN).order_by("pk")
    rows = rows.filter(for_month=month) if month else rows
    others = set(Cycle.objects.filter(pack=cycle.pack).exclude(pk=cycle.pk).values_list("pk", flat=True))
    void = set(WithheldRow.objects.filter(cycle__in=others).values_list("row", flat=True))
    for person, number, of, programme, for_month, by_fund, facts, version in rows_of(keepers, rows, *columns):
        if of not in others or number in void:
            continue
        given = found[keepers[person], programme, for_month]
        given.by_payer = added(given.by_payer, by_fund)
        given.is_there = True
        given.facts, given.rule_version = facts or given.facts, version or given.rule_version
    return found


def dues_of_month(keepers: Mapping[int, int], pack: str, month: date) -> dict[int, dict[str, Sum]]:
    """What persons were given as a month's due, by who stands for them and programme."""
    found: dict[int, dict[str, Sum]] = defaultdict(dict)
    rows = CycleRow.objects.filter(kind=DUE, for_month=month)
    cycles = set(Cycle.objects.filter(pack=pack).values_list("pk", flat=True))
    columns = ("cycle_id", "programme", "amount_fen", "reason_id", "rule_version")
    for person, of, programme, *given in rows_of(keepers, rows, *columns):
        if of in cycles:
            found[keepers[person]][programme] = Sum(*given)
    return found


def paid_in(keepers: Mapping[int, int], cycle: Cycle | None) -> dict[int, int]:
    """Fen that persons were to receive in a cycle."""
    found: dict[int, int] = defaultdict(int)
    rows = CyclePayment.objects.filter(cycle=cycle) if cycle else CyclePayment.objects.none()
    for person, fen in rows_of(keepers, rows, "amount_fen"):
        found[keepers[person]] += fen
    return found


def owed_by(keepers: Mapping[int, int], cycle: Cycle) -> dict[int, list[Owed]]:
    """Recoveries of the pack that are not wholly collected, oldest first, by who stands for the person."""
    found: dict[int, list[Owed]] = defaultdict(list)
    for part in among("person", keepers):
        whole = Recovery.objects.filter(part, pack=cycle.pack).order_by("pk")
        recoveries = [recovery for recovery in whole if recovery.person_id in keepers]
        left = outstanding(recoveries, without=cycle)
        for recovery in recoveries:
            if sums := left[recovery.pk]:
                owed = Owed(recovery.pk, recovery.programme, recovery.percent_max, sums)
                found[keepers[recovery.person_id]].append(owed)
    return found


def outstanding(recoveries: Sequence[Recovery], *, without: Cycle | None = None) -> dict[int, dict[str, int]]:
    """What is still to be collected of each recovery, by payer; `without` leaves out one cycle's instalments."""
    left = {recovery.pk: dict(recovery.by_fund) for recovery in recoveries}
    kept = CycleRow.objects.filter(recovery__in=list(left), kind="instalment", withheld=None)
    kept = kept.exclude(cycle=without) if without else kept
    for recovery, by_fund in kept.values_list("recovery_id", "by_fund"):
        left[recovery] = added(left[recovery], by_fund)
    reliefs = Relief.objects.filter(recovery__in=list(left), state=Relief.State.GRANTED)
    for recovery, by_fund in reliefs.values_list("recovery_id", "by_fund"):
        left[recovery] = added(left[recovery], by_fund, -1)
    return left


def open_returns(pack: str) -> QuerySet[CyclePayment]:
    """Payments that did not arrive and have not come again."""
    again = CycleRow.objects.filter(repeats=OuterRef("pk"))
    return CyclePayment.objects.filter(~Exists(again), cycle__pack=pack, result__state__in=sorted(COMES_AGAIN))


def returned_to(keepers: Mapping[int, int], cycle: Cycle) -> dict[int, list[Returned]]:
    """Payments to repeat, with their sums, by who stands for the person."""
    found: dict[int, list[Returned]] = defaultdict(list)
    for part in among("person", keepers):
        back = [each for each in open_returns(cycle.pack).filter(part) if each.person_id in keepers]
        payments = {(each.cycle_id, each.person_id): each for each in back}
        if not payments:
            continue
        wanted = Q()
        for cycle_id, person in payments:
            wanted |= Q(cycle=cycle_id, person=person)
        sums: dict[tuple[int, int], dict[tuple[str, date], dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        rows = CycleRow.objects.filter(wanted, kind__in=PAID, withheld=None)
        for cycle_id, person, programme, month, by_fund in rows.values_list(
            "cycle_id", "person_id", "programme", "for_month", "by_fund"
        ):
            own = sums[cycle_id, person]
            own[programme, month] = added(own[programme, month], by_fund)
        for key, payment in payments.items():
            found[keepers[payment.person_id]].append(Returned(payment.pk, {k: v for k, v in sums[key].items() if v}))
    return found
