"""Questions about sources and batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet

from yinling.engines.linkage.rows import Fault
from yinling.engines.linkage.settling import Ranks
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.kernel.actor import Actor
from yinling.people.rosters.models import BatchState, ImportBatch, Source

REMARK = "提示："


@dataclass(frozen=True)
class BatchProgress:
    """How far a batch is."""

    done: int
    total: int
    is_running: bool
    is_stalled: bool


def batches_visible(actor: Actor) -> QuerySet[ImportBatch]:
    """Batches that the actor may see, latest first."""
    return ImportBatch.objects.visible_to(actor).select_related("source")


def progress_of(batch: ImportBatch) -> BatchProgress:
    """How far it is, and whether it is still moving on its own."""
    is_running = batch.state in (BatchState.PREVIEWING, BatchState.APPLYING)
    return BatchProgress(batch.rows_done, batch.rows_total, is_running, batch.state == BatchState.FAILED)


def stored_faults(batch: ImportBatch) -> list[Fault]:
    """Errors and remarks of a batch by row."""
    return [Fault(f.row_number, f.field, f.reason, f.is_error) for f in batch.faults.order_by("row_number", "id")]


def fault_table(file_name: str, faults: Sequence[Fault]) -> dict[str, pa.Array]:
    """Columns of the error file."""
    ordered = sorted(faults, key=lambda fault: fault.row)
    return {
        "file": pa.array([file_name] * len(ordered), pa.string()),
        "row": pa.array([str(fault.row) for fault in ordered], pa.string()),
        "field": pa.array([fault.field for fault in ordered], pa.string()),
        "reason": pa.array([("" if f.is_error else REMARK) + f.reason for f in ordered], pa.string()),
    }


@cache
def _sources_file(root: Path) -> dict[str, Any]:
    return dict(read_yaml(root / "national" / "sources.yaml").data)


def headings() -> Mapping[str, Sequence[str]]:
    """Further ways to write the heading of a column, by field."""
    return dict(_sources_file(policy_root())["headings"])


def known_sources() -> Iterator[Source]:
    """The sources that every installation starts with, unsaved."""
    for entry in _sources_file(policy_root())["sources"]:
        yield Source(name=entry["name"], priority=entry["priority"], field_priorities=entry.get("fields", {}))


def manual_source_name() -> str:
    """The source to which corrections by clerks are put down."""
    return str(_sources_file(policy_root())["manual"])


def ranks() -> Ranks:
    """The order of sources as it stands."""
    sources = Source.objects.all()
    return Ranks({s.id: s.priority for s in sources}, {s.id: s.field_priorities for s in sources})


def source_names() -> list[str]:
    """Names of the stored sources, first in order first."""
    return list(Source.objects.order_by("priority", "id").values_list("name", flat=True))


def sources_by_id() -> dict[int, str]:
    """Names of the stored sources by number."""
    return dict(Source.objects.values_list("id", "name"))
