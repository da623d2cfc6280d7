"""Taking a snapshot: part by part; a part and its progress are stored together."""

import base64
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import IntegrityError, transaction
from django_tasks import task

from yinling.engines.rules.facts import Fact
from yinling.foundation.audit.actions import record
from yinling.gateways.policy.programmes import load_facts
from yinling.kernel.actor import Actor, machine
from yinling.needs.forecasts.models import Snapshot, SnapshotPart
from yinling.needs.forecasts.queries.snapshots import TOWN
from yinling.people.registry.queries import fact_histories, people_visible

PART_PEOPLE = 5_000
TOWN_DIGITS = 9
BROKEN = "取数中断：系统内部错误，可以接着取"
LEFT_OUT = frozenset({"person_id"})
KINDS = {"text": pa.string(), "area": pa.string(), "date": pa.date32(), "boolean": pa.bool_()}
Progress = Callable[[int, int], None]


def start_snapshot(*, on: date, by: Actor, at: datetime) -> Snapshot:
    """A snapshot to be taken; one that was cut off or still runs is returned instead."""
    total = people_visible(machine("测算取数"), on=on).count()
    try:
        with transaction.atomic():
            snapshot = Snapshot.objects.create(on=on, people_total=total, by_name=by.name, started_at=at)
            record(by=by, at=at, verb="forecasts.snapshot", subject=f"snapshot:{snapshot.pk}", area=by.area)
    except IntegrityError:
        snapshot = Snapshot.objects.get(is_running=True)
    return snapshot


def take(*, snapshot_id: int, at: datetime, tell: Progress = lambda done, total: None) -> Snapshot:
    """Carries a snapshot to its end from where it stands."""
    Snapshot.objects.filter(pk=snapshot_id).update(failure="")
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    while snapshot.is_running:
        snapshot = _next_part(snapshot_id, at)
        tell(snapshot.people_done, snapshot.people_total)
    return snapshot


@transaction.atomic
def _next_part(snapshot_id: int, at: datetime) -> Snapshot:
    snapshot = Snapshot.objects.select_for_update().get(pk=snapshot_id)
    if not snapshot.is_running:
        return snapshot
    people = people_visible(machine("测算取数"), on=snapshot.on).filter(pk__gt=snapshot.after_person).order_by("pk")
    rows = list(people.values_list("pk", "area")[:PART_PEOPLE])
    if rows:
        _keep_part(snapshot, rows)
        snapshot.after_person = rows[-1][0]
    else:
        digests = snapshot.parts.order_by("number").values_list("digest", flat=True)
        snapshot.digest = sha256("".join([snapshot.on.isoformat(), *digests]).encode()).hexdigest()
        snapshot.is_running, snapshot.finished_at = False, at
    snapshot.save()
    return snapshot


def _keep_part(snapshot: Snapshot, rows: Sequence[tuple[int, str]]) -> None:
    histories = fact_histories([person for person, _area in rows])
    told = [(histories[person].on(snapshot.on), area) for person, area in rows]
    living = [(facts, area) for facts, area in told if facts["alive"]]
    table = table_of([facts for facts, _area in living], [area for _facts, area in living])
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    content = file.getvalue()
    SnapshotPart.objects.create(
        snapshot=snapshot, number=snapshot.parts.count() + 1, content=base64.b64encode(content).decode(),
        digest=sha256(content).hexdigest(),
    )  # fmt: skip
    snapshot.people_done += len(living)


def table_of(people: Sequence[dict[str, object]], areas: Sequence[str]) -> pa.Table:
    """Facts by name and the town that looks after each; no number of a person, no place finer than a town."""
    facts = [fact for fact in load_facts().values() if fact.about in ("person", "household")]
    columns = {
        fact.name: pa.array([_cell(fact, each.get(fact.name)) for each in people], KINDS.get(fact.type, pa.int64()))
        for fact in facts
        if fact.name not in LEFT_OUT
    }
    return pa.table(columns | {TOWN: pa.array([area[:TOWN_DIGITS] for area in areas], pa.string())})


def _cell(fact: Fact, value: Any) -> Any:
    if value is None:
        return None
    return str(value)[:TOWN_DIGITS] if fact.type == "area" else value


@task()
def take_in_background(snapshot_id: int, at: str) -> None:
    """A snapshot as a job of the queue."""
    try:
        take(snapshot_id=snapshot_id, at=datetime.fromisoformat(at))
    except Exception:
        Snapshot.objects.filter(pk=snapshot_id).update(failure=BROKEN)
        raise
