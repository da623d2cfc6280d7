"""What cycles of other packs gave for the same need, and which of two cycles was approved first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet

from yinling.needs.cycles.domain.states import FROZEN
from yinling.needs.cycles.models import Cycle, CycleRow, CycleStep
from yinling.needs.cycles.queries.bases import rows_of
from yinling.needs.dues.domain.across import Across, GivenFirst, Programme
from yinling.needs.dues.domain.differences import GIVEN

Key = tuple[int, Programme, date]
NEVER = 1 << 62


def last_approval() -> int:
    """The number of the step by which a cycle was last approved."""
    rows = CycleStep.objects.filter(verb="approve").order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def approved_elsewhere(across: Sequence[Across], *, after_step: int) -> set[int]:
    """Persons given something by a programme of another pack in a cycle approved after a step."""
    others = {other for each in across for other in each.others}
    if not others:
        return set()
    cycles = CycleStep.objects.filter(verb="approve", pk__gt=after_step).values("cycle")
    return set(_given(others).filter(cycle__in=cycles).values_list("person_id", flat=True))


def given_elsewhere(
    keepers: Mapping[int, int], across: Sequence[Across], *, pack: str
) -> dict[tuple[int, int, date], list[GivenFirst]]:
    """By (who stands for the person, place of the overlap, month): what others gave, approved before anything of ours.

    Whoever was approved first for a month stays first, also when a later cycle corrects it.
    """
    others = {other for each in across for other in each.others}
    sums, first = _sums(keepers, others)
    if not sums:
        return {}
    _, ours = _sums(keepers, {(pack, name) for each in across for name in each.own})
    found: dict[tuple[int, int, date], list[GivenFirst]] = defaultdict(list)
    for (person, programme, month), (fen, is_in_kind) in sums.items():
        for place, each in enumerate(across):
            own = min((ours.get((person, (pack, name), month), NEVER) for name in each.own), default=NEVER)
            if programme in each.others and (fen > 0 or is_in_kind) and first[person, programme, month] < own:
                found[person, place, month].append(GivenFirst(fen))
    return dict(found)


def _given(programmes: Collection[Programme]) -> QuerySet[Any]:
    wanted = Q(pk__in=[])
    for pack, programme in sorted(programmes):
        wanted |= Q(cycle__pack=pack, programme=programme)
    return CycleRow.objects.filter(wanted, kind__in=GIVEN, cycle__state__in=sorted(FROZEN), withheld=None)


def _sums(
    keepers: Mapping[int, int], programmes: Collection[Programme]
) -> tuple[dict[Key, tuple[int, bool]], dict[Key, int]]:
    """Net fen of each month with whether it was a gift in kind, and the step that approved its first row."""
    approved = dict(CycleStep.objects.filter(verb="approve").values_list("cycle").annotate(Min("pk")))
    sums: dict[Key, tuple[int, bool]] = {}
    first: dict[Key, int] = {}
    for person, pack, programme, month, fen, cycle in _rows(keepers, programmes):
        key = keepers[person], (pack, programme), month
        before, is_in_kind = sums.get(key, (0, True))
        sums[key] = before + fen, is_in_kind and fen == 0
        if fen >= 0:
            first[key] = min(first.get(key, NEVER), approved.get(cycle, NEVER))
    return sums, defaultdict(lambda: NEVER, first)


def _rows(keepers: Mapping[int, int], programmes: Collection[Programme]) -> Iterator[tuple[Any, ...]]:
    packs = {pack for pack, _ in programmes}
    cycles = dict(Cycle.objects.filter(pack__in=packs, state__in=sorted(FROZEN)).values_list("pk", "pack"))
    rows = CycleRow.objects.filter(kind__in=GIVEN, programme__in={name for _, name in programmes}, withheld=None)
    for person, cycle, programme, month, fen in rows_of(
        keepers, rows, "cycle_id", "programme", "for_month", "amount_fen"
    ):
        if (cycles.get(cycle, ""), programme) in programmes:
            yield person, cycles[cycle], programme, month, fen, cycle
