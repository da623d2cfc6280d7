"""Asks a database for rows of many numbers: by ranges where the numbers lie close together, else by lists."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

LIST_MAX = 900  # below the number of variables that SQLite takes in one statement
GAP_MAX = 64  # more numbers between two neighbours begin another range
FEW = 200  # fewer numbers go into a list


def among(field: str, numbers: Iterable[int]) -> Iterator[Q]:
    """Conditions that together find every number; ranges find others between them too, so the caller looks again.

    A list of thousands of numbers costs Django more than reading the rows.
    """
    scattered: list[int] = []
    for run in _runs(sorted(numbers)):
        if len(run) < FEW or run[-1] - run[0] > 2 * len(run):
            scattered += run
        else:
            yield Q(**{f"{field}__gte": run[0], f"{field}__lte": run[-1]})
    for at in range(0, len(scattered), LIST_MAX):
        yield Q(**{f"{field}__in": scattered[at : at + LIST_MAX]})


def _runs(ordered: list[int]) -> Iterator[list[int]]:
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at] - ordered[at - 1] > GAP_MAX:
            if ordered:
                yield ordered[start:at]
            start = at
