"""`yinling wellbeing_list`: brings the list of people to be visited up to a day; for the scheduler."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from yinling.care.wellbeing.actions.listing import refresh_list
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of


class Command(BaseCommand):
    """Refreshes the list."""

    help = "按登记的情况更新探访名单；中断后再次运行即接着更新，重复运行不会重复列入"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="按哪一天的情况，默认今天")

    def handle(self, **options: Any) -> None:
        at, quiet = timezone.now(), options["verbosity"] == 0
        with tqdm(unit="人", disable=quiet or not self.stderr.isatty()) as bar:

            def tell(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            run = refresh_list(on=options["on"] or day_of(at), by=machine("探访名单"), at=at, tell=tell)
        if not quiet:
            self.stdout.write(
                f"按 {run.on} 的情况查了 {run.people_done} 人：列入 {run.joined}，变化 {run.changed}，移出 {run.left}"
            )
