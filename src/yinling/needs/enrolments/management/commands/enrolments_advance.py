"""`yinling enrolments_advance`: what happens by itself on a day; for cron or the scheduler."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.actions import automatic_programmes, end_of_the_dead, enrol_automatic, pause_overdue
from yinling.needs.entitlements.queries.packs import deployed_packs


class Command(BaseCommand):
    """免申即享的登记，逾期未认证的暂停，去世的终止。"""

    help = "登记免申即享的人员，暂停逾期未做生存认证的人员，终止去世人员的待遇。可以反复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One day, today unless told otherwise."""
        parser.add_argument("--on", type=date.fromisoformat, help="哪一天，如 2026-01-01；默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was done."""
        at, by = timezone.now(), machine("享受待遇每日办理")
        on = options["on"] or day_of(at)
        self.stdout.write(f"终止（去世） {end_of_the_dead(on=on, by=by, at=at)} 条")
        self.stdout.write(f"暂停（逾期未认证） {pause_overdue(on=on, by=by, at=at)} 条")
        for pack in deployed_packs():
            for programme in automatic_programmes(pack):
                new = enrol_automatic(programme=programme, pack=pack, on=on, by=by, at=at)
                self.stdout.write(f"免申即享 {new.programme} 新登记 {new.count} 人")
