"""`yinling devices_tidy`: devices go where their people moved; old bytes are forgotten; every hour."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.devices.actions.tidying import follow_moves, forget_raw
from yinling.care.devices.actions.watching import WATCHER


class Command(BaseCommand):
    """设备随人搬迁，到期的报文原文清除。"""

    help = "老年人搬了家，设备的区划跟着改；超过保留期限的报文原文清除，事件本身留下。可以反复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was done."""
        at = timezone.now()
        moved, forgotten = follow_moves(by=WATCHER, at=at), forget_raw(by=WATCHER, at=at)
        self.stdout.write(f"随人搬迁 {moved} 台，清除原文 {forgotten} 条")
