"""Calendar addresses of carers, and what they answer."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from yinling.care.dayplans.models import CalendarFeed
from yinling.care.visits.queries.planning import carer_stops
from yinling.gateways.calendars import Entry, write_calendar
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_moment, day_of
from yinling.people.workforce.queries import workers_visible
from yinling.people.workforce.queries.workers import employed

DAYS_BACK, DAYS_AHEAD = 7, 21
PAGE_ROWS = 15


@dataclass(frozen=True)
class FeedLine:
    """A carer, and since when their calendar is open; None if it is not."""

    worker_id: int
    name: str
    open_since: datetime | None


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_lines(actor: Actor, *, on: date, after: int = 0) -> tuple[list[FeedLine], int | None]:
    """Carers of the actor's provider, by name, one page after a carer; and whom the next page comes after."""
    found = workers_visible(actor).filter(employed(on)).order_by("name", "pk")
    last = workers_visible(actor).filter(pk=after).first()
    if last is not None:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    workers = list(found[: PAGE_ROWS + 1])
    shown = workers[:PAGE_ROWS]
    rows = CalendarFeed.objects.filter(worker__in=shown, revoked_at=None)
    since = dict(rows.values_list("worker_id", "made_at"))
    return [FeedLine(one.pk, one.name, since.get(one.pk)) for one in shown], (
        shown[-1].pk if len(workers) > PAGE_ROWS else None
    )


def calendar_of(token: str, *, at: datetime) -> str | None:
    """The calendar file; None for a token that is unknown, revoked, or of somebody who has left."""
    feed = CalendarFeed.objects.filter(digest=digest_of(token)).select_related("worker").first()
    today = day_of(at)
    if feed is None or not feed.is_open(on=today, employed_until=feed.worker.employed_until):
        return None
    stops = carer_stops(feed.worker_id, from_=today - timedelta(days=DAYS_BACK), until=today + timedelta(DAYS_AHEAD))
    entries = [
        Entry(
            f"visit-{stop.visit_id}", day_moment(stop.on, stop.starts), day_moment(stop.on, stop.ends),
            f"{stop.surname}老人", stop.area_name,
        )
        for stop in stops
    ]  # fmt: skip
    return write_calendar(entries, title="上门安排", at=at)
