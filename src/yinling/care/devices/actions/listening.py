"""Whether what devices say is heard at all; while it is not, none of them is silent."""

from datetime import datetime

from yinling.care.devices.models import Device, DeviceSeen
from yinling.care.inlets.actions import note_outages
from yinling.care.inlets.queries import HEARD_MAX, Down, lines_closed, lines_quiet

TOGETHER = 20  # devices that spoke shortly before: so many do not all stop in one moment


def watch_lines(*, at: datetime) -> dict[str, datetime]:
    """Notes lines that are down; until when each was. After that every device of it has its whole time again."""
    used = Device.objects.filter(watched_from__isnull=False).order_by()
    lines = set(used.values_list("protocol", flat=True).distinct())
    quiet = [one for one in lines_quiet(lines, at=at) if _spoke_before(one)]
    return note_outages(lines_closed(lines, at=at) + quiet, at=at)


def _spoke_before(down: Down) -> bool:
    """Whether many devices spoke in the last minutes before the line fell quiet."""
    rows = DeviceSeen.objects.filter(device__protocol=down.line, last_seen_at__gt=down.since - HEARD_MAX)
    return rows.order_by()[:TOGETHER].count() >= TOGETHER
