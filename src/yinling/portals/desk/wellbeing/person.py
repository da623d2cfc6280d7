"""For the desk: one person on the list, and visits written down afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.wellbeing.actions.assigning import assign_person
from yinling.care.wellbeing.actions.visiting import visit
from yinling.care.wellbeing.domain.states import StepRefused
from yinling.care.wellbeing.queries import concerns, targets, tickets
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.foundation.audit.actions import record_read
from yinling.foundation.documents.actions import FileRefused
from yinling.people.registry.queries import Contact, contact_of
from yinling.portals.desk.wellbeing.forms import ReasonForm, VisitForm, VisitorForm

Line = targets.TargetLine


def _line(request: Request, target_id: int) -> Line:
    return or_404(targets.target_line(target_id, actor=request.actor, on=timezone.localdate()))


@page("wellbeing.view")
@require_safe
def target(request: Request, target_id: int) -> HttpResponse:
    """Why on the list, who goes until when, what was found."""
    line = _line(request, target_id)
    record_read(
        by=request.actor, at=timezone.now(), subject=f"person:{line.person_id}", fields=["name", "facts"],
        area=line.card.area,
    )  # fmt: skip
    return _shown(request, line)


def _shown(
    request: Request, line: Line, *, contact: Contact | None = None, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    today, actor = timezone.localdate(), request.actor
    context: dict[str, Any] = {
        "line": line,
        "story": targets.story(line.id),
        "visits": targets.visits_of(line.person_id),
        "tickets": tickets.tickets_of(line.person_id, actor=actor, at=timezone.now()),
        "concern": concerns.concern_of(line.person_id, actor=actor, on=today),
        "contact": contact,
        "reason_form": form or ReasonForm(initial={"reason": _("联系本人，了解平安")}),
        "visitor_form": VisitorForm(area=line.card.area, on=today),
        "may_manage": actor.may("wellbeing.manage") and not line.left_why,
        "may_reveal": may_reveal(request),
    }
    return render(request, "portals/wellbeing/person.html", context, status=status)


def may_reveal(request: Request) -> bool:
    """Those who act for the person: the desk with the right to reveal, and the call desk."""
    return request.actor.may("registry.reveal") or request.actor.may("wellbeing.call")


@page("wellbeing.view")
@require_POST
def contact(request: Request, target_id: int) -> HttpResponse:
    """How to reach the person, on this answer alone; the read is logged."""
    line, form = _line(request, target_id), ReasonForm(request.POST)
    if not may_reveal(request):
        raise PermissionDenied
    if not form.is_valid():
        return _shown(request, line, form=form, status=400)
    reached = contact_of(
        line.person_id, actor=request.actor, reason=form.cleaned_data["reason"], at=timezone.now()
    )  # fmt: skip
    response = _shown(request, line, contact=reached)
    response["Cache-Control"] = "no-store"
    return response


@page("wellbeing.manage")
@require_POST
def assignment(request: Request, target_id: int) -> HttpResponse:
    """Gives the person to a visitor."""
    line = _line(request, target_id)
    form = VisitorForm(request.POST, area=line.card.area, on=timezone.localdate())
    if form.is_valid():
        try:
            assign_person(target_id, visitor_id=form.chosen(), by=request.actor, at=timezone.now())
            messages.success(request, _("已安排。"))
        except StepRefused as refused:
            messages.error(request, say(refused.words))
    else:
        messages.error(request, _("请选择探访员。"))
    return redirect("wellbeing:target", target_id)


@page("wellbeing.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: Request, target_id: int) -> HttpResponse:
    """Writes down a visit: by telephone, or from a paper list."""
    line = _line(request, target_id)
    form = VisitForm(
        request.POST or None, request.FILES or None, is_afield=False, initial={"on": timezone.localdate()}
    )  # fmt: skip
    if request.method == "POST" and kept(request, target_id, form):
        return redirect("wellbeing:target", target_id)
    return render(
        request, "portals/wellbeing/visit.html", {"line": line, "form": form}, status=400 if form.errors else 200
    )  # fmt: skip


def kept(request: Request, target_id: int, form: VisitForm) -> bool:
    """Keeps the visit of a form; what is wrong with it is said in the form."""
    if not form.is_valid():
        return False
    try:
        visit(target_id, form.told(), by=request.actor, at=timezone.now())
    except StepRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, say(refused.words))
    except FileRefused as refused_file:
        form.add_error("photo", str(refused_file))
    else:
        messages.success(request, _("探访已登记。"))
        return True
    return False


urlpatterns = [
    path("people/<int:target_id>/", target, name="target"),
    path("people/<int:target_id>/contact/", contact, name="contact"),
    path("people/<int:target_id>/assignment/", assignment, name="assignment"),
    path("people/<int:target_id>/visits/", visits, name="visits"),
]
