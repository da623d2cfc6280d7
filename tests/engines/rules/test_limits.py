"""A limit used up in order: large groups as small ones, equal ranks by name, keys too wide for one number."""

import numpy as np
import pytest

from yinling.engines.rules import compiled, limits
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.limits import Queues, draw
from yinling.engines.rules.room import Room

COUNT = 3_000


def _found(groups: int, random: np.random.Generator) -> dict[str, Column]:
    names = [f"{number:04d}" for number in random.permutation(COUNT)]
    return {
        "home": Column(random.integers(0, groups, COUNT), random.random(COUNT) < 0.9),
        "born": Column(random.integers(0, 5, COUNT).astype(np.int32)),
        "name": Column(Texts(np.arange(COUNT, dtype=np.int32), names)),
    }


def _one_by_one(found: dict[str, Column], wanted: np.ndarray, waiting: np.ndarray, caps: np.ndarray) -> list[tuple]:
    """Each row in its turn: what it is given, what was left, whether somebody before it waits."""
    home, born, names = found["home"], found["born"].values, found["name"].values
    used: dict[int, int] = {}
    open_homes: set[int] = set()
    answers: dict[int, tuple] = {}
    for row in sorted(range(COUNT), key=lambda row: (born[row], names.text(row))):
        group = int(home.values[row]) if home.known[row] else -row - 1
        left = max(int(caps[row]) - used.get(group, 0), 0)
        given = min(int(wanted[row]), left)
        answers[row] = (given, left if wanted[row] else None, group in open_homes)
        used[group] = used.get(group, 0) + given
        if waiting[row]:
            open_homes.add(group)
    return [answers[row] for row in range(COUNT)]


@pytest.mark.parametrize(("number_bits", "rows_for_compiling"), [(8, 10 * COUNT), (63, 10 * COUNT), (63, 1)])
@pytest.mark.parametrize("groups", [8, 900, 2_000])
@pytest.mark.parametrize("dated", [False, True])
def test_draws_as_each_row_in_turn(
    monkeypatch: pytest.MonkeyPatch, number_bits: int, rows_for_compiling: int, groups: int, dated: bool
) -> None:
    monkeypatch.setattr(limits, "NUMBER_BITS", number_bits)
    monkeypatch.setattr(compiled, "ROWS_FOR_COMPILING", rows_for_compiling)
    random = np.random.default_rng(groups)
    found = _found(groups, random)
    waiting = (random.random(COUNT) < 0.1) & found["home"].known
    wanted = np.where(waiting, 0, random.integers(0, 4, COUNT) * 100)
    caps = np.where(random.random(COUNT) < 0.5, 350, 500) if dated else np.full(COUNT, 400)
    queue = Queues(COUNT).of(found["home"], [found["born"], found["name"]])
    drawn = draw(wanted, waiting, queue, caps if dated else 400, Room(COUNT))
    told = [
        (int(drawn.given[row]), drawn.left[row] if wanted[row] else None, bool(drawn.is_earlier_undecided[row]))
        for row in range(COUNT)
    ]
    assert told == _one_by_one(found, wanted, waiting, caps)


def test_orders_rows_once_for_limits_that_ask_alike() -> None:
    found = _found(50, np.random.default_rng(1))
    queues = Queues(COUNT)
    asked = (found["home"], [found["born"], found["name"]])
    assert queues.of(*asked) is queues.of(*asked)
    assert queues.of(found["home"], [found["born"]]) is not queues.of(*asked)
