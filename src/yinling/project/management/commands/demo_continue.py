"""`yinling demo_continue`: the invented carers of the demo go on with their day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.project.demo.district import is_built
from yinling.project.demo.going_on import go_on


class Command(BaseCommand):
    """Carries the demo's day on to the present."""

    help = "让演示区里虚构的护理员把今天的上门继续做下去；有登录名的护理员由试用的人扮演，不会自动去"

    def handle(self, **options: Any) -> None:
        count = go_on(timezone.now()) if is_built() else 0
        self.stdout.write(f"演示：{count} 次上门有了新的进展")
