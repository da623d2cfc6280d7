"""`yinling visits_schedule`: the coming days' visits from plans and orders; for cron or the scheduler."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.visits.actions.scheduling import schedule
from yinling.gateways.policy.visits import load_visit_limits
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of


class Command(BaseCommand):
    """照护计划和订单排成上门."""

    help = "把照护计划和接下的订单排成今后几天的上门。可以反复运行，不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From a day, over so many days."""
        parser.add_argument("--from", dest="from_", type=date.fromisoformat, help="从哪一天起，默认今天")
        parser.add_argument("--days", type=int, help="排几天，默认按本区的限值")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many are new."""
        at = timezone.now()
        from_ = options["from_"] or day_of(at)
        days = options["days"] or load_visit_limits(settings.PACK).schedule_days
        made = schedule(from_=from_, until=from_ + timedelta(days=days), by=machine("排上门"), at=at)
        self.stdout.write(f"新排上门 {made} 次")
