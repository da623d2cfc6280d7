"""`yinling forecasts_snapshot`: takes the facts of everybody, without names, for calculations."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from yinling.kernel.actor import machine
from yinling.needs.forecasts.actions import start_snapshot, take


class Command(BaseCommand):
    """Takes a snapshot."""

    help = "为测算取数：全部老年人某一天的情况，不含姓名和证件号；中断后再次运行即接着取"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="截止日，默认今天")

    def handle(self, **options: Any) -> None:
        at = timezone.now()
        snapshot = start_snapshot(on=options["on"] or timezone.localdate(), by=machine("测算取数"), at=at)
        quiet = options["verbosity"] == 0
        with tqdm(total=snapshot.people_total, unit="人", disable=quiet or not self.stderr.isatty()) as bar:
            snapshot = take(snapshot_id=snapshot.pk, at=at, tell=lambda done, total: bar.update(done - bar.n) and None)
        if not quiet:
            self.stdout.write(f"已取 {snapshot.on} 的数据：{snapshot.people_done} 人，校验值 {snapshot.digest[:12]}。")
