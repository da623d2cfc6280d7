"""The demo's day goes on for invented carers, and waits for people where a carer has a log-in."""

import pytest

from tests.care.visits.conftest import AT, ON, moment
from tests.care.visits.test_story import order, visit  # noqa: F401 - fixtures
from yinling.care.visits.actions import assigning
from yinling.care.visits.models import Visit
from yinling.project.demo.going_on import go_on

pytestmark = pytest.mark.django_db


def test_arrive_and_leave_as_time_passes(visit, office, workers) -> None:  # noqa: F811
    assigning.assign(assigning.Placing(visit.pk, (workers[1].pk,), 540), by=office, at=AT)
    assert go_on(moment(8, 55)) == 0
    assert go_on(moment(9, 10)) == 1
    assert Visit.objects.get(on=ON).state == "under_way"
    assert go_on(moment(11)) == 1
    done = Visit.objects.get(on=ON)
    assert (done.state, done.marks.count()) == ("done", 3)
    assert done.ended_at is not None
    assert done.started_at < done.ended_at <= moment(11)
    assert go_on(moment(12)) == 0


def test_leave_to_people_what_a_log_in_does(visit, office, workers) -> None:  # noqa: F811
    assigning.assign(assigning.Placing(visit.pk, (workers[0].pk,), 540), by=office, at=AT)
    assert go_on(moment(11)) == 0
    assert Visit.objects.get(on=ON).state == "assigned"
