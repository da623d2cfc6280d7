"""A day is planned, taken, planned again after a sick call; nobody is ever in two homes."""

import time
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest

from tests.care import story
from tests.care.dayplans.conftest import hurried, visit_of
from tests.care.visits.conftest import AT, ON, moment
from yinling.care.dayplans.actions import applying, proposing
from yinling.care.dayplans.models import DayPlan
from yinling.care.orders.domain.states import NotPermitted, NotThere, StepRefused, WrongState
from yinling.care.visits.actions import assigning
from yinling.care.visits.models import Visit, VisitCarer
from yinling.kernel.actor import Actor, machine
from yinling.people.workforce.events import WorkerAbsent
from yinling.people.workforce.models import Absence
from yinling.project.wiring import REACTIONS

JOB = machine("日计划")


def plan_day(office: Actor, *, at=AT, is_replan: bool = False) -> DayPlan:
    """A proposal for the office's day."""
    wanted = proposing.Wanted(office.organisation_id, ON, 1, is_replan=is_replan)
    plan = proposing.ask(wanted, by=office, at=at)
    proposing.reckon(plan.pk, clock=hurried, by=JOB, at=at)
    return DayPlan.objects.get(pk=plan.pk)


def take(plan: DayPlan, office: Actor, at=AT) -> DayPlan:
    """The proposal is taken and carried out."""
    applying.accept(plan_id=plan.pk, by=office, at=at)
    applying.carry_out(plan.pk, by=replace(office, role="machine"), at=at)
    return DayPlan.objects.get(pk=plan.pk)


def in_two_homes() -> list[tuple[VisitCarer, VisitCarer]]:
    """Pairs of visits of one carer that overlap."""
    rows = list(VisitCarer.objects.exclude(visit__state="cancelled"))
    return [
        (one, two)
        for one, two in combinations(rows, 2)
        if (one.worker_id, one.on) == (two.worker_id, two.on) and one.starts < two.ends and two.starts < one.ends
    ]


def is_ill(worker, office: Actor, at) -> None:
    """The carer calls in sick for the day."""
    ends = at + timedelta(days=1)
    absence = Absence.objects.create(worker=worker, starts_at=at, ends_at=ends, reason="sick", recorded_by="测", at=at)
    event = WorkerAbsent(absence.pk, worker.pk, worker.provider_id, ON, at, ends)
    for reaction in REACTIONS[WorkerAbsent]:
        reaction(event, by=office, at=at)


def test_propose_everybody_and_change_nothing_yet(visits, office) -> None:
    plan = plan_day(office)
    assert (plan.state, plan.unserved, plan.guessed, plan.share) == ("proposed", 0, 1, 100)
    lines = list(plan.lines.all())
    assert len(lines) == len(visits)
    assert {len(line.workers) for line in lines if line.visit_id == visits[4].pk} == {2}
    assert [line.visit_id for line in lines if line.is_place_guessed] == [visits[5].pk]
    assert plan.measures["served"] > plan.measures_before["served"] == 0
    assert not VisitCarer.objects.exists()
    assert [record.verb for record in plan.records.all()] == ["ask", "propose"]


def test_apply_a_proposal_with_every_check_again(visits, office) -> None:
    plan = take(plan_day(office), office)
    assert (plan.state, plan.left_over) == ("applied", 0)
    assert set(Visit.objects.values_list("state", flat=True)) == {"assigned"}
    assert not in_two_homes()
    with pytest.raises(WrongState):
        applying.accept(plan_id=plan.pk, by=office, at=AT)


def test_leave_out_what_changed_since_and_say_so(visits, office, workers) -> None:
    plan = plan_day(office)
    first, second = plan.lines.all()[:2]
    assigning.assign(assigning.Placing(first.visit_id, (workers[2].pk,), 545), by=office, at=AT)
    other = next(one for one in workers if one.pk in second.workers)
    Absence.objects.create(
        worker=other, starts_at=moment(0), ends_at=moment(0) + timedelta(days=1), reason="sick", recorded_by="测", at=AT
    )
    plan = take(plan, office)
    refusals = dict(plan.lines.exclude(refusal="").values_list("visit_id", "refusal"))
    assert "换了人或时间" in refusals[first.visit_id]
    assert other.name in refusals[second.visit_id]
    assert plan.left_over == len(refusals)
    assert Visit.objects.get(pk=first.visit_id).planned_start == 545
    assert not in_two_homes()


def test_keep_fixed_visits_and_replan_a_sick_call_with_few_disturbed(visits, office) -> None:
    take(plan_day(office), office)
    fixed = visits[0]
    assigning.fix(visit_id=fixed.pk, is_fixed=True, by=office, at=AT)
    before = {row.visit_id: (row.worker_id, row.starts) for row in VisitCarer.objects.exclude(visit=visits[4])}
    ill = next(row.worker for row in VisitCarer.objects.exclude(visit=fixed) if row.worker_id != before[fixed.pk][0])
    is_ill(ill, office, moment(7, 30))
    lost = set(Visit.objects.filter(state="planned").values_list("pk", flat=True))
    assert lost
    plan = plan_day(office, at=moment(7, 35), is_replan=True)
    assert fixed.pk not in {line.visit_id for line in plan.lines.all()}
    assert {line.visit_id for line in plan.lines.filter(is_disturbed=True)}.isdisjoint(lost)
    assert plan.lines.filter(is_disturbed=True).count() <= 1
    take(plan, office, at=moment(7, 40))
    assert not VisitCarer.objects.filter(worker=ill).exists()
    assert VisitCarer.objects.get(visit=fixed).starts == before[fixed.pk][1]
    assert not in_two_homes()


def test_say_why_somebody_stays_without_a_carer(provider, workers, office) -> None:
    man = visit_of(6, provider, wished_gender="male")
    past = visit_of(7, provider, window_from=480, window_until=500)
    plan = plan_day(office, at=moment(9))
    reasons = {line.visit_id: line.reasons for line in plan.lines.all()}
    assert any("男" in reason for reason in reasons[man.pk])
    assert reasons[past.pk] == [proposing.LATE]
    assert plan.unserved == 2


def test_refuse_two_at_once_strangers_and_the_past(visits, office, clerk) -> None:
    wanted = proposing.Wanted(office.organisation_id, ON, 1)
    plan = proposing.ask(wanted, by=office, at=AT)
    with pytest.raises(StepRefused):
        proposing.ask(wanted, by=office, at=AT)
    with pytest.raises(NotPermitted):
        proposing.ask(wanted, by=clerk, at=AT)
    with pytest.raises(NotThere):
        proposing.ask(replace(wanted, provider_id=0), by=office, at=AT)
    with pytest.raises(StepRefused):
        proposing.ask(replace(wanted, on=ON - timedelta(days=1)), by=office, at=AT)
    with pytest.raises(StepRefused):
        proposing.ask(replace(wanted, seconds=60, is_replan=True), by=office, at=AT)
    stranger = story.actor("care_provider", "stranger", organisation_id=None)
    with pytest.raises(NotThere):
        proposing.stop(plan_id=plan.pk, by=stranger, at=AT)
    later = proposing.ask(wanted, by=office, at=AT + timedelta(hours=1))
    assert DayPlan.objects.get(pk=plan.pk).state == "failed"
    assert later.state == "running"


def test_stop_with_the_best_so_far_and_drop_it(visits, office) -> None:
    plan = proposing.ask(proposing.Wanted(office.organisation_id, ON, 500), by=office, at=AT)
    proposing.stop(plan_id=plan.pk, by=office, at=AT)
    began = time.monotonic()
    proposing.reckon(plan.pk, clock=time.monotonic, by=JOB, at=AT)
    assert time.monotonic() - began < 200
    plan.refresh_from_db()
    assert plan.state == "proposed"
    proposing.drop(plan_id=plan.pk, by=office, at=AT)
    assert DayPlan.objects.get(pk=plan.pk).state == "dropped"
    assert not VisitCarer.objects.exists()


def test_name_a_lacking_skill_as_people_do(visits, workers, office) -> None:
    for worker in workers:
        worker.skills.all().delete()
    reasons = [reason for line in plan_day(office).lines.all() for reason in line.reasons]
    assert reasons
    assert not any("cooking" in reason or "basic_care" in reason for reason in reasons)
    assert any("技能" in reason for reason in reasons)
