"""Keeping the list: every person of the register looked at, part by part; a part and its progress stored together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django_tasks import task

from yinling.care.wellbeing.domain.due import due_after
from yinling.care.wellbeing.domain.listing import Found
from yinling.care.wellbeing.models import Assignment, ListRun, Target, TargetStep, WelfareVisit
from yinling.care.wellbeing.queries.rules import first_due, found_of, risk_of
from yinling.foundation.audit.actions import record
from yinling.gateways.among import among
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor, machine
from yinling.kernel.area import ancestors, contains
from yinling.kernel.dates import day_of
from yinling.people.registry.queries import FactHistory, fact_histories, people_visible

PART_PEOPLE = 1_000
GONE = "不在册（已合并或移出名册）"
ELSEWHERE = "不再符合：住在本区"
Progress = Callable[[int, int], None]
CHANGED_FIELDS = (
    "area", "reasons", "risk", "per_month", "has_daily_call", "due_on", "until_on", "left_why", "visitor",
)  # fmt: skip


def refresh_list(*, on: date, by: Actor, at: datetime, tell: Progress = lambda done, total: None) -> ListRun:
    """Brings the list up to a day; one that was cut off goes on. Run again on the same facts it changes nothing."""
    return carry_on(start_run(on=on, by=by, at=at).pk, by=by, at=at, tell=tell)


def carry_on(run_id: int, *, by: Actor, at: datetime, tell: Progress = lambda done, total: None) -> ListRun:
    """Carries a walk to its end from where it stands; two at once do each part once."""
    run = ListRun.objects.get(pk=run_id)
    while run.is_running:
        run = _next_part(run_id, by, at)
        tell(run.people_done, run.people_total)
    return run


@task()
def carry_on_in_background(run_id: int, at: str) -> None:
    """A walk as a job of the queue; cut off, the next press or the clock goes on with it."""
    carry_on(run_id, by=machine("探访名单"), at=datetime.fromisoformat(at))


def start_run(*, on: date, by: Actor, at: datetime) -> ListRun:
    """A walk over the register; one that was cut off or still runs is returned instead."""
    total = people_visible(machine("探访名单"), on=on).count()
    try:
        with transaction.atomic():
            run = ListRun.objects.create(on=on, people_total=total, by_name=by.name, started_at=at)
            record(by=by, at=at, verb="wellbeing.refresh_list", subject=f"list_run:{run.pk}", area=by.area)
    except IntegrityError:
        run = ListRun.objects.get(is_running=True)
    return run


@transaction.atomic
def _next_part(run_id: int, by: Actor, at: datetime) -> ListRun:
    run = ListRun.objects.select_for_update().get(pk=run_id)
    if not run.is_running:
        return run
    people = people_visible(machine("探访名单"), on=run.on).filter(pk__gt=run.after_person).order_by("pk")
    rows = list(people.values_list("pk", "area")[:PART_PEOPLE])
    walked = Target.objects.open().filter(person_id__gt=run.after_person)
    if rows:
        walked = walked.filter(person_id__lte=rows[-1][0])
    part = _Part(run, {target.person_id: target for target in walked}, by, at)
    part.walk(rows)
    part.store()
    if rows:
        run.after_person, run.people_done = rows[-1][0], run.people_done + len(rows)
    else:
        run.is_running, run.finished_at = False, at
    run.save()
    return run


@transaction.atomic
def look_anew(person_ids: Collection[int], *, by: Actor, at: datetime) -> None:
    """Those of some people who are or were on the list, as where news of a death was wrong: what the next walk would
    find, at once."""
    list(ListRun.objects.select_for_update().filter(is_running=True))  # a walk that runs would list them beside us
    rows = list(Target.objects.select_for_update(of=("self",)).filter(person__in=person_ids))
    if not rows:
        return
    known = {target.person_id: target for target in rows if target.until_on is None}
    listed = {target.person_id for target in rows}
    people = people_visible(machine("探访名单"), on=day_of(at)).filter(pk__in=listed).order_by("pk")
    part = _Part(ListRun(on=day_of(at)), known, by, at)
    part.walk(list(people.values_list("pk", "area")))
    part.store()


@dataclass
class _Part:
    """Some people in the order of their numbers, and those of them who are on the list."""

    run: ListRun
    known: Mapping[int, Target]
    by: Actor
    at: datetime
    fresh: list[Target] = field(default_factory=list)
    changed: list[Target] = field(default_factory=list)
    steps: list[tuple[Target, str, str]] = field(default_factory=list)

    def walk(self, rows: Sequence[tuple[int, str]]) -> None:
        """Looks at everybody; whoever is on the list and was not come by is gone."""
        histories, district = fact_histories([person for person, _area in rows]), load_pack(settings.PACK).area
        for person, area in rows:
            found = self.look(histories[person], is_away=bool(area) and not contains(district, area))
            target = self.known.get(person)
            if found.is_listed and target is None:
                self.join(person, area, found)
            elif found.is_listed and target is not None:
                self.compare(target, area, found)
            elif target is not None:
                self.leave(target, found.unmet)
        here = {person for person, _area in rows}
        for person, target in self.known.items():
            if person not in here:
                self.leave(target, GONE)

    def look(self, history: FactHistory, *, is_away: bool) -> Found:
        """What the rules say of a person; whoever died today is visited no more, nor whoever lives elsewhere."""
        day = self.run.on if history.deceased_on != self.run.on else self.run.on + timedelta(days=1)
        found = found_of(history.on(day), on=day)
        return replace(found, unmet=found.unmet or ELSEWHERE) if is_away else found

    def join(self, person: int, area: str, found: Found) -> None:
        risk, due = risk_of(found.risk), first_due(self.run.on)
        target = Target(
            person_id=person, area=area, reasons=[asdict(one) for one in found.reasons], risk=risk.id,
            per_month=risk.visits_per_month, has_daily_call=risk.daily, from_on=self.run.on, first_due_on=due,
            due_on=due,
        )  # fmt: skip
        self.fresh.append(target)
        self.steps.append((target, "joined", "、".join(one.words for one in found.reasons)))
        self.run.joined += 1

    def compare(self, target: Target, area: str, found: Found) -> None:
        risk, reasons = risk_of(found.risk), [asdict(one) for one in found.reasons]
        now = (area, reasons, risk.id, risk.visits_per_month, risk.daily)
        if now == (target.area, target.reasons, target.risk, target.per_month, target.has_daily_call):
            return
        is_moved, is_oftener = area != target.area, risk.visits_per_month != target.per_month
        target.area, target.reasons, target.risk, target.per_month, target.has_daily_call = now
        if is_oftener:
            target.due_on = due_of(target)
        if is_moved:
            target.visitor_id = None
        self.changed.append(target)
        self.steps.append((target, "changed", f"{risk.words}；" + "、".join(one.words for one in found.reasons)))
        self.run.changed += 1

    def leave(self, target: Target, why: str) -> None:
        target.until_on, target.left_why = max(self.run.on, target.from_on), why[:200]
        self.changed.append(target)
        self.steps.append((target, "left", why))
        self.run.left += 1

    def store(self) -> None:
        """Stores all of it, visitors found."""
        staying = [target for target in self.changed if target.until_on is None]
        find_visitors([target for target in (*self.fresh, *staying) if target.visitor_id is None])
        Target.objects.bulk_create(self.fresh, batch_size=200)
        Target.objects.bulk_update(self.changed, CHANGED_FIELDS, batch_size=50)
        TargetStep.objects.bulk_create(
            (
                TargetStep(target=target, verb=verb, why=why[:300], by_name=self.by.name, at=self.at)
                for target, verb, why in self.steps
            ),
            batch_size=200,
        )


def due_of(target: Target) -> date:
    """When the next visit of somebody on the list is due, from the visits that count."""
    since = max(target.from_on, (target.last_visit_on or target.from_on).replace(day=1))
    rows = WelfareVisit.objects.filter(person=target.person_id, is_counted=True, on__gte=since)
    days = sorted(rows.values_list("on", flat=True))
    return due_after(target.from_on, target.first_due_on, days, per_month=target.per_month)


def find_visitors(targets: Iterable[Target]) -> None:
    """Names who visits each, as far as anybody is assigned: to the person, else to the nearest area around them."""
    wanted = list(targets)
    own: dict[int, int] = {}
    for condition in among("person_id", [target.person_id for target in wanted]):
        rows = Assignment.objects.filter(condition, until_on=None)
        own |= dict(rows.values_list("person_id", "visitor_id"))
    codes = {code for target in wanted for code in ancestors(target.area)}
    by_area: dict[str, int] = {}
    for start in range(0, len(codes), 500):
        some = sorted(codes)[start : start + 500]
        rows = Assignment.objects.filter(area__in=some, person=None, until_on=None)
        by_area |= dict(rows.values_list("area", "visitor_id"))
    for target in wanted:
        near = next((by_area[code] for code in ancestors(target.area) if code in by_area), None)
        target.visitor_id = own.get(target.person_id, near)
