"""`yinling workforce_remind`: tells offices which certificates run out; once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.people.workforce.actions.reminding import tell_expiring


class Command(BaseCommand):
    """证书到期提醒."""

    help = "提醒机构哪些证书 60 天内、30 天内到期，哪些已经过期。可以反复运行，每张证书每一步只提醒一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many offices were told."""
        self.stdout.write(f"证书到期提醒 {tell_expiring(at=timezone.now())} 条")
