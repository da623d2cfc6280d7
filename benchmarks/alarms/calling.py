"""Calls for help: how soon each is durable and told to a page; and how far the database is behind the heartbeats.

`python -m benchmarks.alarms.calling probe SECONDS` or `… storm COUNT`, with the deployment's ports in the environment.
"""

import http.client
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402  settings come first
from django.db import OperationalError, connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.alarms.district import DC09_DEVICES, account_of, dc09_account_of  # noqa: E402
from benchmarks.alarms.heartbeats import connected  # noqa: E402
from benchmarks.alarms.running import HOST  # noqa: E402
from yinling.care.alarms.actions.watching import watchdog  # noqa: E402
from yinling.care.alarms.models import Alarm, AlarmStep, AlarmTimer  # noqa: E402
from yinling.care.devices.models import DeviceSeen  # noqa: E402
from yinling.engines.telemetry.dc09 import Head, write  # noqa: E402
from yinling.engines.telemetry.dc09_contents import contact_id_content  # noqa: E402
from yinling.foundation.access.models import User  # noqa: E402
from yinling.gateways.dialling.dc09 import dial  # noqa: E402
from yinling.gateways.receivers.mqtt import Broker, client_of  # noqa: E402

COUNT, BROKER, WEB, DC09 = (int(os.environ[f"BENCH_{name}"]) for name in ("COUNT", "BROKER", "WEB", "DC09"))
CALL_SECONDS, LOOK_SECONDS, GIVEN_UP_SECONDS = 0.5, 0.002, 20.0
LAG_SECONDS, LAG_WINDOW_SECONDS, LAG_SAMPLE = 0.25, 3.0, 100
SETTLE_SAMPLE = 800
STORM_SECONDS, STORM_WAIT_SECONDS, REPEATED = 60.0, 300.0, 20  # every twentieth call is said twice


def event_frame(number: int, identifier: int, packet: int) -> bytes:
    """PUBLISH of an SOS, at least once."""
    topic, payload = f"yinling/{account_of(number)}/event", b'{"code":"sos","id":"%d"}' % identifier
    body = len(topic).to_bytes(2, "big") + topic.encode() + packet.to_bytes(2, "big") + payload
    return b"\x32" + bytes([len(body)]) + body


def probe(seconds: float) -> dict[str, Any]:
    """Calls by MQTT and by DC-09 in turn for so long."""
    random, until = np.random.default_rng(7), time.monotonic() + seconds
    callers = iter(random.permutation(COUNT)[: int(seconds / CALL_SECONDS) + 1] + 1)
    by_mqtt, by_dc09, lags = [], [], []
    with listening() as told, lagging(lags):
        way, number = connected(BROKER, "callers"), 0
        while time.monotonic() < until:
            began, number = time.monotonic(), number + 1
            if number % 2 and number // 2 < DC09_DEVICES:
                by_dc09.append(call_by_dc09(number // 2 + 1))
            else:
                by_mqtt.append(call_by_mqtt(way, int(next(callers)), number))
            time.sleep(max(0.0, CALL_SECONDS - (time.monotonic() - began)))
        time.sleep(2)
    return {
        "calls": len(by_mqtt) + len(by_dc09),
        "durable_by_mqtt_ms": spread(after - at for _device, at, after in by_mqtt),
        "acknowledged_by_dc09_ms": spread(after - at for _device, at, after in by_dc09),
        "on_the_page_ms": spread(page_delays(by_mqtt + by_dc09, told)),
        "last_seen_behind_ms": spread(lags),
        "processor_of_callers": round(time.process_time(), 1),
    }


def call_by_mqtt(way: Any, number: int, identifier: int) -> tuple[int, float, float]:
    """The device, when it called, when another connection of the database saw its alarm."""
    at = time.time()
    way.sendall(event_frame(number, identifier, identifier % 65_535 + 1))
    with connection.cursor() as cursor:
        while time.time() < at + GIVEN_UP_SECONDS:
            cursor.execute("SELECT 1 FROM alarms_alarm WHERE device_id = %s", [number])
            if cursor.fetchone():
                return number, at, time.time()
            time.sleep(LOOK_SECONDS)
    return number, at, at + GIVEN_UP_SECONDS


def call_by_dc09(number: int) -> tuple[int, float, float]:
    """The device, when it called, when it had its ACK, which follows what is durable."""
    account = dc09_account_of(number)
    content = contact_id_content(account, "101", zone="1")
    frame = write(Head("ADM-CID", number % 9999 + 1, account), content, at=timezone.now())
    at = time.time()
    is_taken = dial(HOST, DC09, frame).is_taken
    return COUNT + number, at, time.time() if is_taken else at + GIVEN_UP_SECONDS


@contextmanager
def listening() -> Iterator[list[tuple[float, int]]]:
    """A page of the call desk: when it was told of a change, and the number of the last step then."""
    told: list[tuple[float, int]] = []
    client, over = Client(), Event()
    client.force_login(User.objects.get(username="operator"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    thread = Thread(target=listen, args=(cookie, told, over), daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not told and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield told
    finally:
        over.set()


def listen(cookie: str, told: list[tuple[float, int]], over: Event) -> None:
    """Reads the stream, and asks anew when it ends, as a browser does."""
    last = ""
    while not over.is_set():
        line = http.client.HTTPConnection(HOST, WEB, timeout=70)
        line.request("GET", "/alarms/stream/", headers={"Cookie": cookie, "Last-Event-ID": last})
        answer = line.getresponse()
        if answer.status != 200:
            raise ConnectionError(answer.status)
        while said := answer.readline():
            if said.startswith(b"id: "):
                last = said[4:].decode().strip()
                told.append((time.time(), int(last.partition("-")[0])))
        time.sleep(0.5)


def page_delays(calls: list[tuple[int, float, float]], told: list[tuple[float, int]]) -> Iterator[float]:
    """From the call until the first word that the page had of its first step."""
    steps = dict(AlarmStep.objects.filter(verb="raise").values_list("alarm__device_id", "pk"))
    for device, at, _durable in calls:
        step = steps.get(device, sys.maxsize)
        yield next((when - at for when, newest in told if newest >= step and when >= at), GIVEN_UP_SECONDS)


@contextmanager
def lagging(found: list[float]) -> Iterator[None]:
    """How far behind the senders the database is: the age of the oldest heartbeat that it does not know yet."""
    over = Event()
    thread = Thread(target=look_behind, args=(found, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


def look_behind(found: list[float], over: Event) -> None:
    """Looks a few times a second at devices that spoke in the last seconds."""
    sent = np.memmap(os.environ["BENCH_SENT"], dtype="f8", mode="r", shape=(COUNT,))
    random = np.random.default_rng(3)
    while not over.wait(LAG_SECONDS):
        now = time.time()
        lately = np.flatnonzero((sent > now - LAG_WINDOW_SECONDS) & (sent <= now))
        if not lately.size:
            continue
        asked = random.choice(lately, min(LAG_SAMPLE, lately.size), replace=False)
        spoke = sent[asked].copy()
        now = time.time()
        known = dict(DeviceSeen.objects.filter(pk__in=(asked + 1).tolist()).values_list("pk", "last_seen_at"))
        heard = np.array([moment(known[int(number) + 1]) for number in asked])
        unknown = spoke[heard < spoke - 0.001]
        found.append(now - unknown.min() if unknown.size else 0.0)


def moment(at: Any) -> float:
    """Seconds since 1970; 0 never."""
    return float(at.timestamp()) if at else 0.0


def storm(count: int) -> dict[str, Any]:
    """So many calls of as many devices within a minute, some of them said twice."""
    seconds = float(os.environ.get("BENCH_STORM_SECONDS", STORM_SECONDS))
    way = client_of(Broker(HOST, BROKER), "storm")  # it says again what the broker did not acknowledge
    way.reconnect_delay_set(1, 1)
    way.max_inflight_messages_set(1000)
    way.connect(HOST, BROKER)
    way.loop_start()
    first = Alarm.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    called = set(Alarm.objects.values_list("device_id", flat=True))
    free = [number for number in (np.random.default_rng(11).permutation(COUNT) + 1).tolist() if number not in called]
    devices = free[:count]
    began, said = time.time(), 0
    for place, number in enumerate(devices):
        for _ in range(2 if place % REPEATED == 0 else 1):
            said += 1
            way.publish(f"yinling/{account_of(number)}/event", b'{"code":"sos","id":"s%d"}' % number, qos=1)
        time.sleep(max(0.0, began + (place + 1) * seconds / count - time.time()))
    until = time.time() + STORM_WAIT_SECONDS
    while raised(first) < count and time.time() < until:
        time.sleep(0.5)
    took = time.time() - began
    time.sleep(3)  # whatever would be raised twice has time to be
    rows = list(Alarm.objects.filter(pk__gt=first).values_list("device_id", "times_raised"))
    callers = {device for device, _ in rows}
    return {
        "calls": count, "said": said, "raised": len(callers & set(devices)),
        "doubled": sum(times > 1 for _device, times in rows) + len(rows) - len(callers),
        "all_raised_after_seconds": round(took, 1),
        "stuck": stuck(first),
    }  # fmt: skip


def raised(first: int) -> int:
    """Alarms after that number; none while the database restarts."""
    try:
        return Alarm.objects.filter(pk__gt=first).count()
    except OperationalError:
        connection.close()
        return 0


def stuck(first: int) -> int:
    """Open alarms after that number that wait for no next step, once the watchdog has looked."""
    watchdog(at=timezone.now())
    waiting = AlarmTimer.objects.filter(taken_at=None).values("alarm")
    return Alarm.objects.filter(pk__gt=first, closed_at=None).exclude(pk__in=waiting).count()


def settle(_nothing: float) -> dict[str, Any]:
    """When the last heartbeat of some devices is known to the database, after a line says that all were sent."""
    sent = np.memmap(os.environ["BENCH_SENT"], dtype="f8", mode="r", shape=(COUNT,))
    asked = np.linspace(0, COUNT - 1, SETTLE_SAMPLE).astype(int)
    DeviceSeen.objects.filter(pk__lte=1).exists()
    print("waiting", flush=True)
    sys.stdin.readline()
    waiting, until = asked, time.time() + STORM_WAIT_SECONDS
    while waiting.size and time.time() < until:
        rows = DeviceSeen.objects.filter(pk__in=(waiting + 1).tolist()).values_list("pk", "last_seen_at")
        known = dict(rows)
        waiting = waiting[[moment(known[int(number) + 1]) < sent[number] - 0.001 for number in waiting]]
        time.sleep(0.02)
    return {"at": time.time(), "unseen": int(waiting.size)}


def spread(seconds: Any) -> dict[str, float]:
    """Median, the ninety-ninth of a hundred, and the worst, in milliseconds."""
    values = np.array(list(seconds)) * 1000
    if not values.size:
        return {}
    return {"p50": round(float(np.median(values)), 1), "p99": round(float(np.quantile(values, 0.99)), 1),
            "max": round(float(values.max()), 1), "count": int(values.size)}  # fmt: skip


MODES: dict[str, Callable[[float], dict[str, Any]]] = {
    "probe": probe,
    "storm": lambda count: storm(int(count)),
    "settle": settle,
}

if __name__ == "__main__":
    result = MODES[sys.argv[1]](float(sys.argv[2]))
    print(json.dumps(result), flush=True)
    os._exit(0)  # the page's thread may wait for the next word
