"""What an actor may see of cycles on a day: querysets, to be read and never written through."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, QuerySet, Sum

from yinling.kernel.actor import Actor
from yinling.needs.cycles.models import (
    Cycle,
    CycleFigure,
    CyclePayment,
    CycleProblem,
    CycleRow,
    PaymentState,
    ProblemKind,
    Recovery,
    RowKind,
)

__all__ = [
    "PaymentState",
    "ProblemKind",
    "RowKind",
    "cycle_totals",
    "cycles_visible",
    "figures_visible",
    "payments_visible",
    "problems_visible",
    "recoveries_visible",
    "rows_visible",
]


def cycles_visible(actor: Actor, *, on: date) -> QuerySet[Cycle]:
    """Cycles of the actor's area, and those wider ones in which the area has a part."""
    if actor.role == "machine" or not actor.may("cycles.view"):
        return Cycle.objects.visible_to(actor, on=on)
    parts = figures_visible(actor, on=on).values("cycle")
    return Cycle.objects.visible_to(actor, on=on) | Cycle.objects.filter(pk__in=parts)


def figures_visible(actor: Actor, *, on: date) -> QuerySet[CycleFigure]:
    """Sums by town, programme and fund."""
    return CycleFigure.objects.visible_to(actor, on=on)


def rows_visible(actor: Actor, *, on: date) -> QuerySet[CycleRow]:
    """Rows of cycles."""
    return CycleRow.objects.visible_to(actor, on=on)


def problems_visible(actor: Actor, *, on: date) -> QuerySet[CycleProblem]:
    """What somebody must look into."""
    return CycleProblem.objects.visible_to(actor, on=on)


def payments_visible(actor: Actor, *, on: date) -> QuerySet[CyclePayment]:
    """Payments of cycles."""
    return CyclePayment.objects.visible_to(actor, on=on)


def recoveries_visible(actor: Actor, *, on: date) -> QuerySet[Recovery]:
    """What was given too much."""
    return Recovery.objects.visible_to(actor, on=on)


def cycle_totals(cycle: Cycle) -> Iterator[tuple[str, str, int, int]]:
    """(programme, kind in words, rows, fen) of a cycle; for commands."""
    figures = CycleFigure.objects.filter(cycle=cycle, fund="", what__in=RowKind.values).order_by("programme", "what")
    sums = figures.values_list("programme", "what").annotate(Sum("count"), Sum("amount_fen"))
    for programme, what, count, fen in sums:
        yield programme, str(RowKind(what).label), count, fen
    problems = CycleProblem.objects.filter(cycle=cycle).order_by("kind").values_list("kind").annotate(Count("id"))
    for kind, count in problems:
        yield "", str(ProblemKind(kind).label), count, 0
