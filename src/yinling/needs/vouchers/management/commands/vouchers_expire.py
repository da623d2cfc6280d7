"""Books what was not used by the month's end: `yinling vouchers_expire`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.kernel.actor import machine
from yinling.needs.vouchers.actions import expire


class Command(BaseCommand):
    """Expires the vouchers of months that are over."""

    help = "把已过月份未用完的消费券转为过期；可以重复运行。"

    def handle(self, **options: Any) -> None:
        moved = expire(on=timezone.localdate(), by=machine("vouchers_expire"), at=timezone.now())
        for month, fen in moved.items():
            self.stdout.write(f"{month.code}：过期 {fen / 100:.2f} 元")
