"""The rota of the days to come: whose hours lie on which day, and when nobody is on duty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yinling.care.responders.domain.rota import Span, Weekly, gaps, weekly_spans, within
from yinling.care.responders.models import Duty, Responder, WeeklyDuty
from yinling.care.responders.queries.responders import in_service
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment, day_of

DAYS, RESPONDERS_MAX = 7, 200
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class RotaLine:
    """One responder's hours, day by day: (day, weekday in words, hours in words)."""

    responder_id: int
    name: str
    days: list[tuple[date, str, list[str]]]


@dataclass(frozen=True)
class Rota:
    """A week from today: everybody's hours, and when nobody is on duty."""

    days: list[tuple[date, str]]
    lines: list[RotaLine]
    gaps: list[Span]


def rota(actor: Actor, *, at: datetime) -> Rota:
    """The week from today on, within the actor's scope."""
    days = [day_of(at) + timedelta(days=number) for number in range(DAYS)]
    rows = list(Responder.objects.visible_to(actor).filter(in_service(at)).order_by("area", "pk")[:RESPONDERS_MAX])
    spans = _spans([row.pk for row in rows], days)
    lines = [
        RotaLine(row.pk, row.name, [(day, WEEKDAYS[day.weekday()], _on(spans[row.pk], day)) for day in days])
        for row in rows
    ]  # fmt: skip
    everybody = [span for one in spans.values() for span in one]
    until = day_moment(days[-1] + timedelta(days=1), 0)
    return Rota([(day, WEEKDAYS[day.weekday()]) for day in days], lines, gaps(everybody, at, until))


def own_hours(user_id: int, *, at: datetime) -> list[Span]:
    """When the responder with that log-in is on duty in the week from today on."""
    days = [day_of(at) + timedelta(days=number) for number in range(DAYS)]
    ids = list(Responder.objects.filter(in_service(at), user=user_id).values_list("pk", flat=True))
    until = day_moment(days[-1] + timedelta(days=1), 0)
    return within([span for one in _spans(ids, days).values() for span in one], at, until)


def week_of(responder_id: int) -> list[Weekly]:
    """A responder's hours of every week; the caller has asked who may see."""
    rows = WeeklyDuty.objects.filter(responder=responder_id).order_by("weekday", "starts")
    return [Weekly(*row) for row in rows.values_list("weekday", "starts", "ends")]


def _spans(ids: Iterable[int], days: list[date]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    weekly: dict[int, list[Weekly]] = defaultdict(list)
    for owner, *hours in WeeklyDuty.objects.filter(responder__in=ids).values_list(
        "responder_id", "weekday", "starts", "ends"
    ):
        weekly[owner].append(Weekly(*hours))
    for owner, told in weekly.items():
        found[owner] += weekly_spans(told, days)
    begins, ends = day_moment(days[0], 0), day_moment(days[-1] + timedelta(days=1), 0)
    single = Duty.objects.filter(responder__in=ids, from_at__lt=ends, until_at__gt=begins)
    for owner, from_at, until_at in single.values_list("responder_id", "from_at", "until_at"):
        found[owner].append((from_at, until_at))
    return found


def _on(spans: list[Span], day: date) -> list[str]:
    midnight = day_moment(day, 0)
    found = within(spans, midnight, day_moment(day + timedelta(days=1), 0))
    return [f"{_clock(begins - midnight)}–{_clock(ends - midnight)}" for begins, ends in found]


def _clock(since_midnight: timedelta) -> str:
    minutes = int(since_midnight.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
