"""`yinling cycles_draft`: works out a month; stopped anywhere and run again it goes on, and doubles nothing."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from yinling.gateways.policy.programmes import load_programme
from yinling.kernel.actor import machine
from yinling.kernel.money import format_yuan
from yinling.needs.cycles.actions import StepRefused, Wanted, draft, open_cycle
from yinling.needs.cycles.queries import cycle_totals


class Command(BaseCommand):
    """编制一个月的发放。"""

    help = "编制一个月的发放：每人每个项目应发多少，与以前相差多少。中断后再运行会接着编，不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The month and what bounds it."""
        parser.add_argument("--month", required=True, help="月份，如 2026-01")
        parser.add_argument("--area", default="", help="区划代码；默认全区")
        parser.add_argument("--pack", default="", help="政策包；默认所部署的")
        parser.add_argument("--look-back", type=int, default=24, help="往前追溯的月数，默认 24")
        parser.add_argument("--instalment-percent", type=int, default=30, help="每月最多扣回的百分比，默认 30")
        parser.add_argument("--resume", action="store_true", help="接着编没有编完的月份（不写也会接着编）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Shows progress, then the sums."""
        by, at = machine("每月发放编制"), timezone.now()
        try:
            month = date.fromisoformat(f"{options['month']}-01")
        except ValueError as wrong:
            raise CommandError(f"月份不对：“{options['month']}”，应当像 2026-01") from wrong
        wanted = Wanted(month, options["area"], options["pack"], options["look_back"], options["instalment_percent"])
        try:
            cycle = open_cycle(wanted, by=by, at=at)
            with tqdm(total=None, unit="人", disable=None) as bar:

                def show(done: int, total: int) -> None:
                    bar.total = total
                    bar.update(done - bar.n)

                cycle = draft(cycle.pk, by=by, at=at, progress=show)
        except StepRefused as refused:
            raise CommandError(refused.words) from refused
        self.stdout.write(f"{options['month']} 编制完成：{cycle.persons_done} 人")
        for programme, what, count, fen in cycle_totals(cycle):
            name = load_programme(cycle.pack, programme).name if programme else "需要处理"
            self.stdout.write(f"  {name}：{what} {count} 笔" + (f" {format_yuan(fen)} 元" if programme else ""))
