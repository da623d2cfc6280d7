"""For the desk: many devices from a file."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yinling.care.devicefiles.actions import register_many
from yinling.care.devicefiles.domain.columns import EXAMPLE_ROW, FIELDS
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.engines.linkage.columns import RosterRefused
from yinling.gateways.spreadsheets import write_table

FAULTS_SHOWN = 100


class FileForm(forms.Form):
    """A file of devices."""

    file = forms.FileField(label=gettext_lazy("设备名册"), help_text=gettext_lazy("Excel 或 CSV，第一行是列名。"))


@page("devices.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: Request) -> HttpResponse:
    """Takes a file whole, or says row by row what is wrong with it."""
    form, taken = FileForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            taken = register_many(content=sent.read(), file_name=sent.name, by=request.actor, at=timezone.now())
        except RosterRefused as fault:
            form.add_error("file", say(str(fault)))
    is_wrong = bool(form.errors or (taken and taken.faults))
    context = {
        "form": form, "taken": taken, "faults": taken.faults[:FAULTS_SHOWN] if taken else [],
        "hidden_faults": max(0, len(taken.faults) - FAULTS_SHOWN) if taken else 0,
    }  # fmt: skip
    return render(request, "devicefiles/file.html", context, status=422 if is_wrong else 200)


@page("devices.manage")
@require_safe
def template(request: Request) -> FileResponse:
    """An empty file with the headings and one example."""
    columns = {field.label: pa.array([EXAMPLE_ROW[field.name]], pa.string()) for field in FIELDS.values()}
    with TemporaryDirectory() as folder:
        written = Path(folder) / "devices.xlsx"
        write_table(written, columns)
        content = written.read_bytes()
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=_("设备名册模板.xlsx"))


urlpatterns = [path("file/", file, name="file"), path("file/template.xlsx", template, name="template")]
