"""Many visits cost no more questions than few: lists, who is late, the watch."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care.visits.conftest import AT, ON, moment
from yinling.care.orders.models import Order
from yinling.care.visits.actions import ending
from yinling.care.visits.models import Visit, VisitCarer
from yinling.care.visits.queries import visits as queries
from yinling.kernel.actor import machine

WATCH = machine("上门值守")
MANY = 120


@pytest.fixture
def busy_day(person, provider, workers) -> list[Visit]:
    """A visit every four minutes from eight on, each with a carer."""
    orders = Order.objects.bulk_create(
        Order(
            person=person, area=person.area, provider=provider, service_code="meal_help", from_day=ON, asked_at=AT,
            source="desk", state="accepted", window_from=480 + 4 * number, window_until=500 + 4 * number, minutes=30,
        )
        for number in range(MANY)
    )  # fmt: skip
    visits = Visit.objects.bulk_create(
        Visit(
            order=order, person=person, area=person.area, provider=provider, service_code=order.service_code, on=ON,
            window_from=order.window_from, window_until=order.window_until, minutes=30, state="assigned",
            planned_start=order.window_from if number % 2 else None,
        )
        for number, order in enumerate(orders)
    )  # fmt: skip
    VisitCarer.objects.bulk_create(
        VisitCarer(
            visit=visit, worker=workers[number % 3], on=ON, starts=visit.window_from, ends=visit.window_from + 30
        )
        for number, visit in enumerate(visits)
    )
    return visits


def questions(ask) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    return len(asked)


def test_lists_a_page_of_a_busy_day_in_as_many_questions_as_one_visit(busy_day, office) -> None:
    def ask() -> None:
        assert queries.visit_lines(queries.VisitFilter(ON), actor=office, at=AT)

    many = questions(ask)
    VisitCarer.objects.exclude(visit=busy_day[0]).delete()
    Visit.objects.exclude(pk=busy_day[0].pk).delete()
    assert many == questions(ask)


def test_names_those_that_are_late_latest_first(busy_day, office) -> None:
    late = queries.late_now(actor=office, at=moment(8, 21))
    # 08:04 and so on by the plan, the others from the end of their window: the first of those is due at 08:20.
    due = [(visit.planned_start or visit.window_until, visit.pk) for visit in busy_day]
    assert [line.id for line in late] == [pk for minute, pk in sorted(due) if minute < 501]
    assert [line.minutes_late for line in late][:2] == [17, 9]
    assert len(queries.late_now(actor=office, at=moment(23))) == queries.PAGE_ROWS


def test_asks_only_about_visits_that_are_due_when_it_watches(busy_day) -> None:
    idle = questions(lambda: ending.watch(by=WATCH, at=moment(8)))
    assert idle <= 3
    assert ending.watch(by=WATCH, at=moment(8, 20)) == (1, 0)
    assert Visit.objects.exclude(late_told_at=None).get() == busy_day[1]
