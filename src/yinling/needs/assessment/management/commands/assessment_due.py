"""`yinling assessment_due`: opens re-assessments that fall due and lets grades run out; for cron or the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.kernel.actor import machine
from yinling.needs.assessment.actions import advance


class Command(BaseCommand):
    """到期评估."""

    help = "为快到期的等级登记重新评估，让过了有效期的等级失效。可以反复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many of each."""
        opened, ended = advance(by=machine("到期自动办理"), at=timezone.now())
        self.stdout.write(f"登记到期评估 {opened} 件，失效 {ended} 件")
