"""Every check by example: what it finds, and what it lets pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from yinling.oversight.evidence.domain.checks import CODES, Limits, Served, check

ON = date(2026, 3, 2)
LIMITS = Limits({"walk": 6.0, "ebike": 30.0}, 500, 5, 5, 0.8)
HOME, TEN_KM = (121.0, 31.0), (121.1045, 31.0)


def served(number: int, start: int = 0, minutes: int = 60, **changes: object) -> Served:
    """A visit that begins `start` minutes after eight, to a person of its own number."""
    starts = datetime(2026, 3, 2, 0, 0, tzinfo=UTC) + timedelta(minutes=start)
    made = Served(
        visit_id=number, person_id=number, service_code="meal", worker_ids=(1,), on=ON, starts=starts,
        ends=starts + timedelta(minutes=minutes), minutes_ordered=60,
    )  # fmt: skip
    return replace(made, **changes)


def found(*visits: Served, modes: dict[int, str] | None = None, claimed: set[int] | None = None) -> set[tuple]:
    wanted = claimed or {each.visit_id for each in visits}
    return {(one.visit_id, one.code) for one in check(wanted, visits, modes=modes or {}, limits=LIMITS)}


def test_lets_an_honest_day_pass() -> None:
    assert found(served(1), served(2, 75, place=HOME), served(3, 150, place=HOME)) == set()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("not_proved", {"is_proved": False}),
        ("after_death", {"died_on": ON - timedelta(1)}),
        ("expired_certificate", {"unfit": ("健康证明已过期",)}),
        ("listed", {"listed": ("机构当前被暂停",)}),
        ("in_hospital", {"away": "住院"}),
    ],
)
def test_finds_what_one_visit_shows(code: str, changes: dict) -> None:
    assert found(served(1, **changes)) == {(1, code)}
    assert code in CODES


def test_does_not_count_the_day_of_death() -> None:
    assert found(served(1, died_on=ON)) == set()


@pytest.mark.parametrize(("minutes", "is_short"), [(47, True), (48, False)])
def test_finds_a_visit_that_was_too_short(minutes: int, is_short: bool) -> None:
    assert (found(served(1, minutes=minutes)) == {(1, "too_short")}) == is_short


@pytest.mark.parametrize(("start", "is_over"), [(54, True), (55, False), (60, False)])
def test_finds_a_carer_in_two_homes(start: int, is_over: bool) -> None:
    expected = {(1, "overlap"), (2, "overlap")} if is_over else set()
    assert found(served(1), served(2, start)) == expected


def test_lets_two_carers_and_two_services_with_one_person_pass() -> None:
    assert found(served(1, worker_ids=(1, 2))) == set()
    other = served(2, 10, person_id=1, worker_ids=(2,), service_code="bath")
    assert found(served(1), other) == set()


def test_finds_the_same_service_twice_at_one_time() -> None:
    other = served(2, 10, person_id=1, worker_ids=(2,))
    assert found(served(1), other) == {(1, "overlap"), (2, "overlap")}


@pytest.mark.parametrize(("gap", "mode", "is_odd"), [(14, "ebike", True), (15, "ebike", False), (60, "walk", True)])
def test_finds_a_way_that_nobody_makes_in_the_time(gap: int, mode: str, is_odd: bool) -> None:
    visits = served(1, place=HOME), served(2, 60 + gap, place=TEN_KM)
    assert found(*visits, modes={1: mode}) == ({(2, "impossible_travel")} if is_odd else set())


def test_does_not_judge_a_way_without_places_or_of_another_day() -> None:
    assert found(served(1, place=HOME), served(2, 61)) == set()
    tomorrow = served(2, 24 * 60, place=TEN_KM, on=ON + timedelta(1))
    assert found(served(1, place=HOME), tomorrow) == set()


def test_finds_one_picture_in_two_visits_and_tells_only_what_is_claimed() -> None:
    visits = served(1, digests=frozenset({"a"})), served(2, 90, digests=frozenset({"a", "b"}))
    assert found(*visits) == {(1, "duplicate_photo"), (2, "duplicate_photo")}
    assert found(*visits, claimed={2}) == {(2, "duplicate_photo")}
