"""For a provider's office: bring its people in by a file, after a look at what it would do."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.engines.linkage.columns import RosterRefused
from yinling.foundation.documents.actions import FileRefused
from yinling.gateways.spreadsheets import write_table
from yinling.people.intake import actions as rosters
from yinling.people.intake.domain.columns import EXAMPLE_ROW, FIELDS
from yinling.people.intake.models import RosterFile, RosterFileState
from yinling.people.intake.web.forms import UploadForm
from yinling.people.workforce.domain.refusals import NotAllowed, WorkerRefused

MANAGE = "workforce.manage"
_SHOWN = 50


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def files(request: Request) -> HttpResponse:
    """Files, latest first; an upload begins another."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("intake:file", _upload(request, form).pk)
        except (RosterRefused, FileRefused, NotAllowed) as fault:
            form.add_error("file", str(fault))
    found = RosterFile.objects.visible_to(request.actor)[:_SHOWN]
    context = {"form": form, "files": found}
    return render(request, "intake/files.html", context, status=400 if form.errors else 200)


def _upload(request: Request, form: UploadForm) -> RosterFile:
    file = form.cleaned_data["file"]
    return rosters.upload_workers(
        content=file.read(), file_name=file.name, provider_id=request.actor.organisation_id or 0, by=request.actor,
        at=timezone.now(),
    )  # fmt: skip


@page(MANAGE)
@require_safe
def one(request: Request, file_id: int) -> HttpResponse:
    """What a file would do, with its faults; or what it did."""
    file = get_object_or_404(RosterFile.objects.visible_to(request.actor), pk=file_id)
    is_open = file.state == RosterFileState.PREVIEWED
    found = rosters.preview_workers(file, on=timezone.localdate()) if is_open else None
    context = {
        "file": file,
        "found": found,
        "entries": found.entries[:_SHOWN] if found else [],
        "faults": sorted(found.faults, key=lambda fault: fault.row)[:_SHOWN] if found else [],
        "hidden_faults": max(0, len(found.faults) - _SHOWN) if found else 0,
        "is_good": found is not None and not any(fault.is_error for fault in found.faults),
    }
    return render(request, "intake/file.html", context)


@page(MANAGE)
@require_POST
def application(request: Request, file_id: int) -> HttpResponse:
    """Takes the file whole."""
    try:
        rosters.apply_workers(file_id=file_id, by=request.actor, at=timezone.now())
        messages.success(request, _("已导入"))
    except WorkerRefused as refused:
        get_object_or_404(RosterFile.objects.visible_to(request.actor), pk=file_id)
        messages.error(request, refused.words)
    return redirect("intake:file", file_id)


@page(MANAGE)
@require_POST
def cancellation(request: Request, file_id: int) -> HttpResponse:
    """Puts the file aside."""
    get_object_or_404(RosterFile.objects.visible_to(request.actor), pk=file_id)
    rosters.cancel_workers(file_id=file_id, by=request.actor, at=timezone.now())
    messages.success(request, _("已取消，没有导入任何数据"))
    return redirect("intake:files")


@page(MANAGE)
@require_safe
def template(request: Request) -> FileResponse:
    """An empty file with the headings and one example."""
    columns = {field.label: pa.array([EXAMPLE_ROW[field.name]], pa.string()) for field in FIELDS.values()}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "workers.xlsx"
        write_table(file, columns)
        content = file.read_bytes()
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=_("护理人员名册模板.xlsx"))


urlpatterns = [
    path("", files, name="files"),
    path("template.xlsx", template, name="template"),
    path("<int:file_id>/", one, name="file"),
    path("<int:file_id>/application/", application, name="application"),
    path("<int:file_id>/cancellation/", cancellation, name="cancellation"),
]
