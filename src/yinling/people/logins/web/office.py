"""For a provider's office: the log-in with which a carer uses the phone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yinling.design.pages import Request, or_404, page
from yinling.people.logins import actions
from yinling.people.logins.web.forms import LogInForm
from yinling.people.workforce.domain.refusals import WorkerRefused
from yinling.people.workforce.queries import workers_visible

MANAGE = "workforce.manage"


def _found(request: Request, worker_id: int) -> Any:
    """A worker whom the viewer may see. Raises Http404."""
    return or_404(workers_visible(request.actor).select_related("user", "provider").filter(pk=worker_id).first())


@page(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: Request, worker_id: int) -> HttpResponse:
    """Opens a log-in; the first password is shown on the answer and nowhere else."""
    found, form = _found(request, worker_id), LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            password = actions.open_log_in(worker_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except WorkerRefused as refused:
            form.add_error(refused.field or None, refused.words)
        else:
            return _handed_over(request, found, form.cleaned_data["username"], password)
    context = {"form": form, "worker": found}
    return render(request, "logins/open.html", context, status=400 if form.errors else 200)


def _handed_over(request: Request, worker: Any, username: str, password: str) -> HttpResponse:
    context = {"worker": worker, "username": username, "password": password}
    return render(request, "logins/handover.html", context)


@page(MANAGE)
@never_cache
@require_POST
def log_in_password(request: Request, worker_id: int) -> HttpResponse:
    """A new first password, shown once."""
    found = _found(request, worker_id)
    try:
        password = actions.renew_password(worker_id=found.pk, by=request.actor, at=timezone.now())
    except WorkerRefused as refused:
        messages.error(request, refused.words)
        return redirect(found.get_absolute_url())
    return _handed_over(request, found, found.user.username if found.user else "", password)


@page(MANAGE)
@require_POST
def log_in_closure(request: Request, worker_id: int) -> HttpResponse:
    """Nobody uses the phone as this worker any more."""
    return _step(request, worker_id, actions.close_log_in, _("登录名已停用。"))


@page(MANAGE)
@require_POST
def log_in_return(request: Request, worker_id: int) -> HttpResponse:
    """The worker may use the phone again."""
    return _step(request, worker_id, actions.reopen_log_in, _("登录名已启用。"))


def _step(request: Request, worker_id: int, act: Callable[..., None], done: str) -> HttpResponse:
    found = _found(request, worker_id)
    try:
        act(worker_id=found.pk, by=request.actor, at=timezone.now())
        messages.success(request, done)
    except WorkerRefused as refused:
        messages.error(request, refused.words)
    return redirect(found.get_absolute_url())


urlpatterns = [
    path("<int:worker_id>/", log_in, name="log_in"),
    path("<int:worker_id>/password/", log_in_password, name="password"),
    path("<int:worker_id>/closure/", log_in_closure, name="closure"),
    path("<int:worker_id>/return/", log_in_return, name="return"),
]
