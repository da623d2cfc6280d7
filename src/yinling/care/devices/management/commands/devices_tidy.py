"""`yinling devices_tidy`: devices that missed what became of their people follow; old bytes are forgotten."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.devices.actions.following import follow_everybody
from yinling.care.devices.actions.tidying import forget_raw
from yinling.care.devices.actions.watching import WATCHER


class Command(BaseCommand):
    """设备随人变更，到期的报文原文清除。"""

    help = (
        "老年人搬家、去世、迁出，设备当时没有跟上的在这里补上；超过保留期限的报文原文清除，事件本身留下。可以反复运行。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was done."""
        at = timezone.now()
        moved, forgotten = follow_everybody(by=WATCHER, at=at), forget_raw(by=WATCHER, at=at)
        self.stdout.write(f"随人变更 {moved} 台，清除原文 {forgotten} 条")
