"""When each device was heard last: `python -m benchmarks.alarms.seen COUNT FILE` writes seconds since 1970.

One that called for help was heard then too: it is left out, as no number.
"""

import sys

import django

django.setup()

import numpy as np  # noqa: E402  settings come first

from yinling.care.devices.models import DeviceEvent, DeviceSeen  # noqa: E402

if __name__ == "__main__":
    found = np.zeros(int(sys.argv[1]))
    rows = DeviceSeen.objects.filter(pk__lte=found.size, last_seen_at__isnull=False)
    for device, at in rows.values_list("pk", "last_seen_at").iterator(chunk_size=20_000):
        found[device - 1] = at.timestamp()
    called = DeviceEvent.objects.filter(device__lte=found.size).values_list("device", flat=True)
    found[[device - 1 for device in called]] = np.nan
    np.save(sys.argv[2], found)
