"""Who can be sent, who is on duty, who is nearest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yinling.care.responders.domain.reach import Spot, nearest
from yinling.care.responders.models import Duty, Responder, WeeklyDuty
from yinling.engines.routing.days_travel import Pace
from yinling.foundation.audit.actions import record_read
from yinling.kernel.actor import Actor
from yinling.kernel.area import ancestors
from yinling.kernel.dates import SHANGHAI, day_of, minute_of_day
from yinling.people.places.queries import full_names

PAGE_ROWS = 50


@dataclass(frozen=True)
class ResponderLine:
    """A responder for pages; the telephone is masked."""

    id: int
    name: str
    kind: str
    kind_words: str
    phone_masked: str
    area: str
    area_name: str
    mode_words: str
    user_id: int | None
    is_on_duty: bool
    has_left: bool


@dataclass(frozen=True)
class Reach:
    """Somebody who could come: seconds of travel, None where a place is unknown; where they set out from."""

    line: ResponderLine
    seconds: int | None
    spot: Spot | None = None

    @property
    def minutes(self) -> int | None:
        """Whole minutes, rounded up."""
        return None if self.seconds is None else -(-self.seconds // 60)


def phone_of(row: Responder, *, actor: Actor, reason: str, at: datetime) -> str:
    """A responder's telephone in the open; the read is logged. The caller has asked who may see."""
    record_read(by=actor, at=at, subject=f"responder:{row.pk}", area=row.area, fields=("phone",), reason=reason)
    return str(row.phone)


def responders_visible(actor: Actor) -> QuerySet[Responder]:
    """Responders whom the actor may see."""
    return Responder.objects.visible_to(actor)


def in_service(at: datetime) -> Q:
    """Responders who have not left."""
    return Q(left_on=None) | Q(left_on__gt=day_of(at))


def on_duty(at: datetime) -> set[int]:
    """Responders on duty at a moment, by rota or by the hours of every week."""
    minute, weekday = minute_of_day(at), at.astimezone(SHANGHAI).weekday()
    today = Q(weekday=weekday, starts__lte=minute, ends__gt=minute)
    past_midnight = Q(weekday=(weekday - 1) % 7, starts__lte=minute + 1440, ends__gt=minute + 1440)
    by_week = WeeklyDuty.objects.filter(today | past_midnight).values_list("responder_id", flat=True)
    by_rota = Duty.objects.filter(from_at__lte=at, until_at__gt=at).values_list("responder_id", flat=True)
    return {*by_week, *by_rota}


def looking_after(area: str, *, person_id: int | None, at: datetime) -> QuerySet[Responder]:
    """Responders in service whose area holds a place; who comes for one person alone, wherever that person lives."""
    near = Q(for_person=None, area__in=ancestors(area))
    return Responder.objects.filter(in_service(at), near | Q(for_person_id=person_id) if person_id else near)


def responder_lines(rows: Iterable[Responder], *, at: datetime) -> list[ResponderLine]:
    """Responders in words."""
    responders, ready = list(rows), on_duty(at)
    names = full_names([row.area for row in responders])
    return [
        ResponderLine(
            row.pk, row.name, row.kind, row.get_kind_display(), row.phone_masked, row.area, names[row.area],
            row.get_mode_display(), row.user_id, row.pk in ready, bool(row.left_on and row.left_on <= day_of(at)),
        )
        for row in responders
    ]  # fmt: skip


def reaches(
    spot: Spot | None, *, area: str, person_id: int | None, busy: Collection[int], paces: Mapping[str, Pace],
    at: datetime, limit: int,
) -> list[Reach]:  # fmt: skip
    """Free responders, on duty before others, nearest first, unknown places last; at most `limit`.

    `spot` is the door, (longitude, latitude); `busy` are those who are sent elsewhere.
    """
    rows = {row.pk: row for row in looking_after(area, person_id=person_id, at=at) if row.pk not in busy}
    starts = [(row.pk, row.spot, row.mode) for row in rows.values() if row.spot is not None]
    seconds = dict(nearest(spot, starts, paces)) if spot else {}
    found = [Reach(line, seconds.get(line.id), rows[line.id].spot) for line in responder_lines(rows.values(), at=at)]
    found.sort(key=lambda one: (not one.line.is_on_duty, one.seconds is None, one.seconds or 0, one.line.id))
    return found[:limit]


def to_tell(kinds: Collection[str], *, area: str, person_id: int | None, at: datetime) -> list[ResponderLine]:
    """Responders of some kinds who look after a place: those on duty, or all of them where nobody is."""
    rows = looking_after(area, person_id=person_id, at=at).filter(kind__in=kinds).order_by("pk")
    lines = responder_lines(rows, at=at)
    return [line for line in lines if line.is_on_duty] or lines


def duties_of(responder_id: int, *, since: datetime) -> list[Duty]:
    """Duties that end later than a moment, soonest first; the caller has asked who may see."""
    return list(Duty.objects.filter(responder=responder_id, until_at__gt=since).order_by("from_at")[:PAGE_ROWS])
