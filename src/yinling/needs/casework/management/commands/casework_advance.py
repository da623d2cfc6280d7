"""`yinling casework_advance`: puts in force what was noticed long enough; for cron or the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.kernel.actor import machine
from yinling.needs.casework.actions import put_due_in_force


class Command(BaseCommand):
    """公示期满、没有异议的办件生效."""

    help = "公示期满、没有未处理异议的办件生效。可以反复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many came into force."""
        done = put_due_in_force(by=machine("到期自动办理"), at=timezone.now())
        self.stdout.write(f"{len(done)} 件生效")
