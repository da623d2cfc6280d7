"""`yinling daily_ask`: asks whether all is well, and sends somebody to the silent."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.daily.actions import ask, follow_silence
from yinling.kernel.actor import machine


class Command(BaseCommand):
    """The clock of the day."""

    help = "每天报平安：到时提醒，到点没有应答的派人上门。可以反复运行，不会重复。"

    def handle(self, **options: Any) -> None:
        """Prints what was done."""
        at, by = timezone.now(), machine("报平安")
        asked, sent = ask(by=by, at=at), follow_silence(by=by, at=at)
        self.stdout.write(f"提醒 {asked} 人，派人上门 {sent} 人")
