"""The part of a worker's page that tells of the log-in."""

from django.template.loader import render_to_string
from django.utils import timezone

from yinling.design.pages import Request
from yinling.people.logins.queries import log_in_of
from yinling.people.workforce.queries import workers_visible


def log_in_panel(request: Request, worker_id: int) -> str:
    """The worker's log-in and what the office may do with it; empty for those who may not see the worker."""
    worker = workers_visible(request.actor).select_related("user").filter(pk=worker_id).first()
    if worker is None:
        return ""
    context = {
        "worker": worker,
        "log_in": log_in_of(worker, on=timezone.localdate()),
        "may_manage": request.actor.may("workforce.manage"),
    }
    return render_to_string("logins/panel.html", context, request=request)
