"""`yinling visits_watch`: looks for visits that are late or missed and for unanswered offers; every few minutes."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.orders.actions.offering import lapse_overdue
from yinling.care.visits.actions.ending import watch
from yinling.kernel.actor import machine


class Command(BaseCommand):
    """迟到、漏访、超时未答复的提醒."""

    help = "查看今天的上门有没有迟到、漏访，派单有没有超时未答复，提醒机构和街镇。可以反复运行，不会重复提醒。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, or again and again."""
        parser.add_argument("--every", type=int, default=0, help="每隔多少秒看一次；默认只看一次")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was found."""
        while True:
            at, by = timezone.now(), machine("上门值守")
            late, missed = watch(by=by, at=at)
            self.stdout.write(f"迟到 {late} 次，漏访 {missed} 次，超时未答复 {lapse_overdue(by=by, at=at)} 单")
            if not options["every"]:
                return
            time.sleep(options["every"])
