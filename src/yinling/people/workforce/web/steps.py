"""One form, one verb, one redirect: how every page that changes something goes on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yinling.design.pages import Request, or_404
from yinling.foundation.documents.actions import FileRefused
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.models import Worker
from yinling.people.workforce.queries import workers_visible


def worker_or_404(request: Request, worker_id: int) -> Worker:
    """A worker whom the viewer may see."""
    return or_404(workers_visible(request.actor).select_related("site").filter(pk=worker_id).first())


def step(request: Request, form: forms.Form, act: Callable[[], object], *, heading: str, back: str) -> HttpResponse:
    """Shows the form, or does what was sent and goes back; what is refused is said beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            return redirect(back)
        except WorkerRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        except FileRefused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "heading": heading, "back": back}
    return render(request, "workforce/form.html", context, status=400 if form.errors else 200)


def post_step(request: Request, form: forms.Form, act: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """A small form on another page: does what was sent, or says what is wrong, and goes back."""
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect(back)
    try:
        act()
        messages.success(request, done)
    except WorkerRefused as refused:
        messages.error(request, refused.words)
    return redirect(back)
