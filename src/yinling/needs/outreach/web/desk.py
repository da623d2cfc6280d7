"""For staff: who is entitled and does not receive, one of them, and the picture by town."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, or_404, page
from yinling.foundation.audit.actions import record_read
from yinling.gateways.policy.reading import load_pack
from yinling.needs.outreach import actions
from yinling.needs.outreach.queries import leads, towns
from yinling.needs.outreach.queries.leads import LeadPage, LeadUnknown, Wanted
from yinling.needs.outreach.queries.sought import left_out
from yinling.needs.outreach.web.forms import CallForm, FilterForm, RevealForm
from yinling.needs.outreach.web.workbook import WORKBOOK_TYPE, workbook
from yinling.people.registry.queries import Contact, contact_of


@page("outreach.view")
@require_safe
def lead_list(request: Request) -> HttpResponse:
    """Leads by area, programme and state."""
    form, wanted = _asked(request)
    today = timezone.localdate()
    found, search = leads.find_leads(wanted, actor=request.actor, on=today), leads.last_search()
    context = {
        "form": form,
        "lines": found.lines,
        "counts": leads.counts_by_state(wanted, actor=request.actor, on=today),
        "search": search,
        "gaps": leads.gaps_of(search),
        "left_out": left_out(on=today),
        "may_call": request.actor.may("outreach.call"),
        **_paging(request, found.next_after),
    }
    return render(request, "outreach/desk/leads.html", context)


def _asked(request: Request) -> tuple[FilterForm, Wanted]:
    form = FilterForm(request.GET, actor=request.actor, district=load_pack(settings.PACK).area)
    given = form.cleaned_data if form.is_valid() else {}
    after = request.GET.get("after", "")
    wanted = Wanted(
        area=given.get("area", ""),
        programme=given.get("programme", ""),
        kind=given.get("kind", ""),
        state=form.state_asked(),
        after=int(after) if after.isdigit() and len(after) < 18 else 0,
    )
    return form, wanted


def _paging(request: Request, next_after: int | None) -> dict[str, str]:
    query = request.GET.copy()
    came_from = query.pop("after", None)
    first = query.urlencode()
    query["after"] = str(next_after)
    return {
        "query": first,
        "next_url": f"?{query.urlencode()}" if next_after else "",
        "first_url": f"?{first}" if came_from else "",
    }


@page("outreach.view")
@require_safe
def export(request: Request) -> HttpResponse:
    """The list as a workbook."""
    _form, wanted = _asked(request)
    lines = leads.leads_to_export(wanted, actor=request.actor, on=timezone.localdate())
    record_read(
        by=request.actor, at=timezone.now(), subject="leads", fields=["name"], area=request.actor.area,
        reason=_("下载应享未享名单"),
    )  # fmt: skip
    response = HttpResponse(workbook(lines), content_type=WORKBOOK_TYPE)
    response["Content-Disposition"] = 'attachment; filename="leads.xlsx"'
    return response


@page("outreach.view")
@require_safe
def by_town(request: Request) -> HttpResponse:
    """Entitled, receiving, not receiving, spoken to: by town, or by village within one town."""
    form, wanted = _asked(request)
    found = towns.overview(actor=request.actor, programme=wanted.programme)
    context = {"form": form, "found": found, "chart": towns.chart(found) if found.lines else None}
    return render(request, "outreach/desk/towns.html", context)


@page("outreach.view")
@require_safe
def lead(request: Request, lead_id: int) -> HttpResponse:
    """One lead: why, what was said, what to do."""
    found = _lead(request, lead_id)
    record_read(
        by=request.actor, at=timezone.now(), subject=f"person:{found.line.card.id}", fields=["name", "facts"],
        area=found.line.card.area,
    )  # fmt: skip
    return _lead_page(request, found)


def _lead(request: Request, lead_id: int) -> LeadPage:
    try:
        return leads.lead_page(lead_id, actor=request.actor, on=timezone.localdate())
    except LeadUnknown:
        raise Http404 from None


def _lead_page(
    request: Request, found: LeadPage, *, call_form: CallForm | None = None, reveal_form: RevealForm | None = None,
    contact: Contact | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    kind = found.line.lead.kind
    context: dict[str, Any] = {
        "found": found,
        "line": found.line,
        "call_form": call_form or CallForm(kind=kind, initial={"since": timezone.localdate()}),
        "reveal_form": reveal_form or RevealForm(),
        "contact": contact,
        "may_call": request.actor.may("outreach.call") and found.may_be_called,
        "may_reveal": request.actor.may("registry.reveal") and request.actor.may("outreach.call"),
    }
    return render(request, "outreach/desk/lead.html", context, status=status)


@page("outreach.call")
@require_POST
def contact(request: Request, lead_id: int) -> HttpResponse:
    """Shows how to reach the person on the answer alone: it is in no address and no later page."""
    found, form = _lead(request, lead_id), RevealForm(request.POST)
    if not request.actor.may("registry.reveal"):
        raise PermissionDenied
    if not form.is_valid():
        return _lead_page(request, found, reveal_form=form, status=400)
    reached = contact_of(
        found.line.card.id, actor=request.actor, reason=form.cleaned_data["reason"], at=timezone.now()
    )  # fmt: skip
    response = _lead_page(request, found, reveal_form=form, contact=reached)
    response["Cache-Control"] = "no-store"
    return response


@page("outreach.call")
@require_POST
def calls(request: Request, lead_id: int) -> HttpResponse:
    """Records a call and its answer."""
    found = _lead(request, lead_id)
    form = CallForm(request.POST, kind=found.line.lead.kind)
    if form.is_valid():
        try:
            actions.record_call(lead_id=lead_id, said=form.said(), by=request.actor, at=timezone.now())
            messages.success(request, _("已登记。"))
            return redirect("outreach:lead", lead_id)
        except actions.CallRefused as fault:
            form.add_error(fault.field if fault.field in form.fields else None, str(fault))
    return _lead_page(request, found, call_form=form, status=400)


@page("outreach.call")
@require_POST
def searches(request: Request) -> HttpResponse:
    """Starts a search, or lets one that was cut off go on."""
    search = actions.start_search(on=timezone.localdate(), by=request.actor, at=timezone.now())
    actions.find_in_background.enqueue(search.pk, timezone.now().isoformat())
    return redirect("outreach:leads")


@page("outreach.view")
@require_safe
def progress(request: Request) -> HttpResponse:
    """How far the search is, for the progress bar."""
    search = or_404(leads.last_search())
    done = not search.is_running or bool(search.failure)
    return JsonResponse(
        {
            "value": search.people_done, "maximum": max(search.people_total, 1), "done": done,
            "url": reverse("outreach:leads"),
        }
    )  # fmt: skip


urlpatterns = [
    path("", lead_list, name="leads"),
    path("towns/", by_town, name="towns"),
    path("workbook/", export, name="workbook"),
    path("searches/", searches, name="searches"),
    path("searches/progress/", progress, name="progress"),
    path("<int:lead_id>/", lead, name="lead"),
    path("<int:lead_id>/contact/", contact, name="contact"),
    path("<int:lead_id>/calls/", calls, name="calls"),
]
