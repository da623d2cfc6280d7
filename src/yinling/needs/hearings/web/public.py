"""For everyone: notices of benefits, objecting to a line, and asking what came of an objection."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, or_404, public_page
from yinling.design.speech import say
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import PUBLIC
from yinling.needs.hearings import actions
from yinling.needs.hearings.queries import notices, objections
from yinling.needs.hearings.web.forms import CodeForm, PublicObjectionForm
from yinling.people.places.queries import towns_in

OBJECTIONS_IN_AN_HOUR_MAX = 3
# The same few an hour as objections to cases: one visitor, one count.
SESSION_KEY = "objections_sent"


@public_page
@require_safe
def benefit_notices(request: Request) -> HttpResponse:
    """Notices that stand, of the whole district or of one town."""
    towns = [(town.code, town.name) for town in towns_in(load_pack(settings.PACK).area)]
    area = request.GET.get("area", "")
    area = area if area in dict(towns) else ""
    today = timezone.localdate()
    found = notices.public_notices(area=area, on=today)
    actions.count_opening(notice_ids=[notice.id for notice in found], on=today)
    context = {"notices": found, "towns": towns, "area": area, "code_form": CodeForm()}
    return render(request, "hearings/public/notices.html", context)


@public_page
@require_safe
def benefit_notice(request: Request, notice_id: int) -> HttpResponse:
    """One notice: its lines while it stands, afterwards only that it was there, and the proof."""
    found = or_404(notices.public_notice(notice_id, on=timezone.localdate()))
    return render(request, "hearings/public/notice.html", {"notice": found})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def benefit_objection(request: Request, noticed_id: int) -> HttpResponse:
    """An objection to one line; a few an hour from one visitor."""
    line = or_404(notices.noticed_line(noticed_id, on=timezone.localdate()))
    form = PublicObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (code := _sent(request, form, noticed_id)):
        return redirect("public:benefit_objection_state", code)
    context = {"form": form, "line": line}
    return render(request, "hearings/public/objection.html", context, status=422 if form.errors else 200)


def _sent(request: Request, form: PublicObjectionForm, noticed_id: int) -> str:
    recent = [moment for moment in request.session.get(SESSION_KEY, []) if moment > time.time() - 3600]
    if len(recent) >= OBJECTIONS_IN_AN_HOUR_MAX:
        form.add_error(None, _("您刚才已经提交了几次。请一小时以后再试，或者打电话给我们。"))
        return ""
    try:
        made = actions.object_to_line(line_id=noticed_id, grievance=form.grievance(), by=PUBLIC, at=timezone.now())
    except actions.HearingRefused as refused:
        form.add_error(None, say(refused.words))
        return ""
    request.session[SESSION_KEY] = [*recent, time.time()]
    return made.code


@public_page
@require_safe
def objection_search(request: Request) -> HttpResponse:
    """Leads whoever typed a code to what came of the objection."""
    form = CodeForm(request.GET)
    if code := form.asked():
        return redirect("public:benefit_objection_state", code)
    return render(request, "hearings/public/state.html", _state("", form), status=422)


@public_page
@require_safe
def objection_state(request: Request, code: str) -> HttpResponse:
    """What came of an objection, for whoever holds its code."""
    return render(request, "hearings/public/state.html", _state(code.upper(), CodeForm({"code": code})))


def _state(code: str, form: CodeForm) -> dict[str, Any]:
    return {"code": code, "code_form": form, "outcome": objections.outcome_by_code(code)}


urlpatterns = [
    path("benefit-notices/", benefit_notices, name="benefit_notices"),
    path("benefit-notices/<int:notice_id>/", benefit_notice, name="benefit_notice"),
    path("benefit-notices/lines/<int:noticed_id>/objection", benefit_objection, name="benefit_objection"),
    path("benefit-objections/", objection_search, name="benefit_objections"),
    path("benefit-objections/<slug:code>/", objection_state, name="benefit_objection_state"),
]
