"""`yinling casework_advance`: puts in force what was noticed long enough; for cron or the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.needs.casework.jobs import advance


class Command(BaseCommand):
    """公示期满、没有异议的办件生效."""

    help = "公示期满、没有未处理异议的办件生效。可以反复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many came into force."""
        self.stdout.write(f"{len(advance(at=timezone.now()))} 件生效")
