"""A plan is asked for, reckoned in the background, stopped, dropped; the proposal changes nothing by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yinling.care.dayplans.domain.days import Translated, translate
from yinling.care.dayplans.domain.faults import BadDay
from yinling.care.dayplans.domain.plans import FAULTS, tell_measures
from yinling.care.dayplans.domain.proposals import Known, Proposed, measures_before, proposed, with_own_way
from yinling.care.dayplans.models import DayPlan, PlanLine, PlanRecord, PlanState
from yinling.care.dayplans.queries.days import StoredDay, day_schema, stored_day
from yinling.care.orders.actions.permits import permit
from yinling.care.orders.domain.states import NotThere, StepRefused, after, moves
from yinling.engines.routing.days_checking import check
from yinling.engines.routing.days_plan import Plan
from yinling.engines.routing.days_search import Effort, Progress, solve
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of, minute_of_day
from yinling.people.providers.queries import providers_visible
from yinling.people.workforce.queries.words import skill_words

SECONDS_MAX = 600
REPLAN_SECONDS, REPLAN_SECONDS_MAX = 3, 5  # with reading, checking and keeping it is five in all
STALE = timedelta(minutes=30)
CUT_OFF = "计算中断，没有结果"
GAVE_WAY = "又有人请假，改为重排"
TOMORROW = -1_440  # of a day to come nothing has passed
LATE = "约定的时段已经过去"
PLAN_MOVES = moves(
    stop=("running", "running"), propose=("running", "proposed"), fail=("running applying", "failed"),
    drop=("proposed", "dropped"), change=("proposed", "proposed"), apply=("proposed", "applying"),
    finish=("applying", "applied"),
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What to reckon: whose day, for how long, from which seed."""

    provider_id: int
    on: date
    seconds: int
    seed: int = 1
    is_replan: bool = False


@transaction.atomic
def ask(wanted: Wanted, *, by: Actor, at: datetime) -> DayPlan:
    """Begins a plan, to be reckoned by the job. Raises StepRefused if one is being reckoned, or the day is over."""
    permit(by, "visits.manage")
    _require(wanted, by, at)
    provider = providers_visible(by).filter(pk=wanted.provider_id).first()
    if provider is None:
        raise NotThere()
    _give_up_stale(wanted, by, at)
    try:
        with transaction.atomic():
            plan = DayPlan.objects.create(
                provider=provider, area=provider.area, on=wanted.on, is_replan=wanted.is_replan,
                seconds=wanted.seconds, seed=wanted.seed, asked_at=at,
            )  # fmt: skip
    except IntegrityError as running:
        raise StepRefused("这一天的计划正在计算，请等它完成或先结束它") from running
    keep(plan, "ask", by=by, at=at)
    return plan


def _require(wanted: Wanted, by: Actor, at: datetime) -> None:
    if by.organisation_id is not None and by.organisation_id != wanted.provider_id:
        raise NotThere()
    most = REPLAN_SECONDS_MAX if wanted.is_replan else SECONDS_MAX
    if not 1 <= wanted.seconds <= most:
        raise StepRefused(f"计算时间应为 1 到 {most} 秒")
    if wanted.on < day_of(at):
        raise StepRefused("过去的日子不能再排")


def _give_up_stale(wanted: Wanted, by: Actor, at: datetime) -> None:
    """A job that was cut off with its machine does not block the day for ever."""
    rows = DayPlan.objects.filter(provider=wanted.provider_id, on=wanted.on, state__in=["running", "applying"])
    for plan_id in rows.filter(asked_at__lt=at - STALE).values_list("pk", flat=True):
        fail(plan_id, CUT_OFF, by=by, at=at)


@transaction.atomic
def give_way(provider_id: int, *, on: date, by: Actor, at: datetime) -> None:
    """Ends whatever is being reckoned for a day: something more urgent has come up."""
    for plan_id in DayPlan.objects.filter(provider=provider_id, on=on, state=PlanState.RUNNING).values_list("pk"):
        fail(plan_id[0], GAVE_WAY, by=by, at=at)


def keep(plan: DayPlan, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """Keeps a step of a plan."""
    PlanRecord.objects.create(plan=plan, verb=verb, note=note[:200], by_user_id=by.user_id, by_name=by.name, at=at)
    subject = f"dayplan:{plan.pk}"
    record(by=by, at=at, verb=f"dayplans.{verb}", subject=subject, area=plan.area, reason=note, after={"on": plan.on})


def locked_plan(plan_id: int, verb: str, *, by: Actor) -> DayPlan:
    """The plan, locked until the transaction ends, in a state that allows the verb. Raises NotThere, WrongState."""
    plan = DayPlan.objects.select_for_update().filter(pk=plan_id).first()
    if plan is None or not DayPlan.objects.visible_to(by).filter(pk=plan_id).exists():
        raise NotThere()
    plan.state = after(PLAN_MOVES, verb, plan.state)
    return plan


@transaction.atomic
def stop(*, plan_id: int, by: Actor, at: datetime) -> None:
    """Ends the reckoning soon, with the best plan so far. Raises WrongState."""
    permit(by, "visits.manage")
    plan = locked_plan(plan_id, "stop", by=by)
    plan.is_stopping = True
    plan.save(update_fields=["is_stopping"])
    keep(plan, "stop", by=by, at=at)


@transaction.atomic
def drop(*, plan_id: int, by: Actor, at: datetime) -> None:
    """Lays a proposal aside. Raises WrongState."""
    permit(by, "visits.manage")
    plan = locked_plan(plan_id, "drop", by=by)
    plan.save(update_fields=["state"])
    keep(plan, "drop", by=by, at=at)


def reckon(plan_id: int, *, clock: Callable[[], float], by: Actor, at: datetime) -> None:
    """Reckons a plan and keeps the proposal, or why there is none; one that is no longer waited for is left alone."""
    plan = DayPlan.objects.filter(pk=plan_id, state=PlanState.RUNNING).first()
    if plan is None:
        return
    now = minute_of_day(at) if plan.on == day_of(at) else TOMORROW
    day = stored_day(plan.provider_id, on=plan.on, now=now, is_replan=plan.is_replan)
    try:
        found = _solved(plan, day, clock)
    except BadDay as fault:
        fail(plan_id, "；".join(fault.faults[:3]), by=by, at=at)
    else:
        if DayPlan.objects.filter(pk=plan_id, state=PlanState.RUNNING).exists():
            _propose(plan_id, day, found, by=by, at=at)


def _solved(plan: DayPlan, day: StoredDay, clock: Callable[[], float]) -> tuple[Translated, Plan]:
    """The best plan found, checked by other code than found it. Raises BadDay."""
    given = translate(day_schema(), day.given)
    translated = replace(given, problem=with_own_way(given.problem, day.work.own_way_minutes))
    effort = Effort(seed=plan.seed, seconds=float(plan.seconds), clock=clock)
    found = solve(translated.problem, effort=effort, watch=Watch(plan.pk, clock))
    if faults := check(translated.problem, found):
        raise BadDay(["计划没有通过核对：" + "；".join(FAULTS[fault.code] for fault in faults[:3])])
    return translated, found


class Watch:
    """Tells the page of progress about once a second, and whether the dispatcher has asked to stop."""

    def __init__(self, plan_id: int, clock: Callable[[], float]) -> None:
        self.plan_id, self.clock, self.told_at = plan_id, clock, clock()

    def __call__(self, progress: Progress) -> bool:
        if self.clock() - self.told_at < 1.0:
            return False
        self.told_at = self.clock()
        rows = DayPlan.objects.filter(pk=self.plan_id)
        rows.update(share=min(100, round(100 * progress.share)), unserved=progress.unserved)
        return not rows.filter(state=PlanState.RUNNING, is_stopping=False).exists()


@transaction.atomic
def fail(plan_id: int, why: str, *, by: Actor, at: datetime) -> None:
    """Keeps why there is no plan."""
    plan = locked_plan(plan_id, "fail", by=by)
    plan.failure, plan.finished_at = why[:400], at
    plan.save(update_fields=["state", "failure", "finished_at"])
    keep(plan, "fail", by=by, at=at, note=why)


@transaction.atomic
def _propose(plan_id: int, day: StoredDay, found: tuple[Translated, Plan], *, by: Actor, at: datetime) -> None:
    plan = locked_plan(plan_id, "propose", by=by)
    translated, best = found
    known = [Known(one.id, one.workers, one.starts) for one in day.movable]
    lines = proposed(best, known, skills=skill_words())
    late = [Proposed(Known(one.id, one.workers, one.starts), (), None, (LATE,)) for one in day.late]
    PlanLine.objects.bulk_create([_line(plan, one, day) for one in [*lines, *late]], batch_size=500)
    plan.share, plan.finished_at, plan.guessed = 100, at, len(day.guessed)
    plan.unserved = sum(not one.workers for one in [*lines, *late])
    plan.measures, plan.kept_away = tell_measures(best.measures), dict(translated.kept_away)
    plan.measures_before = tell_measures(measures_before(translated))
    plan.save()
    keep(plan, "propose", by=by, at=at)


def _line(plan: DayPlan, one: Proposed, day: StoredDay) -> PlanLine:
    return PlanLine(
        plan=plan, visit_id=one.known.visit_id, workers=list(one.workers), starts=one.starts,
        workers_before=list(one.known.workers), starts_before=one.known.starts, is_disturbed=one.is_disturbed,
        is_place_guessed=one.known.visit_id in day.guessed, reasons=list(one.reasons),
    )  # fmt: skip
