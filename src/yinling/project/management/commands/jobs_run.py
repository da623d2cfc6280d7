"""`yinling jobs_run`: runs the commands of the schedule, each when it is due, until stopped."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from yinling.project.schedule import DEMO_SCHEDULE, SCHEDULE

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs scheduled commands."""

    help = "按计划运行定时任务"
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        schedule = DEMO_SCHEDULE | SCHEDULE if settings.DEMO else SCHEDULE
        due = dict.fromkeys(schedule, time.monotonic())
        while True:
            for command, minutes in schedule.items():
                if time.monotonic() >= due[command]:
                    due[command] = time.monotonic() + 60 * minutes
                    run(command)
            time.sleep(5)


def run(command: str) -> None:
    """One command; a failure is logged and does not stop the others."""
    close_old_connections()
    try:
        call_command(command, verbosity=0)
    except Exception:
        logger.exception("定时任务 %s 失败", command)
