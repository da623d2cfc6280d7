"""`yinling wellbeing_escalate`: takes overdue tickets up a level; for the scheduler."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.care.wellbeing.actions.tickets import escalate_overdue
from yinling.kernel.actor import machine


class Command(BaseCommand):
    """The clock of tickets."""

    help = "到期没有办结的探访工单升级。可以反复运行，不会重复。"

    def handle(self, **options: Any) -> None:
        """Prints how many."""
        count = escalate_overdue(by=machine("探访工单"), at=timezone.now())
        self.stdout.write(f"升级工单 {count} 件")
