"""A sick call at half past seven: one form, the visits are freed, few others are moved."""

from datetime import timedelta

from django.utils import timezone

from tests.signing_in import log_in
from yinling.care.dayplans.models import DayPlan
from yinling.care.visits.models import Visit, VisitCarer
from yinling.people.workforce.models import Absence


def send(page, visit, worker, starts: str) -> None:
    answer = page.post(f"/dayplans/visits/{visit.pk}/move", {"workers": [worker.pk], "starts": starts})
    assert answer.status_code == 302


def test_call_in_sick_and_look_at_the_new_plan_at_once(coming, office, workers, tomorrow) -> None:
    page = log_in(office)
    for visit, worker, starts in zip(
        coming, (workers[0], workers[0], workers[1]), ("09:00", "11:00", "10:00"), strict=True
    ):
        send(page, visit, worker, starts)
    form = page.get(f"/dayplans/absence/?on={tomorrow}&worker={workers[0].pk}").content.decode()
    assert "还有 2 次上门" in form
    given = {"worker": workers[0].pk, "starts": "07:30", "reason": "sick"}
    text = page.post(f"/dayplans/absence/?on={tomorrow}", given, follow=True).content.decode()
    assert "采用这个方案" in text
    assert Absence.objects.get().worker == workers[0]
    plan = DayPlan.objects.get()
    assert (plan.is_replan, plan.unserved, plan.measures["disturbed_visits"]) == (True, 0, 0)
    page.post(f"/dayplans/{plan.pk}/application", follow=True)
    assert not VisitCarer.objects.filter(worker=workers[0]).exists()
    assert VisitCarer.objects.count() == 3


def test_call_in_sick_without_visits_and_reckon_nothing(coming, office, workers, tomorrow) -> None:
    given = {"worker": workers[0].pk, "starts": "07:30", "reason": "sick"}
    text = log_in(office).post(f"/dayplans/absence/?on={tomorrow}", given, follow=True).content.decode()
    assert "没有上门受影响" in text
    assert not DayPlan.objects.exists()


def test_a_second_call_ends_the_plan_that_is_being_reckoned(coming, office, workers, tomorrow, provider) -> None:
    page = log_in(office)
    send(page, coming[0], workers[0], "09:00")
    running = DayPlan.objects.create(
        provider=provider, area=provider.area, on=tomorrow, seconds=300, seed=1, asked_at=timezone.now()
    )
    given = {"worker": workers[0].pk, "starts": "07:30", "reason": "sick"}
    page.post(f"/dayplans/absence/?on={tomorrow}", given)
    running.refresh_from_db()
    assert running.state == "failed"
    assert DayPlan.objects.exclude(pk=running.pk).get().state == "proposed"


def test_refuse_days_gone_others_and_nobody(coming, office, clerk, workers, tomorrow) -> None:
    page, today = log_in(office), timezone.localdate()
    assert page.get(f"/dayplans/absence/?on={today - timedelta(days=1)}").status_code == 404
    assert page.post(f"/dayplans/absence/?on={tomorrow}", {"worker": "", "starts": "07:30"}).status_code == 422
    assert log_in(clerk).get(f"/dayplans/absence/?on={tomorrow}").status_code == 403
    assert not Absence.objects.exists()
    assert set(Visit.objects.values_list("state", flat=True)) == {"planned"}
