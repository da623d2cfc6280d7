"""Verbs of import: upload a roster, confirm its columns, preview, apply chunk by chunk.

A chunk and the progress of its batch are stored in one transaction: whatever is cut off in the middle leaves whole
chunks behind, and the next run goes on after them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django_tasks import task

from yinling.engines.linkage.columns import RosterRefused, columns_fault, guess_columns
from yinling.engines.linkage.rows import Fault
from yinling.foundation.audit.actions import record
from yinling.foundation.documents.actions import keep
from yinling.foundation.documents.queries import content as content_of
from yinling.foundation.outbox.actions import notify
from yinling.gateways.spreadsheets import Table
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.rosters.actions.reading import Run, read_roster
from yinling.people.rosters.actions.sources import source_named
from yinling.people.rosters.actions.taker import Origin, taker
from yinling.people.rosters.models import BatchState, ImportBatch, ImportFault, Source

CHUNK_ROWS = 1000
BROKEN = "处理中断：系统内部错误，已导入的行不受影响，可以继续"
PREVIEW_ROWS = 12
Progress = Callable[[int, int], None]


class NotAllowed(Exception):
    """The actor's role does not cover this."""


class NotReady(Exception):
    """The batch is not in a state in which this can be done."""


@transaction.atomic
def upload_roster(
    *, content: bytes, file_name: str, source: str, reported_on: date, by: Actor, at: datetime
) -> ImportBatch:
    """Keeps a roster and guesses its columns. Raises NotAllowed, UnknownSource, RosterRefused, FileRefused."""
    _require(by)
    if reported_on > day_of(at):
        raise RosterRefused("报送日期不能晚于今天")
    table = read_roster(content, file_name)
    batch = open_batch(
        content, table, file_name=file_name, source=source_named(source), reported_on=reported_on, by=by, at=at
    )
    batch.save()
    document = keep(
        content=content, name=file_name, kind="roster", about=f"import:{batch.pk}", area=batch.area, by=by, at=at
    )
    batch.document_id = document.pk
    batch.save()
    return batch


def open_batch(
    content: bytes, table: Table, *, file_name: str, source: Source, reported_on: date, by: Actor, at: datetime
) -> ImportBatch:
    """An unsaved batch with the columns as guessed from headings, or as they were in this source's last file."""
    remembered = {header: name for header, name in source.columns.items() if header in table.columns}
    guessed = guess_columns(table.columns, taker().fields())
    free = {header: name for header, name in guessed.items() if name not in remembered.values()}
    return ImportBatch(
        source=source,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        reported_on=reported_on,
        area="" if by.role == "machine" else by.area,
        columns=free | remembered,
        rows_total=len(table) + len(table.faults),
        by_user_id=by.user_id,
        by_name=by.name,
        made_at=at,
    )


@transaction.atomic
def confirm_columns(*, batch_id: int, columns: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Fixes which field each column holds and remembers it for the source. Raises NotReady, RosterRefused."""
    batch = _batch(batch_id, by, {BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.FAILED})
    if fault := columns_fault(columns, taker().fields()):
        raise RosterRefused(fault)
    batch.columns, batch.state = dict(columns), BatchState.PREVIEWING
    batch.rows_done, batch.counts, batch.failure, batch.preview = 0, {}, "", {}
    batch.save()
    transaction.on_commit(lambda: preview_import.enqueue(batch_id, at.isoformat()))
    Source.objects.filter(pk=batch.source_id).update(columns=batch.source.columns | dict(columns))


@transaction.atomic
def begin_applying(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Applies a previewed batch in the background; one that was cut off goes on where it stands. Raises NotReady."""
    batch = _batch(batch_id, by, {BatchState.PREVIEWED, BatchState.APPLYING, BatchState.FAILED})
    if not batch.preview:
        raise NotReady("这一批次还没有预览")
    if batch.state == BatchState.PREVIEWED:
        batch.rows_done, batch.counts = 0, {}
        batch.faults.all().delete()
    batch.state, batch.failure = BatchState.APPLYING, ""
    batch.save()
    record(by=by, at=at, verb="registry.import_begin", subject=f"import:{batch_id}", area=batch.area)
    transaction.on_commit(lambda: apply_import.enqueue(batch_id, at.isoformat()))


@transaction.atomic
def cancel_import(*, batch_id: int, by: Actor, at: datetime) -> None:
    """Puts a batch aside of which no row was taken. Raises NotReady."""
    batch = _batch(batch_id, by, {BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.PREVIEWING, BatchState.FAILED})
    if batch.rows_done and batch.state == BatchState.FAILED:
        raise NotReady("已有部分行导入，不能取消，请继续导入")
    batch.state, batch.finished_at = BatchState.CANCELLED, at
    batch.save()


def _batch(batch_id: int, by: Actor, states: set[BatchState]) -> ImportBatch:
    _require(by)
    rows = ImportBatch.objects.visible_to(by).select_for_update(of=("self",))
    batch = rows.filter(pk=batch_id, state__in=states).select_related("source").first()
    if batch is None:
        raise NotReady("这一批次现在不能这样操作")
    return batch


def _require(by: Actor) -> None:
    if not (by.role == "machine" or by.may("registry.import")):
        raise NotAllowed("registry.import")


def continue_or_begin(batch: ImportBatch) -> ImportBatch:
    """The batch of an earlier run over the same file that was cut off; else this one, begun."""
    same = ImportBatch.objects.filter(source=batch.source, sha256=batch.sha256, state=BatchState.APPLYING)
    cut_off = same.filter(document_id=None, reported_on=batch.reported_on, columns=batch.columns).first()
    if cut_off is None:
        batch.state = BatchState.APPLYING
        batch.save()
    return cut_off or batch


def preview(table: Table, columns: Mapping[str, str], origin: Origin, progress: Progress) -> dict[str, Any]:
    """What applying would do: counts, the first rows masked, the faults; nothing is stored."""
    run = Run(table, columns, day_of(origin.at))
    counts, faults, first = Counter[str](), run.shape_faults(), list[dict[str, str]]()
    counts["errors"] = len(faults)
    for start in range(0, run.length, CHUNK_ROWS):
        end = min(start + CHUNK_ROWS, run.length)
        rows, copies = run.chunk(start, end)
        found = taker().preview(rows, origin)
        counts.update(found.counts | {"unchanged": found.counts["unchanged"] + copies})
        faults += found.faults
        first += found.lines[: PREVIEW_ROWS - len(first)]
        progress(end, run.length)
    return {"counts": dict(counts), "faults": faults, "first": first}


def origin_of(batch: ImportBatch, *, at: datetime) -> Origin:
    """Where a batch's rows come from; its area bounds them, whoever runs the job."""
    by = Actor(batch.by_user_id, batch.by_name, "import", batch.area)
    return Origin(batch.source, batch.reported_on, batch.area, by, at, batch.pk)


def preview_batch(*, batch_id: int, at: datetime) -> None:
    """Previews an uploaded batch and keeps the result with it; a second run changes nothing."""
    batch = ImportBatch.objects.select_related("source").get(pk=batch_id)
    if batch.state != BatchState.PREVIEWING:
        return
    table = read_roster(content_of(batch.document_id or 0), batch.file_name)

    def progress(done: int, total: int) -> None:
        ImportBatch.objects.filter(pk=batch_id).update(rows_done=done)

    found = preview(table, batch.columns, origin_of(batch, at=at), progress)
    with transaction.atomic():
        batch.faults.all().delete()
        _keep_faults(batch, found["faults"])
        batch.preview, batch.counts, batch.state = {"first": found["first"]}, found["counts"], BatchState.PREVIEWED
        batch.save(update_fields=["preview", "counts", "state"])


def apply_batch(*, batch_id: int, table: Table, at: datetime, progress: Progress = lambda done, total: None) -> None:
    """Stores a batch from where it stands to its end. Safe to repeat, and to run twice at once."""
    batch = ImportBatch.objects.get(pk=batch_id)
    run = Run(table, batch.columns, day_of(at))
    run.skip(batch.rows_done)
    done: int | None = batch.rows_done
    while done is not None and done < run.length:
        done = _apply_chunk(batch_id, run, done, at)
        progress(done or run.length, run.length)
    _finish(batch_id, run, at)


@transaction.atomic
def _apply_chunk(batch_id: int, run: Run, start: int, at: datetime) -> int | None:
    """Stores the rows from `start`; returns where the next chunk begins, None if someone else is at it."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("source").get(pk=batch_id)
    if batch.state != BatchState.APPLYING or batch.rows_done != start:
        return None
    end = min(start + CHUNK_ROWS, run.length)
    rows, copies = run.chunk(start, end)
    origin = origin_of(batch, at=at)
    found = taker().store(rows, origin)
    _keep_faults(batch, found.faults)
    counts = found.counts | {"unchanged": found.counts["unchanged"] + copies}
    batch.counts = {name: batch.counts.get(name, 0) + count for name, count in counts.items()}
    batch.rows_done = end
    batch.save(update_fields=["counts", "rows_done"])
    return end


@transaction.atomic
def _finish(batch_id: int, run: Run, at: datetime) -> None:
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("source").get(pk=batch_id)
    if batch.state != BatchState.APPLYING or batch.rows_done < run.length:
        return
    faults = run.shape_faults()
    _keep_faults(batch, faults)
    batch.counts["errors"] = batch.counts.get("errors", 0) + len(faults)
    batch.state, batch.finished_at, batch.rows_done = BatchState.APPLIED, at, batch.rows_total
    batch.save()
    by = origin_of(batch, at=at).by
    after = {**batch.counts, "source": batch.source.name, "sha256": batch.sha256}
    record(by=by, at=at, verb="registry.import", subject=f"import:{batch_id}", area=batch.area, after=after)
    if batch.by_user_id:
        text = f"名册“{batch.file_name}”已导入：新增 {batch.counts.get('new', 0)} 人"
        notify(text=text, link=reverse("registry:import", args=[batch_id]), at=at, user_id=batch.by_user_id)


def _keep_faults(batch: ImportBatch, faults: Sequence[Fault]) -> None:
    ImportFault.objects.bulk_create(
        [
            ImportFault(batch=batch, row_number=f.row, field=f.field[:60], reason=f.reason[:200], is_error=f.is_error)
            for f in faults
        ],
        batch_size=1000,
    )


@task()
def preview_import(batch_id: int, at: str) -> None:
    """Works out what a batch would change."""
    try:
        preview_batch(batch_id=batch_id, at=datetime.fromisoformat(at))
    except Exception as fault:
        _fail(batch_id, fault)
        raise


@task()
def apply_import(batch_id: int, at: str) -> None:
    """Stores a batch from where it stands."""
    batch = ImportBatch.objects.get(pk=batch_id)
    try:
        table = read_roster(content_of(batch.document_id or 0), batch.file_name)
        apply_batch(batch_id=batch_id, table=table, at=datetime.fromisoformat(at))
    except Exception as fault:
        _fail(batch_id, fault)
        raise


def _fail(batch_id: int, fault: Exception) -> None:
    """Notes why a batch stopped; whole chunks stay, and it may be continued."""
    reason = str(fault) if isinstance(fault, RosterRefused) else BROKEN
    ImportBatch.objects.filter(pk=batch_id).update(state=BatchState.FAILED, failure=reason[:300])
