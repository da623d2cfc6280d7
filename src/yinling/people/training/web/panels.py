"""The part of a worker's page that training fills."""

from django.template.loader import render_to_string

from yinling.design.pages import Request
from yinling.people.training import queries


def training_panel(request: Request, worker_id: int) -> str:
    """Courses taken and honours won, for whoever may see the worker."""
    context = {
        "courses": queries.courses_of(worker_id),
        "placings": queries.placings_of(worker_id),
        "may_open": request.actor.may("training.view"),
    }
    return render_to_string("training/panel.html", context, request=request)
