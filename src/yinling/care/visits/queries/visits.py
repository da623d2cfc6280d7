"""Visits as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from yinling.care.catalogue.queries import services
from yinling.care.orders.queries.lists import clock
from yinling.care.visits.domain.lateness import lateness, latest_start
from yinling.care.visits.models import MarkKind, Rating, Visit, VisitMark, VisitRecord, VisitState
from yinling.care.visits.queries.planning import goers_of
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range
from yinling.kernel.dates import SHANGHAI, day_of, minute_of_day
from yinling.people.registry.queries import person_cards
from yinling.people.workforce.queries.workers import worker_lines

PAGE_ROWS = 25
NOT_BEGUN = (VisitState.PLANNED, VisitState.ASSIGNED, VisitState.MISSED)
TONES = {
    "planned": "wait", "assigned": "info", "under_way": "info", "done": "good", "missed": "bad", "cancelled": "off",
    "refused": "off",
}  # fmt: skip
ODDITIES = {
    "no_arrival": "没有到达记录",
    "no_leaving": "没有离开记录",
    "not_at_door": "到达和离开都不在老人家门口",
    "leaving_before_arrival": "离开早于到达",
    "clock_ahead": "手机时间不准",
    "too_short": "服务时间不足",
    "corrected": "人工更正过时间",
    "no_photo": "没有照片",
    "no_signature": "没有老人签字",
    "no_result": "没有登记结果",
}


@dataclass(frozen=True)
class VisitLine:
    """One visit; the person is masked. Times are words like 09:00."""

    id: int
    person_id: int
    person_name_masked: str
    area_name: str
    provider_id: int
    provider_name: str
    service_code: str
    service_name: str
    on: date
    window_words: str
    planned_words: str
    minutes: int
    carers_needed: int
    carer_names: tuple[str, ...]
    state: str
    state_words: str
    cause_words: str
    tone: str
    is_fixed: bool
    is_confirmed: bool
    is_proved: bool
    oddity_words: tuple[str, ...]
    minutes_late: int
    score: int | None


@dataclass(frozen=True)
class VisitFilter:
    """What to list of a day; empty = all. `after_id` goes on where a page ended."""

    on: date
    state: str = ""
    area: str = ""
    only_odd: bool = False
    after_id: int = 0


@dataclass(frozen=True)
class RecordLine:
    """One step of a visit; `changes` says what stood before and after."""

    verb: str
    state_words: str
    note: str
    changes: tuple[tuple[str, str, str], ...]
    who: str
    when: datetime


@dataclass(frozen=True)
class MarkLine:
    """One record of a phone."""

    kind_words: str
    said_at: datetime
    received_at: datetime
    how: str
    text: str
    tasks: tuple[tuple[str, str], ...]
    document_id: int | None


def visits_visible(actor: Actor, *, on: date) -> QuerySet[Visit]:
    """Visits that the actor may see on a day."""
    return Visit.objects.visible_to(actor, on=on)


def _filtered(wanted: VisitFilter, *, actor: Actor, at: datetime) -> QuerySet[Visit]:
    rows = visits_visible(actor, on=day_of(at)).filter(on=wanted.on)
    if wanted.area:
        first, last = code_range(wanted.area)
        rows = rows.filter(area__gte=first, area__lt=last)
    if wanted.only_odd:
        rows = rows.filter(state=VisitState.DONE).exclude(oddities=[])
    return rows.filter(state=wanted.state) if wanted.state else rows


def visit_lines(wanted: VisitFilter, *, actor: Actor, at: datetime) -> list[VisitLine]:
    """One page of a day's visits, by the time at which each is planned or may begin."""
    begins = Coalesce("planned_start", "window_from")
    rows = _filtered(wanted, actor=actor, at=at).annotate(begins=begins)
    shown = visits_visible(actor, on=day_of(at)).filter(pk=wanted.after_id).annotate(begins=begins)
    for last in shown.values_list("begins", flat=True)[:1]:
        rows = rows.filter(Q(begins__gt=last) | Q(begins=last, pk__gt=wanted.after_id))
    return lines_of(rows.order_by("begins", "pk")[:PAGE_ROWS], at=at)


def counts_by_state(wanted: VisitFilter, *, actor: Actor, at: datetime) -> list[tuple[str, str, int, str]]:
    """(state, words, how many, tone) of a day, within the filter's area."""
    rows = _filtered(VisitFilter(wanted.on, area=wanted.area), actor=actor, at=at)
    counts = dict(rows.values_list("state").annotate(Count("id")).order_by())
    return [(state, str(words), counts.get(state, 0), TONES[state]) for state, words in VisitState.choices]


def visit_line(visit_id: int, *, actor: Actor, at: datetime) -> VisitLine | None:
    """One visit; None if there is none that the actor may see."""
    return next(iter(lines_of(visits_visible(actor, on=day_of(at)).filter(pk=visit_id), at=at)), None)


def coming(person_id: int, *, actor: Actor, at: datetime, days: int = 14) -> list[VisitLine]:
    """Visits of a person from today on, soonest first; called-off ones too, so that nobody waits."""
    rows = visits_visible(actor, on=day_of(at)).filter(person=person_id, on__gte=day_of(at))
    return lines_of(rows.order_by("on", Coalesce("planned_start", "window_from"), "pk")[: 4 * days], at=at)


def past(person_id: int, *, actor: Actor, at: datetime, count: int = 10) -> list[VisitLine]:
    """Visits of a person before today, newest first."""
    rows = visits_visible(actor, on=day_of(at)).filter(person=person_id, on__lt=day_of(at))
    return lines_of(rows.order_by("-on", "-pk")[:count], at=at)


def overdue(rows: QuerySet[Visit], *, at: datetime, minutes: int = 1) -> QuerySet[Visit]:
    """Those of today that should have begun so many minutes ago and have not, latest first."""
    due = Coalesce("planned_start", "window_until")
    rows = rows.filter(on=day_of(at), state__in=NOT_BEGUN).annotate(due=due)
    return rows.filter(due__lte=minute_of_day(at) - minutes).order_by("due", "pk")


def late_now(*, actor: Actor, at: datetime) -> list[VisitLine]:
    """Today's visits that should have begun and have not, and those missed; latest first, at most a page."""
    return lines_of(overdue(visits_visible(actor, on=day_of(at)), at=at)[:PAGE_ROWS], at=at)


def records_of(visit_id: int, *, actor: Actor, at: datetime) -> list[RecordLine]:
    """The trail of a visit that the actor may see, in order."""
    visit = visits_visible(actor, on=day_of(at)).filter(pk=visit_id).first()
    return [_record(row) for row in visit.records.all()] if visit else []


def marks_of(visit_id: int, *, actor: Actor, at: datetime) -> list[MarkLine]:
    """What phones recorded of a visit that the actor may see, in the order of what they say."""
    visit = visits_visible(actor, on=day_of(at)).filter(pk=visit_id).first()
    return [_mark(row) for row in visit.marks.all()] if visit else []


def _mark(row: VisitMark) -> MarkLine:
    how = "扫码" if row.is_code_right else ""
    if not how and row.metres_from_door is not None:
        how = f"定位，离门口 {row.metres_from_door:.0f} 米"
    return MarkLine(
        kind_words=str(MarkKind(row.kind).label),
        said_at=row.said_at,
        received_at=row.received_at,
        how=how,
        text=row.content.get("text", ""),
        tasks=tuple((task["name"], TASK_STATES[task["state"]]) for task in row.content.get("tasks", [])),
        document_id=row.document_id,
    )


TASK_STATES = {"done": "已做", "not_done": "未做", "refused": "老人不需要", "extra": "额外做的"}
VERBS = {
    "assign": "安排人员", "release": "撤下人员", "start": "到达", "finish": "完成", "cancel": "取消", "refuse": "谢绝",
    "miss": "漏访", "fix": "固定", "confirm": "老人确认", "correct": "更正", "late": "迟到提醒",
    "prove": "重新核对凭证", "reopen": "恢复", "follow": "随照护计划调整",
}  # fmt: skip


def _record(row: VisitRecord) -> RecordLine:
    names = {
        field.name: str(field.verbose_name) for field in Visit._meta.get_fields() if hasattr(field, "verbose_name")
    }
    shown = [name for name in row.after if name not in ("state", "late_told_at")] if row.verb == "correct" else []
    return RecordLine(
        verb=VERBS.get(row.verb, row.verb),
        state_words=row.get_state_display(),
        note=row.note,
        changes=tuple((names[name], _said(row.before.get(name)), _said(row.after[name])) for name in shown),
        who=row.by_name,
        when=row.at,
    )


def _said(kept: object) -> str:
    """What a record keeps of a column, as people say it: moments by the clock here, oddities in words."""
    if isinstance(kept, list):
        return "、".join(ODDITIES.get(str(one), str(one)) for one in kept) or "—"
    if isinstance(kept, bool) or kept is None:
        return {True: "是", False: "否", None: "—"}[kept]
    try:
        return f"{datetime.fromisoformat(kept).astimezone(SHANGHAI):%H:%M}" if isinstance(kept, str) else str(kept)
    except ValueError:
        return str(kept)


def carers_of(visit_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Names of those who go, by visit."""
    found = goers_of(visit_ids)
    names = worker_lines({worker_id for each in found.values() for worker_id in each})
    return {visit_id: tuple(names[worker_id].name for worker_id in each) for visit_id, each in found.items()}


def lines_of(rows: Iterable[Visit], *, at: datetime) -> list[VisitLine]:
    """The visits for reading, in as many questions as there are tables."""
    found = list(rows.select_related("person", "provider") if isinstance(rows, QuerySet) else rows)
    cards = {card.id: card for card in person_cards({row.person for row in found}, on=day_of(at))}
    names = {code: line.name for code, line in services(with_withdrawn=True).items()}
    carers = carers_of(row.pk for row in found)
    scores = dict(Rating.objects.filter(visit__in=found).values_list("visit_id", "score"))
    return [
        VisitLine(
            id=row.pk,
            person_id=row.person_id,
            person_name_masked=cards[row.person_id].name_masked,
            area_name=cards[row.person_id].area_name,
            provider_id=row.provider_id,
            provider_name=row.provider.name,
            service_code=row.service_code,
            service_name=names.get(row.service_code, row.service_code),
            on=row.on,
            window_words=f"{clock(row.window_from)}–{clock(row.window_until)}",
            planned_words=clock(row.planned_start) if row.planned_start is not None else "",
            minutes=row.minutes,
            carers_needed=row.carers_needed,
            carer_names=carers.get(row.pk, ()),
            state=row.state,
            state_words=row.get_state_display(),
            cause_words=row.get_cause_display() if row.cause else "",
            tone=TONES[row.state],
            is_fixed=row.is_fixed,
            is_confirmed=row.is_confirmed,
            is_proved=row.is_proved,
            oddity_words=tuple(ODDITIES.get(code, code) for code in row.oddities),
            minutes_late=_minutes_late(row, at),
            score=scores.get(row.pk),
        )
        for row in found
    ]


def _minutes_late(row: Visit, at: datetime) -> int:
    if row.on != day_of(at) or row.state not in NOT_BEGUN:
        return 0
    due = latest_start(window_until=row.window_until, planned_start=row.planned_start)
    return lateness(latest_start=due, now=minute_of_day(at), late_minutes=1, missed_minutes=1).minutes
