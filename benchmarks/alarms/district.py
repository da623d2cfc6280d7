"""An invented district of devices: each hangs in a home of its own and speaks JSON over MQTT, a few speak DC-09.

`python -m benchmarks.alarms.district COUNT` fills the database of the settings.
"""

import sys
from datetime import timedelta

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402  settings come first
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from yinling.care.devices.models import Device, DeviceSeen, Installation  # noqa: E402
from yinling.foundation.access.models import Post, User  # noqa: E402
from yinling.gateways.policy.reading import load_pack  # noqa: E402
from yinling.gateways.storing import insert_lines  # noqa: E402
from yinling.people.registry.models import Person  # noqa: E402

DC09_DEVICES = 500
AT_ONCE = 20_000
PASSWORD = "an invented password"


def account_of(number: int) -> str:
    """What a device calls itself; numbers begin with 1."""
    return f"device-{number:06}"


def dc09_account_of(number: int) -> str:
    """The same of a base that speaks DC-09."""
    return f"{number:06}"


def build(count: int) -> None:
    """Device N hangs with person N."""
    now = (timezone.now() - timedelta(days=1)).isoformat()
    area = f"{load_pack(settings.PACK).area}001"
    everybody = count + DC09_DEVICES
    for start in range(1, everybody + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, everybody + 1))
        people = [(n, f"虚构{n}", "female", "1940-01-01", area, area, "", "", "", now) for n in numbers]
        columns = ("id", "name", "sex", "birth_date", "area", "registered_area", "phone_masked", "phone_index",
                   "match_key", "registered_at")  # fmt: skip
        insert_lines(Person, columns, people)
        devices = [(n, "sos_base", *_line(n, count), "", "", "", "installed", area, now, now, "测速") for n in numbers]
        columns = ("id", "kind", "protocol", "account", "serial", "label", "secret", "state", "area", "watched_from",
                   "registered_at", "registered_by_name")  # fmt: skip
        insert_lines(Device, columns, devices)
        insert_lines(DeviceSeen, ("device_id",), [(n,) for n in numbers])
        homes = [(n, n, "卧室", now, "测速", "", "") for n in numbers]
        columns = ("device_id", "person_id", "room", "installed_at", "by_name", "removed_by_name", "why_removed")
        insert_lines(Installation, columns, homes)
    operator = User.objects.create_user("operator", password=PASSWORD, name="话务员")
    Post.objects.create(user=operator, role="call_operator", area=load_pack(settings.PACK).area, valid_from=now[:10])
    Authenticator.objects.create(user=operator, type=Authenticator.Type.TOTP, data={})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _line(number: int, count: int) -> tuple[str, str]:
    return ("json", account_of(number)) if number <= count else ("dc09", dc09_account_of(number - count))


if __name__ == "__main__":
    build(int(sys.argv[1]))
