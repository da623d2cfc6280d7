"""What a result must not tell: sums of one to four people, nor anything from which they could be worked out. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

FEWEST = 5
COUNTS = ("before", "after", "gainers", "losers")
SUM_OF = {"before": "before_fen", "after": "after_fen", "gainers": "gained_fen", "losers": "lost_fen"}
Row = Mapping[str, Any]


def is_few(count: int | None) -> bool:
    """Whether somebody could be picked out."""
    return count is not None and 0 < count < FEWEST


def to_hide(rows: Sequence[Sequence[int]], first: Collection[int] = ()) -> set[int]:
    """Places of rows to hide whole: `first`, those with a count of one to four, and of the others the smallest until
    what the sums lack is, in each count, nobody or at least five people, in two rows or more.

    A row is hidden whole, as what is left of it would give back the rest: after − before = gained − lost.
    """
    hide = {*first, *(place for place, row in enumerate(rows) if any(is_few(count) for count in row))}
    rest = sorted(set(range(len(rows))) - hide, key=lambda place: (sum(rows[place]), place))
    while hide and rest and (len(hide) == 1 or any(is_few(lacking) for lacking in _sums(rows, hide))):
        hide.add(rest.pop(0))
    return hide


def _sums(rows: Sequence[Sequence[int]], places: Collection[int]) -> list[int]:
    return [sum(column) for column in zip(*(rows[place] for place in places), strict=True)]


def shielded(result: Row) -> dict[str, Any]:
    """A whole result as it may be shown; None stands for what is hidden, as for what is not known."""
    total = result["total"]
    is_few_changed = is_few(total["gainers"]) or is_few(total["losers"])
    programmes = result["programmes"]
    told = [[each[side]["people"] for side in ("before", "after")] for each in programmes]
    changed = [[sum(tier[name] for tier in each["tiers"]) for name in ("gainers", "losers")] for each in programmes]
    hide = to_hide([[*people, *numbers] for people, numbers in zip(told, changed, strict=True)])
    keys = {programmes[place]["key"] for place in hide}
    return {
        **result,
        "total": _total(total, is_few_changed),
        "towns": table(result["towns"]),
        "ages": table(result["ages"]),
        "programmes": [_programme(each, place in hide, is_few_changed) for place, each in enumerate(programmes)],
        "years": [_year(year, keys, is_few_changed) for year in result["years"]],
    }


def _total(total: Row, is_few_changed: bool) -> dict[str, Any]:
    hide = {name for name in ("before", "after") if is_few(total[name])}
    if is_few_changed:
        hide.add("after")
    return _without(total, hide | {"gainers", "losers"} if hide else hide)


def table(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows whose sums are told elsewhere."""
    hide = to_hide([[row[name] for name in COUNTS] for row in rows])
    return [_without(row, COUNTS if place in hide else ()) for place, row in enumerate(rows)]


def _without(row: Row, names: Collection[str]) -> dict[str, Any]:
    gone = {*names, *(SUM_OF[name] for name in names)}
    return {name: None if name in gone else value for name, value in row.items()}


def _programme(each: Row, is_hidden: bool, is_few_changed: bool) -> dict[str, Any]:
    tiers = [_without(tier, COUNTS) for tier in each["tiers"]] if is_hidden or is_few_changed else table(each["tiers"])
    before = _side(each["before"], is_hidden)
    return {**each, "before": before, "after": _side(each["after"], is_hidden or is_few_changed), "tiers": tiers}


def _side(side: Row, is_hidden: bool) -> dict[str, Any]:
    alone = {name: None if is_few(side[name]) else side[name] for name in ("lacking", "unset")}
    gone: dict[str, Any] = {"people": None, "fen": None, "payers": []} if is_hidden else {}
    return {**side, **alone, **gone}


def _year(year: Row, keys: Collection[str], is_few_changed: bool) -> dict[str, Any]:
    names = list(year["before"]["programmes"])
    rows = [[year[side]["programmes"][name]["people"] for side in ("before", "after")] for name in names]
    hide = {names[place] for place in to_hide(rows, [names.index(key) for key in keys])}
    return {
        "year": year["year"],
        "before": _side_of_year(year["before"], hide, is_hidden=False),
        "after": _side_of_year(year["after"], hide, is_hidden=is_few_changed),
    }


def _side_of_year(side: Row, hide: Collection[str], *, is_hidden: bool) -> dict[str, Any]:
    lines = side["programmes"]
    is_gone = is_hidden or is_few(sum(line["people"] for line in lines.values()))
    nothing = {"people": None, "fen": None}
    return {
        "fen": None if is_gone else side["fen"],
        "programmes": {name: nothing if is_gone or name in hide else line for name, line in lines.items()},
    }
