"""Who goes where in the demo: able, near, not in two homes at once."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from yinling.care.orders.models import Order
from yinling.care.visits.models import Visit
from yinling.people.workforce.queries.fitness import Shift
from yinling.project.demo.district import Cast
from yinling.project.demo.operators import SIX, TWO, Home, served
from yinling.project.demo.orders import daily, order_of
from yinling.project.demo.sending import Sending

HERE, THERE = (121.05, 31.10), (121.25, 31.20)
KEEPS = 9


def shift(worker_id: int, place: tuple[float, float], *, skills: tuple[str, ...] = ("basic_care",)) -> Shift:
    longitude, latitude = (Decimal(str(value)) for value in place)
    return Shift(worker_id, 480, 720, longitude, latitude, "ebike", skills, "female", ("普通话",))


def visit(person_id: int, begins: int, *, order_id: int = 1, wished: int | None = None) -> Visit:
    order = Order(pk=order_id, wished_worker_id=wished)
    return Visit(
        order=order, person_id=person_id, minutes=30, window_from=begins, window_until=begins + 60, on=date(2026, 3, 2)
    )


@pytest.fixture
def sending() -> Sending:
    shifts = [shift(1, HERE), shift(2, THERE), shift(3, HERE, skills=()), shift(KEEPS, HERE)]
    return Sending(shifts, {10: HERE, 20: THERE}, {}, keeps=KEEPS)


def test_sends_who_is_near_and_able(sending: Sending) -> None:
    here, there = (sending.send(visit(person, 480), frozenset({"basic_care"})) for person in (10, 20))
    assert (here and here.worker_id, there and there.worker_id) == (1, 2)


def test_leaves_time_for_the_way_between_two_homes(sending: Sending) -> None:
    first = sending.send(visit(10, 480), frozenset({"basic_care"}))
    second = sending.send(visit(10, 480), frozenset({"basic_care"}))
    assert first
    assert second
    assert first.worker_id == second.worker_id
    assert second.starts >= first.starts + 30 + 4


def test_sends_who_went_before(sending: Sending) -> None:
    sending.usual[7] = 2
    sent = sending.send(visit(10, 480, order_id=7), frozenset({"basic_care"}))
    assert sent
    assert sent.worker_id == 2


def test_keeps_one_for_those_who_ask(sending: Sending) -> None:
    sent = sending.send(visit(10, 480, wished=KEEPS), frozenset())
    assert sent
    assert sent.worker_id == KEEPS
    assert sending.send(visit(10, 700), frozenset({"basic_care"})) is None  # too late for anybody


@pytest.mark.parametrize("operators", [TWO, SIX])
def test_serves_every_home_once(operators) -> None:
    homes = [Home(number, "310118102001") for number in range(97)]
    assert sorted(home.person_id for one in operators for home in served(one, homes)) == list(range(97))


@pytest.mark.parametrize("turn", range(6))
def test_orders_another_hour_than_the_home_has_already(turn: int) -> None:
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    home, chance = Home(1, "310118102001"), random.Random(turn)
    known = order_of(home, "walking_help", 60, 780, at.date(), (0, 3))
    other = daily(Cast({}, at), home, turn, [known], chance)
    assert other.window_until + other.minutes <= known.window_from
