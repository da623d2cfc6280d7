"""Who could go to a visit, in the order of what it costs, with reasons for and against; in a day and in a proposal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.care.dayplans.conftest import visit_of
from tests.care.dayplans.test_proposals import plan_day
from tests.care.visits.conftest import AT, worker
from tests.signing_in import log_in
from yinling.care.dayplans.models import DayPlan
from yinling.care.dispatch.actions.moving import Move, move_in_plan
from yinling.care.dispatch.queries import chances as questions
from yinling.care.dispatch.queries.chances import KNOWN, WISHED, chances, trial
from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused, WrongState
from yinling.care.visits.actions import assigning
from yinling.care.visits.actions.sending import Placing
from yinling.care.visits.models import Visit, VisitCarer
from yinling.people.workforce.models import Qualification


def row_of(visit) -> Visit:
    return Visit.objects.select_related("order").get(pk=visit.pk)


def test_rank_by_wish_and_acquaintance_and_say_so(provider, workers, office) -> None:
    visit = visit_of(0, provider, wished_worker_id=workers[1].pk)
    found = chances(row_of(visit), now=None)
    assert [one.worker_id for one in found.able][0] == workers[1].pk
    assert WISHED in found.able[0].reasons
    assert {one.worker_id for one in found.able} == {worker.pk for worker in workers}
    earlier = visit_of(1, provider)
    day_before = visit.on - timedelta(days=1)
    Visit.objects.filter(pk=earlier.pk).update(person=visit.person, on=day_before)
    VisitCarer.objects.create(visit=earlier, worker=workers[2], on=day_before, starts=540, ends=570)
    Visit.objects.filter(pk=earlier.pk).update(state="done", started_at=AT, ended_at=AT)
    known = next(one for one in chances(row_of(visit), now=None).able if one.worker_id == workers[2].pk)
    assert known.reasons == (KNOWN,)


def test_name_the_skill_that_is_lacking_in_words(visits, workers, office, monkeypatch) -> None:
    given = questions.open_visit
    monkeypatch.setattr(questions, "open_visit", lambda *args: given(*args) | {"skills": ["dementia"]})
    found = chances(row_of(visits[0]), now=None)
    assert dict(found.others) == {"没有登记技能“认知症照护”": len(workers)}


def test_name_those_who_cannot_with_the_reason(visits, office, workers) -> None:
    man = chances(row_of(visit_of(6, visits[0].provider, wished_gender="male")), now=None)
    assert not man.able
    assert dict(man.others) == {"不是老人要求的性别": len(workers)}
    tight = visit_of(7, visits[0].provider, window_from=600, window_until=610, wished_worker_id=workers[0].pk)
    assigning.assign(Placing(visits[0].pk, (workers[0].pk,), 600), by=office, at=AT)
    found = chances(row_of(tight), now=None)
    assert workers[0].pk not in {one.worker_id for one in found.able}
    [wished] = found.unable
    assert (wished.worker_id, wished.objections) == (workers[0].pk, ("同一时间已有另一次上门",))


def test_rank_many_carers_in_as_many_questions_as_three(visits, office, provider) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as questions:
            chances(row_of(visits[0]), now=None)
        return len(questions)

    few = asked()
    for number in range(4, 20):
        worker(provider, number)
    assert asked() == few


def test_find_those_again_whom_a_reckoned_plan_sends(visits, office) -> None:
    plan = plan_day(office)
    for line in plan.lines.exclude(visit=visits[4].pk):
        at = trial(row_of(line.visit), line.workers, line.starts, now=None, plan=plan)
        assert at.notices[0].startswith("路上多")


def test_rank_two_who_go_together_at_one_time(visits, office, workers) -> None:
    assigning.assign(Placing(visits[0].pk, (workers[0].pk,), 540), by=office, at=AT)
    found = chances(row_of(visits[4]), now=None)
    assert len(found.able) >= 2
    assert len({one.starts for one in found.able}) == 1


def test_tell_the_way_of_a_trial_and_refuse_what_is_forbidden(visits, office, workers) -> None:
    row, ids = row_of(visits[0]), [workers[0].pk]
    assert trial(row, ids, 600, now=None).notices[0].startswith("路上多")
    assert "时段" in trial(row, ids, 1000, now=None).objections[0]
    assigning.assign(Placing(visits[1].pk, tuple(ids), 600), by=office, at=AT)
    assert trial(row, ids, 600, now=None).objections == ("同一时间已有另一次上门",)
    assert "赶不上" in trial(row, ids, 630, now=None).notices[0]


def test_change_a_proposal_before_it_is_taken(visits, office, workers) -> None:
    plan = plan_day(office)
    line = plan.lines.get(visit=visits[0].pk)
    other = next(one for one in workers if one.pk not in line.workers)
    busy = [one.starts for one in plan.lines.all() if other.pk in one.workers]
    starts = next(at for at in range(540, 901, 5) if all(abs(at - one) >= 60 for one in busy))
    before = plan.measures
    move_in_plan(Move(plan.pk, visits[0].pk, (other.pk,), starts), now=None, by=office, at=AT)
    plan = DayPlan.objects.get(pk=plan.pk)
    line.refresh_from_db()
    assert (line.workers, line.starts) == ([other.pk], starts)
    assert plan.measures["served"] == before["served"]
    assert plan.measures != before
    assert [record.verb for record in plan.records.all()][-1] == "change"
    assert not VisitCarer.objects.exists()


def test_refuse_a_change_that_cannot_be(visits, office, workers, clerk) -> None:
    plan = plan_day(office)
    taken = next(line for line in plan.lines.all() if len(line.workers) == 1)
    other = plan.lines.exclude(pk=taken.pk).exclude(visit=visits[4].pk).first()
    clash = Move(plan.pk, other.visit_id, tuple(taken.workers), taken.starts)
    with pytest.raises(StepRefused, match="同一时间"):
        move_in_plan(clash, now=None, by=office, at=AT)
    with pytest.raises(StepRefused, match="时段"):
        move_in_plan(Move(plan.pk, other.visit_id, (workers[0].pk,), 1200), now=None, by=office, at=AT)
    with pytest.raises(StepRefused, match="2 名"):
        move_in_plan(Move(plan.pk, visits[4].pk, (workers[0].pk,), 600), now=None, by=office, at=AT)
    with pytest.raises(NotPermitted):
        move_in_plan(clash, now=None, by=clerk, at=AT)
    with pytest.raises(NotThere):
        move_in_plan(Move(0, other.visit_id, (workers[0].pk,), 600), now=None, by=office, at=AT)
    DayPlan.objects.filter(pk=plan.pk).update(state="dropped")
    line = plan.lines.get(visit=other.visit_id)
    with pytest.raises(WrongState):
        move_in_plan(Move(plan.pk, other.visit_id, tuple(line.workers), line.starts), now=None, by=office, at=AT)


def test_change_a_proposal_on_its_page(visits, office, workers, monkeypatch) -> None:
    plan = plan_day(office)
    url = f"/dayplans/{plan.pk}/visits/{visits[0].pk}/"
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    page, line = log_in(office), plan.lines.get(visit=visits[0].pk)
    text = page.get(url).content.decode()
    assert "正在改方案" in text
    assert all(worker.name in text for worker in workers)
    given = {"worker": line.workers[0], "starts": line.starts}
    assert page.post(f"{url}trial", given).json()["objections"] == []
    sent = {"workers": line.workers, "starts": f"{line.starts // 60:02}:{line.starts % 60:02}"}
    assert page.post(f"{url}move", sent).url == f"/dayplans/{plan.pk}/"
    assert page.get(f"/dayplans/{plan.pk + 1}/visits/{visits[0].pk}/").status_code == 404


def test_send_somebody_else_to_a_missed_visit(visits, office, workers, monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    assigning.assign(Placing(visits[0].pk, (workers[0].pk,), 600), by=office, at=AT)
    Visit.objects.filter(pk=visits[0].pk).update(state="missed")
    page, url = log_in(office), f"/dayplans/visits/{visits[0].pk}/"
    assert "派去" in page.get(url).content.decode()
    assert page.post(f"{url}move", {"workers": [workers[1].pk], "starts": "10:30"}).status_code == 302
    visits[0].refresh_from_db()
    assert (visits[0].state, visits[0].planned_start) == ("assigned", 630)
    late = page.post(f"{url}move", {"workers": [workers[1].pk], "starts": "23:30"})
    assert "时段" in late.content.decode()
    Qualification.objects.filter(worker=workers[2], kind="health").update(valid_until=visits[0].on - timedelta(days=1))
    assert "过期" in page.get(url).content.decode()
