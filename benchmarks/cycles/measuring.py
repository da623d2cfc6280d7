"""One database: the district built, two months worked out, a sample compared with each person decided alone."""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  settings come first
from django.db import connection  # noqa: E402
from tqdm import tqdm  # noqa: E402

from benchmarks.cycles import district  # noqa: E402
from benchmarks.cycles.alone import due_alone  # noqa: E402
from benchmarks.cycles.pack import PACK  # noqa: E402
from yinling.gateways.policy.programmes import programme_ids  # noqa: E402
from yinling.kernel.actor import machine  # noqa: E402
from yinling.needs.cycles import actions  # noqa: E402
from yinling.needs.cycles.models import Cycle, CycleProblem, CycleReason, CycleRow  # noqa: E402

BY = machine("测速")
MONTHS = (date(2026, 1, 1), date(2026, 2, 1))
SAMPLE, SHARE_CHANGED, SEED = 120, 0.01, 7
MB = 1_000_000


def main(count: int) -> dict[str, Any]:
    """Builds, drafts January, learns something late, drafts February; what it took, and how many sums differ."""
    call_command("migrate", verbosity=0)
    started = time.process_time()
    district.build(count)
    _settle_statistics()
    print(f"built in {time.process_time() - started:.0f} s of the processor", file=sys.stderr)
    pairs, found = count * len(programme_ids(PACK)), {"people": count, "programmes": len(programme_ids(PACK))}
    for name, month in zip(("first", "second"), MONTHS, strict=True):
        if name == "second":
            found["people_changed"] = district.change(SHARE_CHANGED, count, date(2026, 1, 10))
        found[name] = _draft(month, pairs)
        print(f"{name}: {json.dumps(found[name])}", file=sys.stderr)  # a run of hours that is cut off leaves this
    found["database_mb"] = round(_size() / MB)
    found["sample"] = _compare(count)
    return found


def _draft(month: date, pairs: int) -> dict[str, Any]:
    at = datetime(month.year, month.month, 27, tzinfo=UTC)
    Cycle.objects.exclude(month=month).update(state="approved", checked_by=_user("a"), approved_by=_user("b"))
    cycle = actions.open_cycle(actions.Wanted(month, pack=PACK), by=BY, at=at)
    clock, own, server = time.perf_counter(), time.process_time(), _server_seconds()
    with tqdm(total=None, unit="person", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        cycle = actions.draft(cycle.pk, by=BY, at=at, progress=show)
    own, server = time.process_time() - own, _server_seconds() - server
    rows = CycleRow.objects.filter(cycle=cycle)
    return {
        "clock_seconds": round(time.perf_counter() - clock, 1),
        "processor_seconds": round(own, 1),
        "database_server_seconds": round(server, 1),
        "person_programmes_per_second": round(pairs / (own + server)),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB),
        "rows": rows.count(),
        "differences": rows.filter(kind__in=["back_pay", "recovery"]).count(),
        "problems": CycleProblem.objects.filter(cycle=cycle).count(),
        "distinct_reasons": CycleReason.objects.count(),
    }


def _user(name: str) -> int:
    from yinling.foundation.access.models import User  # noqa: PLC0415  models come after the settings

    return User.objects.get_or_create(username=name, defaults={"name": name})[0].pk


def _settle_statistics() -> None:
    """What a database does for itself in quiet hours: its planner knows the sizes of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _server_seconds() -> float:
    """Processor time of PostgreSQL's own process for this connection; SQLite works within ours."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100


def _size() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA page_size")
        return int(pages * cursor.fetchone()[0])


def _compare(count: int) -> dict[str, Any]:
    """Sums by person, programme and month against each person decided alone."""
    people = random.Random(SEED).sample(range(1, count + 1), min(SAMPLE, count))
    differing = [line for person in people for line in _differing(person)]
    return {"people": len(people), "sums_differing": len(differing), "examples": differing[:3]}


def _differing(person: int) -> Iterator[str]:
    for month in MONTHS:
        rows = CycleRow.objects.filter(person=person, for_month=month, kind__in=["due", "back_pay", "recovery"])
        given: dict[str, int] = {}
        for programme, fen in rows.values_list("programme", "amount_fen"):
            given[programme] = given.get(programme, 0) + fen
        for programme, fen in due_alone(person, month).items():
            if fen is not None and fen != given.get(programme, 0):
                yield f"{person} {month:%Y-%m} {programme}: {given.get(programme, 0)} instead of {fen}"


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
