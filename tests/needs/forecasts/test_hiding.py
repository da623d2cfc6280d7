"""Nobody can be picked out: not from a cell, not from a total less what is shown, not from after − before."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from yinling.needs.forecasts.domain.hiding import COUNTS, SUM_OF, is_few, shielded, to_hide

SUMS = tuple(SUM_OF.values())
counts = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def rows(draw, least=0):
    """Groups whose sums go together: after − before = gained − lost, and nothing where nobody is."""
    found = []
    for at in range(draw(st.integers(least, 7))):
        before, after, gainers, losers = (draw(counts) for _ in range(4))
        gained, lost = gainers * draw(st.integers(1, 900)), losers * draw(st.integers(1, 900))
        base = before * 1_000 + lost
        found.append({
            "code": str(at), "name": "", "before": before, "after": after, "gainers": gainers, "losers": losers,
            "before_fen": base, "after_fen": base + gained - lost, "gained_fen": gained, "lost_fen": lost,
        })  # fmt: skip
    return found


def total_of(some):
    return {name: sum(row[name] for row in some) for name in (*COUNTS, *SUMS)}


def side(tiers, which):
    whole = total_of(tiers)
    return {"people": whole[which], "fen": whole[SUM_OF[which]], "lacking": 0, "unset": 0, "payers": []}


def result_of(tables):
    """A result over programmes whose tiers are `tables`; towns are those tiers too, each person in one programme."""
    programmes = [
        {"key": str(at), "before": side(tiers, "before"), "after": side(tiers, "after"), "tiers": tiers}
        for at, tiers in enumerate(tables)
    ]
    towns = [row for tiers in tables for row in tiers]
    lines = {
        which: {
            "fen": sum(each[which]["fen"] for each in programmes),
            "programmes": {each["key"]: {"people": each[which]["people"], "fen": each[which]["fen"]}
                           for each in programmes},
        }
        for which in ("before", "after")
    }  # fmt: skip
    return {"total": total_of(towns), "towns": towns, "ages": [total_of(towns)] if towns else [],
            "programmes": programmes, "years": [{"year": 2027, **lines}]}  # fmt: skip


def worked_out(whole, shown, table):
    """Sums of a table that the shown cells, the total and after − before = gained − lost leave one value for."""
    cells = [(at, name) for at in range(len(table)) for name in SUMS] + [("all", name) for name in SUMS]
    known = {(at, name): table[at][name] for at in range(len(table)) for name in SUMS if shown[at][name] is not None}
    known |= {("all", name): whole[name] for name in SUMS if whole[name] is not None}
    open_cells = [cell for cell in cells if cell not in known]
    place = {cell: at for at, cell in enumerate(open_cells)}
    lines = []
    for at in [*range(len(table)), "all"]:
        line = np.zeros(len(open_cells))
        for name, sign in zip(SUMS, (1, -1, 1, -1), strict=True):
            if (at, name) in place:
                line[place[at, name]] += sign
        lines.append(line)
    for name in SUMS:
        line = np.zeros(len(open_cells))
        for at in range(len(table)):
            if (at, name) in place:
                line[place[at, name]] += 1
        if ("all", name) in place:
            line[place["all", name]] -= 1
        lines.append(line)
    if not open_cells:
        return set()
    _u, sizes, ways = np.linalg.svd(np.array(lines))
    free = ways[int((sizes > 1e-9).sum()) :]
    return {cell for cell, at in place.items() if not np.any(np.abs(free[:, at]) > 1e-9)}


def test_leave_alone_what_is_large() -> None:
    assert to_hide([(9, 0), (5, 5), (0, 70)]) == set()


def test_take_more_with_a_small_one_until_the_rest_is_five_people() -> None:
    assert to_hide([(3, 9), (6, 9), (50, 90)]) == {0, 1}
    assert to_hide([(3, 9), (0, 9), (50, 90)]) == {0, 1, 2}


@given(rows())
@settings(deadline=None)
def test_lack_nobody_or_five_people_in_each_count(some) -> None:
    hide = to_hide([[row[name] for name in COUNTS] for row in some])
    assert {at for at, row in enumerate(some) if any(is_few(row[name]) for name in COUNTS)} <= hide
    if hide and len(hide) < len(some):
        assert len(hide) > 1
        assert not any(is_few(sum(some[at][name] for at in hide)) for name in COUNTS)


@given(st.lists(rows(least=1), min_size=1, max_size=4))
@settings(deadline=None)
def test_show_no_small_count_and_let_no_sum_give_it_back(tables) -> None:
    result = result_of(tables)
    shown = shielded(result)
    everything = [shown["total"], *shown["towns"], *shown["ages"], *(tier for one in shown["programmes"]
                  for tier in one["tiers"])]  # fmt: skip
    assert not any(is_few(row[name]) for row in everything for name in COUNTS)
    found = worked_out(shown["total"], shown["towns"], result["towns"])
    few = {
        (at, SUM_OF[name])
        for at, row in [*enumerate(result["towns"]), ("all", result["total"])] for name in COUNTS if is_few(row[name])
    }  # fmt: skip
    assert not few & found


@given(st.lists(rows(least=1), min_size=1, max_size=4))
@settings(deadline=None)
def test_let_no_sum_of_a_year_give_back_a_programme(tables) -> None:
    result = result_of(tables)
    shown = shielded(result)
    year = shown["years"][0]
    for which in ("before", "after"):
        people = [each[which]["people"] for each in result["programmes"]]
        now = [each[which] for each in shown["programmes"]]
        coming = [year[which]["programmes"][each["key"]] for each in shown["programmes"]]
        wholes = (shown["total"][SUM_OF[which]], year[which]["fen"])
        for cells, whole in zip((now, coming), wholes, strict=True):
            assert not any(is_few(cell["people"]) for cell in cells)
            gone = [at for at, cell in enumerate(cells) if cell["fen"] is None]
            if whole is not None and gone:
                assert len(gone) > 1 or len(gone) == len(cells)
                assert not is_few(sum(people[at] for at in gone))
