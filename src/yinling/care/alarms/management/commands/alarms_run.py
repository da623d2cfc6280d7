"""`yinling alarms_run`: makes alarms climb, each second, and proves every half minute that none is stuck."""

import logging
import os
import signal
import socket
import time
from argparse import ArgumentParser
from datetime import datetime
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from yinling.care.alarms.actions.climbing import AT_ONCE, run_timers
from yinling.care.alarms.actions.watching import TIMERS, Findings, beat, watchdog

TICK_SECONDS, WATCH_SECONDS, BEAT_SECONDS = 1.0, 30.0, 5.0
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """呼叫应急的计时和值守."""

    help = "每秒执行到时的升级步骤，每 30 秒核对每个未关闭的报警都有下一步；一直运行到收到停止信号。可以同时运行几个。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once for tests and for a first look."""
        parser.add_argument("--once", action="store_true", help="只做一遍：执行到时的步骤，核对一次")

    def handle(self, **options: Any) -> None:
        """Runs until told to stop; a database that is locked or restarts is told of and tried again."""
        worker = f"计时 {socket.gethostname()[:40]}-{os.getpid()}"
        if options["once"]:
            done, found = run_timers(at=timezone.now(), worker=worker), watchdog(at=timezone.now())
            self.stdout.write(f"执行 {done} 步；未关闭 {found.open}，补上 {found.repaired}，超时 {found.late}")
            return
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopper(stop))
        Loop(worker).run(stop)


def _stopper(stop: Event) -> Any:
    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    return told


class Loop:
    """Ticks of one process. The watch and the beat go by a clock that nobody sets back."""

    def __init__(self, worker: str) -> None:
        self.worker, self.troubles = worker, 0
        self._watched = self._beaten = -WATCH_SECONDS

    def run(self, stop: Event) -> None:
        """Ticks until `stop`; a step that has begun is finished first."""
        while not stop.is_set():
            began = time.monotonic()
            is_behind = self.tick(timezone.now(), began)
            stop.wait(0 if is_behind else max(0.0, TICK_SECONDS - (time.monotonic() - began)))

    def tick(self, at: datetime, clock: float) -> bool:
        """What is due now; whether there is more. A fault of the database is said once, and tried again."""
        try:
            close_old_connections()
            done = run_timers(at=at, worker=self.worker)
            if clock - self._beaten >= BEAT_SECONDS:
                beat(TIMERS, at=at, found={"worker": self.worker})
                self._beaten = clock
            if clock - self._watched >= WATCH_SECONDS:
                self._tell(watchdog(at=at, worker=self.worker))
                self._watched = clock
        except Error as fault:
            self.troubles += 1
            if self.troubles == 1:
                _log.error("报警计时：数据库暂时不能用，继续重试：%s", fault)
            connection.close()
            return False
        if self.troubles:
            _log.warning("报警计时：数据库恢复，中断了 %s 次", self.troubles)
            self.troubles = 0
        return done >= AT_ONCE

    def _tell(self, found: Findings) -> None:
        if not found.is_well:
            _log.error("报警值守：未关闭、补上、超时、没有接收程序的接入方式：%s", tuple(vars(found).values()))
