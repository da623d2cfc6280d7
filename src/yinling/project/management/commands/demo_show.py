"""`yinling demo_show`: prints the log-ins of the demo district and what to try with each."""

from typing import Any

from django.core.management.base import BaseCommand

from yinling.foundation.access.domain.roles import ROLES
from yinling.project.demo.district import read_plan


class Command(BaseCommand):
    """Prints the demo's log-ins."""

    help = "列出演示区的登录名和可以试的事"
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        plan = read_plan()
        self.stdout.write(f"\n  登录名 · log-ins（密码都是 password: {plan['password']}）\n")
        for entry in plan["logins"]:
            role = ROLES[entry["role"]].name
            self.stdout.write(f"    {entry['username']:<12}{role}　{entry['try']}")
        self.stdout.write("")
