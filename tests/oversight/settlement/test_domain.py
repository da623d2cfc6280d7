"""Rules of runs and postings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.oversight.settlement.domain import postings, refusals, states

FEN = st.integers(min_value=1, max_value=10**12)


@given(municipal=FEN, district=FEN)
def test_every_posting_adds_up_to_zero(municipal, district):
    made = [
        postings.allotted(1, postings.MUNICIPAL, municipal),
        postings.owed(1, 2, {postings.MUNICIPAL: municipal, postings.DISTRICT: district}),
        postings.owed(1, 2, {postings.MUNICIPAL: 0, postings.DISTRICT: district}),
        postings.reserved(1, 1, postings.DISTRICT, district),
        postings.paid(1, 1, 2, district),
        postings.returned(1, 1, postings.DISTRICT, district),
        postings.released(1, 1, postings.DISTRICT, district),
    ]
    assert all(sum(fen for _, fen in posting.entries) == 0 for posting in made)
    assert all(fen for posting in made for _, fen in posting.entries)


def test_each_step_of_a_line_has_its_own_key():
    steps = [
        postings.reserved(3, 7, postings.DISTRICT, 1),
        postings.paid(3, 7, 2, 1),
        postings.returned(3, 7, postings.DISTRICT, 1),
        postings.released(3, 7, postings.DISTRICT, 1),
        postings.paid(3, 8, 2, 1),
    ]
    assert len({posting.key for posting in steps}) == len(steps)
    assert postings.paid(3, 7, 2, 1).key == "run:3:line:7:paid"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], "open"),
        ([("dropped", False)], "open"),
        ([("waiting", False)], "in_run"),
        ([("returned", False)], "returned"),
        ([("returned", True)], "open"),
        ([("returned", True), ("waiting", False)], "in_run"),
        ([("returned", True), ("paid", False)], "paid"),
    ],
)
def test_a_part_waits_for_what_its_lines_say(lines, expected):
    assert states.part_state(lines) == expected


def test_a_run_goes_forward_only():
    order = [("approve", "draft"), ("send", "approved"), ("settle", "sent")]
    state = "draft"
    for verb, before in order:
        assert state == before
        state = states.after(verb, state)
    for verb in states.MOVES:
        with pytest.raises(refusals.WrongState):
            states.after(verb, state)
