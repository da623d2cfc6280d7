"""All receivers of one process: opened together, counted each minute, closed together."""

import asyncio
import gc
import logging
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db import InterfaceError, OperationalError, connection

from yinling.care.inlets.actions import Open, report_open
from yinling.care.inlets.queries import receivers_of
from yinling.care.reception.actions import keep_missing, keep_reports, keep_signs
from yinling.care.reception.queries import is_sign, key_of
from yinling.gateways.policy.devices import DeviceRules
from yinling.gateways.receivers.dc09 import Dc09
from yinling.gateways.receivers.doors import Door, DoorLimits
from yinling.gateways.receivers.embedded import EmbeddedBroker
from yinling.gateways.receivers.intake import Away, Intake
from yinling.gateways.receivers.mqtt import Hears, Mqtt, broker_at
from yinling.gateways.receivers.scaip import Scaip
from yinling.gateways.receivers.sockets import Listening, Speaker
from yinling.gateways.receivers.tally import Tally

logger = logging.getLogger(__name__)

OFF = "off"
LINES = {"dc09": "dc09", "scaip": "scaip", "mqtt": "json"}  # of devices, by the name of a receiver
COUNTED_SECONDS, REPORT_SECONDS = 60.0, 10.0
SWITCH_SECONDS = 0.001  # an alarm waits no longer for a thread that reads signs of life
FILES = 16_384
GARBAGE = 100_000  # objects between two looks for circles
SIGNS_NICE = 5  # whoever hears signs of life alone lets calls for help and pages go first


class NoAddress(ValueError):
    """Not `host:port`."""


@dataclass(frozen=True)
class Wanted:
    """What to open: `host:port` each (port 0: a free one), a broker's address, or `off`. Whoever hears signs of life
    alone opens no port: by DC-09 and SCAIP they come on the same way as calls."""

    dc09: str
    scaip: str
    mqtt: str
    group: str
    client: str
    authority: str = ""
    embedded: str = ""
    hears: Hears = Hears.ALL


_now = partial(datetime.now, UTC)  # Django's looks into the settings each time, which costs more than the time itself


class Receivers:
    """Opens what is wanted and says where; after `close` nothing is left running."""

    def __init__(self, wanted: Wanted, rules: DeviceRules, say: Callable[[str], None]) -> None:
        self._wanted, self._rules, self._say = wanted, rules, say
        self.intake = Intake(
            keep=keep_reports, keep_missing=keep_missing, keep_signs=keep_signs, is_sign=is_sign, clock=_now
        )
        self._keys = ThreadPoolExecutor(1, "keys")
        self._door = Door(DoorLimits(connections=min(5_000, _files() // 2)))
        self._listening: list[Listening] = []
        self._scaip = Scaip(self.intake, host="yinling.invalid")
        self._broker: EmbeddedBroker | None = None
        self._mqtt: Mqtt | None = None
        self._tallies: list[Tally] = []
        self._received: dict[str, int] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Receives until `stop`. Raises OSError, NoAddress, NoBroker."""
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.freeze()  # what was loaded stays; reports hold no circles, so that looking for some costs more than it finds
        gc.set_threshold(GARBAGE)
        if self._wanted.hears is Hears.SIGNS:
            os.nice(SIGNS_NICE)
        self.intake.start()
        try:
            await self._open()
            self._say("ready")
            counted = time.monotonic()
            while not await _stopped(stop, REPORT_SECONDS):
                await asyncio.to_thread(self._report)
                if time.monotonic() - counted >= COUNTED_SECONDS:
                    counted = time.monotonic()
                    self._count()
        finally:
            await self._close()

    async def _open(self) -> None:
        wanted, clock = self._wanted, self._rules.clock
        dc09 = Dc09(self.intake, key_of=self._key_of, behind=clock.behind, ahead=clock.ahead, clock=_now)
        await self._listen("DC-09", dc09, wanted.dc09)
        await self._listen("SCAIP", self._scaip, wanted.scaip)
        if wanted.embedded:
            self._broker = EmbeddedBroker(*address_of(wanted.embedded))
            await self._broker.open()
            self._say(f"broker mqtt://{wanted.embedded}")
        if wanted.mqtt and wanted.mqtt != OFF:
            group = "" if wanted.group == OFF else wanted.group
            self._mqtt = Mqtt(
                self.intake, self._rules.forms, broker=broker_at(wanted.mqtt, wanted.authority),
                client_id=wanted.client, group=group, hears=wanted.hears,
            )  # fmt: skip
            self._mqtt.start()
            self._tallies.append(self._mqtt.tally)
            self._say(f"MQTT   {self._mqtt.broker.host}:{self._mqtt.broker.port}")

    async def _listen(self, name: str, speaker: Speaker, address: str) -> None:
        if not address or address == OFF or self._wanted.hears is Hears.SIGNS:
            return
        host, port = address_of(address)
        listening = Listening(speaker, self._door)
        self._listening.append(listening)
        self._tallies.append(speaker.tally)
        self._say(f"{name:<6} tcp+udp {host}:{await listening.open(host, port)}")

    async def _key_of(self, account: str) -> bytes | None:
        return await asyncio.get_running_loop().run_in_executor(self._keys, _key_or_away, account)

    def _report(self) -> None:
        """Says by which lines we can be reached, so that our own silence is not taken for that of all devices."""
        ways = [(LINES[tally.name], tally) for tally in self._tallies if self._is_open(tally)]
        now = {line: tally.counts["received"] for line, tally in ways}
        said = [self._said(line, received > self._received.get(line, 0)) for line, received in now.items()]
        try:
            report_open(said, receiver=self._wanted.client, at=_now())
            self._received |= now
            if self._mqtt is not None:
                self._mqtt.turns.know(receivers_of(LINES["mqtt"], at=_now()))
        except (OperationalError, InterfaceError) as fault:
            logger.warning("not reported that we receive: %s", fault)
        finally:
            connection.close()  # this thread may be another one next time

    def _said(self, line: str, has_received: bool) -> Open:
        """Devices are heard where their signs of life are; a line is open where calls are taken."""
        hears, is_split = self._wanted.hears, line == LINES["mqtt"]
        return Open(line, has_received and not (is_split and hears is Hears.CALLS), hears is not Hears.SIGNS)

    def _is_open(self, tally: Tally) -> bool:
        return tally.name != "mqtt" or (self._mqtt is not None and self._mqtt.is_connected)

    def _count(self) -> None:
        for tally in self._tallies:
            logger.warning("%s", tally.line())
        for lane in self.intake.lanes:
            if len(lane):
                logger.warning("%s: %d waiting", lane.name, len(lane))

    async def _close(self) -> None:
        """Takes nothing new, keeps what was taken, then leaves the broker, so that it hears what is acknowledged."""
        for listening in self._listening:
            await listening.close()
        await self._scaip.close()
        await asyncio.to_thread(self.intake.stop)
        if self._mqtt is not None:
            await asyncio.to_thread(self._mqtt.stop)
        if self._broker is not None:
            await self._broker.close()
        self._keys.shutdown(wait=False, cancel_futures=True)
        self._count()


def address_of(text: str) -> tuple[str, int]:
    """`host:port`, `[::1]:port`. Raises NoAddress."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise NoAddress(text)
    return host.strip("[]"), int(port)


def _key_or_away(account: str) -> bytes | None:
    try:
        return key_of(account)
    except (OperationalError, InterfaceError) as fault:
        connection.close()
        raise Away(str(fault)) from fault


def _files() -> int:
    """As many open files as the system lets us have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    """Whether it is time to stop, after so many seconds at the latest."""
    try:
        return await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
