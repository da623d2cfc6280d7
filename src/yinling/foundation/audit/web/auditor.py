"""For the auditor: both books, filtered, newest first."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.foundation.audit.models import Book, Change, Read, Row
from yinling.foundation.audit.queries import book_lines

_PAGE_ROWS = 50


class FilterForm(forms.Form):
    """What to look for."""

    subject = forms.CharField(label=_("对象"), required=False, max_length=100, help_text=_("例如 case:12、person:3"))
    person = forms.CharField(label=_("办理人"), required=False, max_length=60)
    first = forms.DateField(label=_("自"), required=False)
    last = forms.DateField(label=_("至"), required=False)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput)


@page("audit.view")
@require_safe
def changes(request: Request) -> HttpResponse:
    """Who changed what, from what to what, and why."""
    return _book_page(request, Change, Book.CHANGES, "audit/changes.html")


@page("audit.view")
@require_safe
def reads(request: Request) -> HttpResponse:
    """Who looked at whose personal data, and why."""
    return _book_page(request, Read, Book.READS, "audit/reads.html")


def _book_page(request: Request, model: type[Row], book: Book, template: str) -> HttpResponse:
    if request.actor.area == "-":
        raise PermissionDenied
    form = FilterForm(request.GET)
    rows = book_lines(_filtered(model.objects.visible_to(request.actor), form)[: _PAGE_ROWS + 1])
    shown = rows[:_PAGE_ROWS]
    query = request.GET.copy()
    query.pop("before", None)
    first = query.urlencode()
    query["before"] = str(shown[-1].number) if shown else ""
    context = {
        "form": form,
        "rows": shown,
        "book": book,
        "next_url": f"?{query.urlencode()}" if len(rows) > _PAGE_ROWS else "",
        "first_url": f"?{first}" if request.GET.get("before") else "",
    }
    return render(request, template, context)


def _filtered(rows: QuerySet[Row], form: FilterForm) -> QuerySet[Row]:
    """The rows asked for; a filter that cannot be read finds nothing rather than everything."""
    if not form.is_valid():
        return rows.none()
    asked = form.cleaned_data
    if asked["subject"]:
        rows = rows.filter(subject=asked["subject"].strip())
    if asked["person"]:
        rows = rows.filter(user_name__icontains=asked["person"].strip())
    if asked["first"]:
        rows = rows.filter(at__gte=make_aware(datetime.combine(asked["first"], time())))
    if asked["last"]:
        rows = rows.filter(at__lt=make_aware(datetime.combine(asked["last"] + timedelta(days=1), time())))
    if asked["before"] is not None:
        rows = rows.filter(number__lt=asked["before"])
    return rows.order_by("-number")


urlpatterns = [
    path("changes/", changes, name="changes"),
    path("reads/", reads, name="reads"),
]
