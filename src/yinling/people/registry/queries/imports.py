"""Questions about import batches."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from django.db.models import QuerySet

from yinling.engines.linkage.rows import Fault
from yinling.kernel.actor import Actor
from yinling.people.registry.models import ImportBatch
from yinling.people.registry.models.imports import BatchState

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
