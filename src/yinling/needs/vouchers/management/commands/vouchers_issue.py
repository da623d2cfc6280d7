"""Gives the month's vouchers: `yinling vouchers_issue [--month 2026-01]`; safe to repeat."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from yinling.kernel.actor import machine
from yinling.kernel.dates import parse_period
from yinling.needs.vouchers.actions import issue_month
from yinling.needs.vouchers.queries import voucher_kinds


class Command(BaseCommand):
    """Issues the vouchers of a month."""

    help = "发放当月（或指定月份）的消费券；可以重复运行，不会重复发放。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", default="", help="月份，如 2026-01；不写就是本月")

    def handle(self, **options: Any) -> None:
        month = _month(options["month"]) if options["month"] else timezone.localdate().replace(day=1)
        for kind in voucher_kinds():
            with tqdm(disable=None, file=sys.stderr, desc=kind.name) as bar:

                def show(done: int, total: int, bar: Any = bar) -> None:
                    bar.total, bar.n = total, done
                    bar.refresh()

                found = issue_month(
                    kind, month=month, by=machine("vouchers_issue"), at=timezone.now(), on_progress=show
                )
            self.stdout.write(
                f"{kind.name} {month:%Y-%m}：发放 {found.issued}，已有 {found.already}，不符合 {found.refused}"
            )
            for words, count in found.undecided.items():
                self.stdout.write(f"  不能决定 {count} 人：{words}")


def _month(text: str) -> date:
    try:
        return parse_period(text).from_.replace(day=1)
    except ValueError as fault:
        raise CommandError(f"--month 应写成 2026-01，而不是“{text}”") from fault
