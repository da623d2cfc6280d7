"""Homes of a demo: every device says that it lives, in its time, but for those that were unplugged."""

import json
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yinling.care.reception.domain.simulated import Said, Way, mqtt_message
from yinling.care.reception.management.simulator import WAYS, Simulated, Where, devices_at_home, send
from yinling.gateways.dialling.mqtt import Publisher
from yinling.gateways.receivers.mqtt import broker_at

LOOK_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 60.0
logger = logging.getLogger(__name__)


def _path() -> Path:
    return Path(settings.VAR) / "unplugged.json"


def unplugged() -> set[str] | None:
    """Accounts whose devices say nothing any more; None if nobody has ever said so."""
    return set(json.loads(_path().read_text())) if _path().is_file() else None


def keep_unplugged(accounts: set[str]) -> None:
    """Writes them down."""
    _path().parent.mkdir(parents=True, exist_ok=True)
    _path().write_text(json.dumps(sorted(accounts)))


class Homes:
    """Signs of life of all devices in homes; a device that is silent when this first begins stays so."""

    def __init__(self, where: Where, is_over: Callable[[], bool]) -> None:
        self._where, self._is_over = where, is_over
        self._due: dict[str, float] = {}
        self._number = int(time.time())

    def live(self) -> None:
        """Until it is over; where the receivers are away it tries again."""
        while not self._is_over():
            try:
                with ExitStack() as stack:
                    publisher = stack.enter_context(Publisher(broker_at(self._where.mqtt)))
                    while not self._is_over():
                        self.round(publisher, timezone.now(), time.monotonic())
                        time.sleep(LOOK_SECONDS)
            except OSError as fault:
                logger.info("simulated homes: %s", fault)
                time.sleep(LOOK_SECONDS)

    def round(self, publisher: Publisher, at: datetime, now: float) -> int:
        """Whoever's time has come says that it lives; how many did."""
        devices = devices_at_home(at)
        out = unplugged()
        if out is None:
            out = {device.account for device in devices if device.is_silent}
            keep_unplugged(out)
        spoke = 0
        for device in devices:
            if device.account in out or self._due.get(device.account, 0.0) > now:
                continue
            self._due[device.account] = now + min(LONGEST_PAUSE_SECONDS, device.period_seconds / 2)
            self._speak(device, publisher, at)
            spoke += 1
        return spoke

    def _speak(self, device: Simulated, publisher: Publisher, at: datetime) -> None:
        self._number += 1
        said = Said(device.account, "heartbeat", self._number, at, battery=device.battery)
        way = WAYS[device.line]
        if way is Way.MQTT:
            publisher.mention(*mqtt_message(said))
        else:
            send(said, way, self._where)
