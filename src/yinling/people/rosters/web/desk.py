"""For clerks and reviewers: bring a roster in, step by step."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.engines.linkage.columns import RosterRefused
from yinling.foundation.documents.actions import FileRefused
from yinling.foundation.documents.queries import content
from yinling.gateways.spreadsheets import write_table
from yinling.people.rosters.actions import importing
from yinling.people.rosters.actions.reading import read_roster
from yinling.people.rosters.actions.sources import open_known_sources
from yinling.people.rosters.models import BatchState, ImportBatch
from yinling.people.rosters.queries import batches_visible, fault_table, progress_of, stored_faults
from yinling.people.rosters.web.forms import ColumnsForm, UploadForm

_PAGE_ROWS = 30
_FAULTS_SHOWN = 20
_WORKING = {BatchState.PREVIEWING, BatchState.APPLYING}


@page("registry.import")
@require_http_methods(["GET", "POST"])
def imports(request: Request) -> HttpResponse:
    """Batches, latest first; an upload begins another."""
    open_known_sources()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            batch = importing.upload_roster(
                content=given["file"].read(), file_name=given["file"].name, source=given["source"],
                reported_on=given["reported_on"], by=request.actor, at=timezone.now(),
            )  # fmt: skip
            return redirect("registry:import", batch.pk)
        except (RosterRefused, FileRefused) as fault:
            form.add_error("file", str(fault))
    batches = batches_visible(request.actor)[:_PAGE_ROWS]
    return render(
        request, "rosters/imports.html", {"form": form, "batches": batches}, status=400 if form.errors else 200
    )


@page("registry.import")
@require_http_methods(["GET", "POST"])
def one(request: Request, batch_id: int) -> HttpResponse:
    """One batch: its columns, its preview, its result. Posting columns starts the preview."""
    batch = _batch(request, batch_id)
    form = _columns_form(request, batch) if batch.state == BatchState.UPLOADED or "columns" in request.GET else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            importing.confirm_columns(batch_id=batch_id, columns=form.columns(), by=request.actor, at=timezone.now())
            return redirect("registry:import", batch_id)
        except (RosterRefused, importing.NotReady) as fault:
            form.add_error(None, str(fault))
    return render(request, "rosters/import.html", _context(batch, form), status=400 if form and form.errors else 200)


def _columns_form(request: Request, batch: ImportBatch) -> ColumnsForm:
    table = read_roster(content(batch.document_id or 0), batch.file_name)
    return ColumnsForm(request.POST or None, headers=list(table.columns), columns=batch.columns)


def _context(batch: ImportBatch, form: ColumnsForm | None) -> dict[str, object]:
    faults = stored_faults(batch)
    return {
        "batch": batch,
        "form": form,
        "is_working": batch.state in _WORKING,
        "progress": progress_of(batch),
        "first": batch.preview.get("first", []),
        "faults": faults[:_FAULTS_SHOWN],
        "fault_count": len(faults),
        "steps": _steps(batch),
    }


def _steps(batch: ImportBatch) -> list[dict[str, str]]:
    labels = [_("上传"), _("对应列"), _("预览"), _("导入")]
    reached = {
        BatchState.UPLOADED: 1,
        BatchState.PREVIEWING: 2,
        BatchState.PREVIEWED: 2,
        BatchState.APPLYING: 3,
        BatchState.APPLIED: 4,
    }.get(BatchState(batch.state), 3)
    states = ["done" if at < reached else "current" if at == reached else "ahead" for at in range(len(labels))]
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


@page("registry.import")
@require_POST
def application(request: Request, batch_id: int) -> HttpResponse:
    """Starts or continues the import."""
    batch = _batch(request, batch_id)
    try:
        importing.begin_applying(batch_id=batch.pk, by=request.actor, at=timezone.now())
    except importing.NotReady as fault:
        messages.error(request, str(fault))
    return redirect("registry:import", batch_id)


@page("registry.import")
@require_POST
def cancellation(request: Request, batch_id: int) -> HttpResponse:
    """Puts the batch aside."""
    try:
        importing.cancel_import(batch_id=_batch(request, batch_id).pk, by=request.actor, at=timezone.now())
        messages.success(request, _("已取消，没有导入任何数据"))
    except importing.NotReady as fault:
        messages.error(request, str(fault))
    return redirect("registry:imports")


@page("registry.import")
@require_safe
def progress(request: Request, batch_id: int) -> HttpResponse:
    """How far a batch is, for the progress bar."""
    batch = _batch(request, batch_id)
    now = progress_of(batch)
    url = reverse("registry:import", args=[batch_id])
    return JsonResponse({"value": now.done, "maximum": now.total, "done": not now.is_running, "url": url})


@page("registry.import")
@require_safe
def faults(request: Request, batch_id: int, ending: str) -> FileResponse:
    """Errors and remarks as a file."""
    batch = _batch(request, batch_id)
    if ending not in ("csv", "xlsx"):
        raise Http404
    name = f"{Path(batch.file_name).stem}-错误.{ending}"
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"faults.{ending}"
        write_table(file, fault_table(batch.file_name, stored_faults(batch)))
        data = file.read_bytes()
    # A byte order mark lets spreadsheet programs read Chinese.
    return FileResponse(
        io.BytesIO((b"\xef\xbb\xbf" if ending == "csv" else b"") + data), as_attachment=True, filename=name
    )


def _batch(request: Request, batch_id: int) -> ImportBatch:
    return get_object_or_404(batches_visible(request.actor), pk=batch_id)


urlpatterns = [
    path("imports/", imports, name="imports"),
    path("imports/<int:batch_id>/", one, name="import"),
    path("imports/<int:batch_id>/application/", application, name="application"),
    path("imports/<int:batch_id>/cancellation/", cancellation, name="cancellation"),
    path("imports/<int:batch_id>/progress/", progress, name="progress"),
    path("imports/<int:batch_id>/faults.<slug:ending>", faults, name="faults"),
]
