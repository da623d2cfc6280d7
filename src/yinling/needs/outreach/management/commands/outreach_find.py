"""`yinling outreach_find`: looks through the whole register for those who are entitled and do not receive."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from yinling.kernel.actor import machine
from yinling.needs.outreach.actions import find, start_search
from yinling.needs.outreach.queries.sought import UnknownProgramme, left_out


class Command(BaseCommand):
    """Finds leads."""

    help = "查找应享未享：符合条件而没有享受的老年人；中断后再次运行即接着查"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", action="append", default=[], help="只查这个项目，可写多次")
        parser.add_argument("--on", type=date.fromisoformat, help="按哪一天的情况，默认今天")

    def handle(self, **options: Any) -> None:
        at, on = timezone.now(), options["on"] or timezone.localdate()
        try:
            search = start_search(on=on, only=options["programme"], by=machine("应享未享查找"), at=at)
        except UnknownProgramme as fault:
            raise CommandError(str(fault)) from fault
        quiet = options["verbosity"] == 0
        with tqdm(total=search.people_total, unit="人", disable=quiet or not self.stderr.isatty()) as bar:
            search = find(search_id=search.pk, at=at, tell=lambda done, total: bar.update(done - bar.n) and None)
        if not quiet:
            self.stdout.write(f"按 {search.on} 的情况查了 {search.people_done} 人、{len(search.programmes)} 个项目：")
            self.stdout.write(f"新查出 {search.found} 条，结束 {search.ended} 条。")
            for each in left_out(on=on):
                self.stdout.write(f"没有查找：{each.name}（{each.pack}），{each.why}。")
