"""Once an hour: bytes whose time is over are forgotten."""

from datetime import datetime, timedelta

from django.db import transaction

from yinling.care.devices.models import DeviceEvent, RawForgotten
from yinling.care.devices.queries.finding import rules
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of

EVENTS_AT_ONCE = 5_000


def forget_raw(*, by: Actor, at: datetime) -> int:
    """Takes the bytes off reports that are older than they may be kept, some at a time; how many."""
    before = at - timedelta(days=rules().raw_days(day_of(at)))
    forgotten = 0
    while part := _forget_part(before):
        forgotten += part
    if forgotten:
        record(by=by, at=at, verb="devices.forget_raw", subject="devices", area="", after={"reports": forgotten})
    return forgotten


@transaction.atomic
def _forget_part(before: datetime) -> int:
    """Reports are numbered as they came: the first that is young enough ends the walk."""
    RawForgotten.objects.get_or_create(pk=1)
    mark = RawForgotten.objects.select_for_update().get(pk=1)
    rows = DeviceEvent.objects.filter(pk__gt=mark.up_to_event).order_by("pk")
    old = []
    for number, received_at in rows.values_list("pk", "received_at")[:EVENTS_AT_ONCE]:
        if received_at >= before:
            break
        old.append(number)
    if not old:
        return 0
    count = DeviceEvent.objects.filter(pk__gt=mark.up_to_event, pk__lte=old[-1]).forget_raw()
    mark.up_to_event = old[-1]
    mark.save()
    return count
