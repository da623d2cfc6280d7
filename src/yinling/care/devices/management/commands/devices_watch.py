"""`yinling devices_watch`: looks which devices fell silent and which came back; every minute."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.devices.actions.installing import lapse_tests
from yinling.care.devices.actions.watching import WATCHER, watch_silence


class Command(BaseCommand):
    """设备失联和恢复的发现."""

    help = "查看哪些设备失联、哪些恢复，结束忘记结束的安装测试。可以反复运行，也可以几处同时运行，每次失联只记一次。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or again and again."""
        parser.add_argument("--every", type=int, default=0, help="每隔多少秒看一次；默认只看一次")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was found."""
        while True:
            at = timezone.now()
            done, lapsed = watch_silence(at=at), lapse_tests(by=WATCHER, at=at)
            self.stdout.write(f"新失联 {done.silent} 台，恢复 {done.back} 台，退出测试 {lapsed} 台")
            if not options["every"]:
                return
            time.sleep(options["every"])
