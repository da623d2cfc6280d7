"""Changes of a day are made in groups: who waits for whom stays together, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from yinling.care.dayplans.domain.batches import Move, batches


def move(key: int, leaves: int, left: int, joins: int, joined: int) -> Move:
    return Move(key, (leaves,), (left, left + 30), (joins,), (joined, joined + 30))


def test_keep_two_who_change_places_together() -> None:
    swap = [move(1, 7, 540, 8, 540), move(2, 8, 540, 7, 540)]
    found = batches([*swap, move(3, 9, 540, 9, 600)], 1)
    assert sorted(sorted(one.key for one in batch) for batch in found) == [[1, 2], [3]]


def test_fill_groups_that_wait_for_nobody() -> None:
    found = batches([Move(key, (), None, (key,), (540, 570)) for key in range(7)], 3)
    assert [len(batch) for batch in found] == [3, 3, 1]


MOVES = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 8), st.integers(1, 4), st.integers(0, 8)), max_size=20
)  # fmt: skip


@given(MOVES, st.integers(1, 6))
def test_lose_nothing_and_let_nobody_wait_for_another_group(rows, size) -> None:
    moves = [move(key, a, 540 + 20 * b, c, 540 + 20 * d) for key, (a, b, c, d) in enumerate(rows)]
    found = batches(moves, size)
    assert sorted(one.key for batch in found for one in batch) == list(range(len(moves)))
    group = {one.key: number for number, batch in enumerate(found) for one in batch}
    for one in moves:
        for two in moves:
            meets = two.left[0] < one.joined[1] and one.joined[0] < two.left[1]
            if set(one.joins) & set(two.leaves) and meets:
                assert group[one.key] == group[two.key]
