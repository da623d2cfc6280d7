"""For the bureau, towns and auditors: who works where, what runs out, integrity and stars."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.people.places.queries import full_name
from yinling.people.workforce import actions
from yinling.people.workforce.queries import pages
from yinling.people.workforce.queries.lists import expiring as expiring_rows
from yinling.people.workforce.queries.lists import figures, find_workers
from yinling.people.workforce.web import forms
from yinling.people.workforce.web.panels import panels
from yinling.people.workforce.web.steps import post_step, step, worker_or_404


@page("workforce.view")
@require_safe
def workers(request: Request) -> HttpResponse:
    """Workers by provider, post, area and state, with the share of certified caregivers."""
    today, after = timezone.localdate(), request.GET.get("after", "")
    form = forms.FilterForm(request.GET, actor=request.actor)
    found = find_workers(form.wanted(after), actor=request.actor, on=today)
    query = request.GET.copy()
    query.pop("after", None)
    first = query.urlencode()
    context = {
        "form": form,
        "rows": found.rows,
        "figures": figures(request.actor, on=today),
        "expiring_count": len(expiring_rows(request.actor, on=today)),
        "next_url": f"?{first}&after={found.next_after}" if found.next_after else "",
        "first_url": f"?{first}" if after else "",
    }
    return render(request, "workforce/workers.html", context)


@page("workforce.view")
@require_safe
def worker(request: Request, worker_id: int) -> HttpResponse:
    """One worker with everything that is kept of them."""
    return _worker_page(request, worker_id)


def _worker_page(request: Request, worker_id: int, *, opened: str = "", status: int = 200) -> HttpResponse:
    found, today = worker_or_404(request, worker_id), timezone.localdate()
    context = {
        "page": pages.worker_page(found, actor=request.actor, on=today),
        "place": full_name(found.area),
        "opened": opened,
        "reveal_form": forms.RevealForm(),
        "integrity_form": forms.IntegrityForm(auto_id="integrity_%s"),
        "star_form": forms.StarForm(auto_id="star_%s", initial={"year": today.year}),
        "may_manage": request.actor.may("workforce.manage"),
        "may_judge": request.actor.may("workforce.judge"),
        "may_reveal": request.actor.may("workforce.reveal"),
        "panels": panels(request, found.pk),
    }
    return render(request, "workforce/worker.html", context, status=status)


@page("workforce.reveal")
@require_POST
def disclosure(request: Request, worker_id: int) -> HttpResponse:
    """Shows a masked value once, with the reason on record."""
    worker_or_404(request, worker_id)
    form = forms.RevealForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明查看的理由"))
        return redirect("workforce:worker", worker_id)
    opened = actions.reveal(worker_id=worker_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
    return _worker_page(request, worker_id, opened=opened or _("没有登记"))


@page("workforce.view")
@require_safe
def expiring(request: Request) -> HttpResponse:
    """Certificates that have run out or will within sixty days."""
    rows = expiring_rows(request.actor, on=timezone.localdate())
    counts = {stage: sum(row.stage == stage for row in rows) for stage in ("expired", "urgent", "noticed")}
    return render(request, "workforce/expiring.html", {"rows": rows, "counts": counts})


@page("workforce.judge")
@require_POST
def integrity(request: Request, worker_id: int) -> HttpResponse:
    """Enters an event of the integrity record."""
    found, form = worker_or_404(request, worker_id), forms.IntegrityForm(request.POST)
    return post_step(
        request,
        form,
        lambda: actions.note_integrity_event(
            worker_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data
        ),
        done=_("已登记"),
        back=found.get_absolute_url(),
    )


@page("workforce.judge")
@require_http_methods(["GET", "POST"])
def lifting(request: Request, event_id: int) -> HttpResponse:
    """An event of the integrity record no longer counts."""
    worker_id = pages.worker_of_event(event_id, actor=request.actor)
    found, form = worker_or_404(request, worker_id), forms.ReasonForm(request.POST or None)
    return step(
        request,
        form,
        lambda: actions.lift_integrity_event(
            event_id=event_id, by=request.actor, at=timezone.now(), **form.cleaned_data
        ),
        heading=_("解除诚信记录"),
        back=found.get_absolute_url(),
    )


@page("workforce.judge")
@require_POST
def star(request: Request, worker_id: int) -> HttpResponse:
    """Gives a star grade."""
    found, form = worker_or_404(request, worker_id), forms.StarForm(request.POST)
    return post_step(
        request,
        form,
        lambda: actions.award_star(worker_id=found.pk, by=request.actor, at=timezone.now(), **form.cleaned_data),
        done=_("已评定"),
        back=found.get_absolute_url(),
    )


urlpatterns = [
    path("", workers, name="workers"),
    path("<int:worker_id>/", worker, name="worker"),
    path("<int:worker_id>/disclosure/", disclosure, name="disclosure"),
    path("<int:worker_id>/integrity/", integrity, name="integrity"),
    path("<int:worker_id>/stars/", star, name="star"),
    path("integrity/<int:event_id>/lifting/", lifting, name="lifting"),
    path("expiring/", expiring, name="expiring"),
]
