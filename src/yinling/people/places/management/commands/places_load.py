"""Loads the national list of divisions and the points of towns; may be repeated."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yinling.gateways.policy.root import policy_root
from yinling.kernel.actor import machine
from yinling.people.places.actions import DivisionsBroken, load_divisions

DIVISIONS_IN_FORCE_FROM = "2023-06-30"  # cut-off day of the National Bureau of Statistics' list


class Command(BaseCommand):
    """`yinling places_load`."""

    help = "装入全国统计用区划（本系统涉及的区县）和街镇坐标；可重复执行"

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads both files and stores them in one transaction."""
        folder = policy_root() / "national"
        rows = [{**row, "valid_from": DIVISIONS_IN_FORCE_FROM} for row in _rows(folder / "divisions.csv")]
        points = {row["code"]: (Decimal(row["lat"]), Decimal(row["lon"])) for row in _rows(folder / "town_points.csv")}
        try:
            count = load_divisions(rows, points=points, by=machine("places_load"), at=timezone.now())
        except DivisionsBroken as fault:
            raise CommandError(f"区划表有误：{fault}") from fault
        if options["verbosity"]:
            self.stdout.write(f"已装入区划 {count} 个，其中有坐标的街镇 {len(points)} 个")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
