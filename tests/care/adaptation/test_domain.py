"""Rules of quotes, photos and the life of a job."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.care.adaptation.domain import papers, photos, quote, refusals, states
from yinling.care.adaptation.models import JobState
from yinling.kernel.actor import Actor

PACKAGES = {"basic", "special", "personal"}
LINE = quote.Line("basic", "扶手", 2, 15_050)
CLERK = Actor(1, "甲", "town_clerk", area="310118001", permissions=frozenset({"adaptation.assign"}))
FIRM = Actor(2, "乙", "adaptation_firm", area="-", organisation_id=7, permissions=frozenset({"adaptation.work"}))


def test_totals_are_quantity_times_price():
    assert quote.total_fen(quote.checked([LINE, quote.Line("special", "夜灯", 3, 1)], PACKAGES)) == 30_103


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [LINE] * (quote.LINES_MAX + 1),
        [quote.Line("unknown", "扶手", 1, 1)],
        [quote.Line("basic", " ", 1, 1)],
        [quote.Line("basic", "扶手", 0, 1)],
        [quote.Line("basic", "扶手", 1, -1)],
        [quote.Line("basic", "扶手", 1, 0)],
        [quote.Line("basic", "扶手", 999, 10_000_000)],
    ],
)
def test_refuses_lines_that_make_no_quote(lines):
    with pytest.raises(refusals.QuoteRefused):
        quote.checked(lines, PACKAGES)


@given(st.binary(max_size=64))
def test_takes_only_pictures_whatever_the_name(content):
    is_picture = content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
    if is_picture:
        assert photos.checked([photos.Photo("a.exe", content)])
    else:
        with pytest.raises(refusals.PhotoRefused):
            photos.checked([photos.Photo("a.jpg", content)])


def test_refuses_photos_that_are_too_many_or_too_large():
    picture = photos.Photo("a.jpg", b"\xff\xd8\xff")
    with pytest.raises(refusals.PhotoRefused):
        photos.checked([picture] * (photos.PHOTOS_MAX + 1))
    with pytest.raises(refusals.PhotoRefused):
        photos.checked([photos.Photo("a.jpg", b"\xff\xd8\xff" + b"0" * photos.PHOTO_BYTES_MAX)])


def test_every_verb_leads_to_a_known_state_and_every_state_can_be_reached():
    targets = {move.target for move in states.MOVES.values() if move.target}
    assert targets <= {*states.IN_ORDER, states.CANCELLED}
    assert set(states.IN_ORDER) - {states.TO_ASSIGN} <= targets


@pytest.mark.parametrize("verb", sorted(states.MOVES))
@pytest.mark.parametrize("state", [*states.IN_ORDER, states.CANCELLED])
def test_refuses_verbs_outside_their_states(verb, state):
    standing = states.Standing(state, "310118001001", firm_id=7)
    who = FIRM if states.MOVES[verb].who == states.FIRM else CLERK
    if state in states.MOVES[verb].sources:
        assert states.after(verb, standing, who, "理由")
    else:
        with pytest.raises(refusals.WrongState):
            states.after(verb, standing, who, "理由")


def test_refuses_a_foreign_firm_and_a_foreign_clerk():
    other = states.Standing(states.ASSIGNED, "310118102001", firm_id=8)
    with pytest.raises(refusals.NotPermitted):
        states.after("survey", other, FIRM)
    with pytest.raises(refusals.NotPermitted):
        states.after("assign", other, CLERK)


def test_asks_a_clerk_on_behalf_for_a_reason_but_not_the_applicant():
    waiting = states.Standing(states.QUOTED, "310118001001", firm_id=7)
    with pytest.raises(refusals.ReasonNeeded):
        states.after("agree", waiting, CLERK, " ")
    own = states.Standing(states.QUOTED, "310118001001", firm_id=7, is_applicant=True)
    assert states.after("agree", own, CLERK) == states.WAITING_DECISION


def test_progress_marks_one_current_state_and_none_when_done():
    assert [word for _, word in states.progress(states.WORKING)].count("current") == 1
    assert {word for _, word in states.progress(states.ACCEPTED)} == {"done"}
    assert {word for _, word in states.progress(states.CANCELLED)} == {"ahead"}


def test_refuses_dates_out_of_order():
    today = date(2026, 3, 2)
    with pytest.raises(refusals.DatesWrong):
        papers.checked_terms(papers.ContractTerms(today, date(2026, 3, 1), today, "甲"))
    with pytest.raises(refusals.DatesWrong):
        papers.checked_day(date(2026, 3, 3), today=today)
    with pytest.raises(refusals.DatesWrong):
        papers.checked_day(date(2026, 3, 1), today=today, not_before=today)


def test_the_table_and_the_rules_name_the_same_states():
    assert set(JobState.values) == {*states.IN_ORDER, states.CANCELLED}
