"""`yinling demo_build`: builds the invented demo district once; a second call changes nothing."""

import csv
import tempfile
from argparse import ArgumentParser
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from yinling.kernel.dates import day_of
from yinling.project.demo import (
    alarms,
    assessment,
    benefits,
    casting,
    claims,
    devices,
    district,
    forecasts,
    hearings,
    homebeds,
    outreach,
    plans,
    visits,
    vouchers,
    wellbeing,
    workforce,
)
from yinling.project.demo.people import Names, Row, invent, rosters

ELDERS_MIN = 120
ROSTERS_DAYS_AGO = 120  # before the first of the demo's three months of money
ELDERS_A_VISIT = 6  # unless it is said how many visits a day there are


class Command(BaseCommand):
    """Builds the demo district."""

    help = "建好虚构的演示区；已经建好则不作任何改变"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--elders", type=int, default=400, help="虚构老年人数，至少 120")
        parser.add_argument("--visits", type=int, default=0, help="今天大约有多少次上门，默认按人数的六分之一")

    def handle(self, **options: Any) -> None:
        if district.is_built():
            return
        self.stdout.write("正在建立演示区（虚构的人和机构）…")
        call_command("places_load", verbosity=0)
        elders = max(ELDERS_MIN, options["elders"])
        cast = district.Cast(district.read_plan(), timezone.now(), options["visits"] or elders // ELDERS_A_VISIT)
        register_people(elders, cast.at)
        district.open_logins(cast, people={})
        district.register_firms(cast)
        district.open_logins(cast, people={})
        district.register_facilities(cast)
        district.fill_funds(cast)
        workforce.build(cast)
        casting.tell(cast)
        assessment.build(cast)
        benefits.build(cast)
        hearings.build(cast)
        vouchers.build(cast)
        plans.build(cast)
        homebeds.build(cast)
        visits.build(cast)
        devices.build(cast)
        wellbeing.build(cast)
        alarms.build(cast)
        claims.build(cast)
        outreach.build(cast)
        forecasts.build(cast)
        self.stdout.write("演示区已建好。")


def register_people(count: int, at: datetime) -> None:
    """Three departments' rosters, imported as an official would."""
    names = yaml.safe_load((district.FOLDER / "names.yaml").read_text())
    words = Names(names["surnames"].split(), names["women"].split(), names["men"].split())
    people = list(invent(count, district.villages_settled(district.read_plan()), words, day_of(at)))
    reported = day_of(at) - timedelta(days=ROSTERS_DAYS_AGO)
    for source, rows in rosters(people).items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{source}.csv"
            write(path, rows)
            call_command("registry_import", str(path), source=source, reported_on=reported, verbosity=0)


def write(path: Path, rows: list[Row]) -> None:
    """A roster file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(file, fieldnames=columns)
        writer.writeheader()
        writer.writerows(rows)
