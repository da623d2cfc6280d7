"""For assessors, on a phone: the shell that works without network, its JSON, and what needs the server."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.kernel.actor import Actor
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.domain.refusals import AnswersConflict, AssessmentRefused
from yinling.needs.assessment.domain.states import AT_WORK
from yinling.portals.desk.assessment.forms import UndoneForm
from yinling.portals.field.basics import known_of
from yinling.portals.field.phones import shell, worker
from yinling.portals.field.phrases import phrases
from yinling.portals.field.sheet import ICONS, parts_of

assessor_page = page("assessment.assess")


def _shell(request: Request) -> HttpResponse:
    return shell(request, "portals/assessment/field/shell.html", words=phrases(), icons=ICONS)


@assessor_page
@never_cache
@ensure_csrf_cookie
@require_safe
def visits(request: Request) -> HttpResponse:
    """The list of visits, drawn on the device."""
    return _shell(request)


@assessor_page
@never_cache
@ensure_csrf_cookie
@require_safe
def form(request: Request, assessment_id: int) -> HttpResponse:
    """One form, drawn on the device; what is finished leads to its result."""
    if _row(request, assessment_id).state not in AT_WORK:
        return redirect("field:result", assessment_id)
    return _shell(request)


@assessor_page
@never_cache
@require_safe
def list_json(request: Request) -> HttpResponse:
    """What this assessor is to visit."""
    lines = queries.worklist(request.actor, on=timezone.localdate()).lines
    return JsonResponse({"assessments": [_entry(line, request) for line in lines]})


def _entry(line: queries.WorkLine, request: Request) -> dict[str, Any]:
    one = line.assessment
    return {
        "id": one.id,
        "number": one.number,
        "person": one.person_name_masked,
        "town": line.area_name,
        "reason": say(one.reason_words),
        "planned_on": one.planned_on.isoformat() if one.planned_on else "",
    }


@assessor_page
@never_cache
@require_safe
def form_json(request: Request, assessment_id: int) -> HttpResponse:
    """The form with what is saved."""
    return JsonResponse(_form(request, assessment_id))


def _form(request: Request, assessment_id: int) -> dict[str, Any]:
    at = timezone.now()
    try:
        found = queries.field_form(assessment_id, actor=request.actor, at=at)
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown
    signed = found.pop("signed_by")
    row, scale = _row(request, assessment_id), queries.load_scale(found.pop("scale"))
    return {
        **found,
        "scale": f"{say(scale.title)} {scale.number}",
        "parts": parts_of(scale, known_of(row, actor=request.actor, at=at)),
        "other": _other(row, request.actor),
        "is_locked": bool(signed),
        "is_signed_by_me": request.actor.name in signed,
        "visit_url": reverse("field:visit", args=[assessment_id]),
    }


def _row(request: Request, assessment_id: int) -> Any:
    try:
        return queries.visible_assessment(assessment_id, actor=request.actor, on=timezone.localdate())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown


def _other(row: Any, actor: Actor) -> str:
    """The name of the assessor who is not the actor."""
    both = (row.first_assessor, row.second_assessor)
    return next((str(each) for each in both if each and each.pk != actor.user_id), "")


def _posted(request: Request, **kinds: type) -> dict[str, Any]:
    """The fields of a JSON body. Raises BadBody."""
    try:
        body = json.loads(request.body)
    except ValueError as fault:
        raise BadBody from fault
    if not isinstance(body, dict) or any(type(body.get(name)) is not kind for name, kind in kinds.items()):
        raise BadBody
    return {name: body[name] for name in kinds}


class BadBody(ValueError):
    """Not what the form sends."""


def _answered(request: Request, assessment_id: int, act: Callable[[], dict[str, Any]]) -> HttpResponse:
    """JSON of a step; what the other assessor has saved meanwhile comes back whole, a refusal in words."""
    try:
        return JsonResponse(act())
    except BadBody:
        return JsonResponse({"refused": _("发送的内容不完整，请刷新页面。")}, status=400)
    except AnswersConflict:
        theirs = _form(request, assessment_id)
        kept = {name: theirs[name] for name in ("version", "answers", "circumstances", "basics")}
        return JsonResponse({"theirs": {**kept, "by": theirs["other"]}}, status=409)
    except AssessmentRefused as refused:
        return JsonResponse({"refused": say(refused.words)}, status=422)


@assessor_page
@require_POST
def answers(request: Request, assessment_id: int) -> HttpResponse:
    """Keeps the answers; the same key again is the same answers."""
    _row(request, assessment_id)

    def act() -> dict[str, Any]:
        kinds = {"key": str, "version": int, "answers": dict, "circumstances": dict}
        if b'"basics"' in request.body:  # a page that a phone kept from before may not know of them
            kinds["basics"] = dict
        sheet = actions.Sheet(**_posted(request, **kinds))
        by, at = request.actor, timezone.now()
        return {"version": actions.save_answers(assessment_id=assessment_id, sheet=sheet, by=by, at=at)}

    return _answered(request, assessment_id, act)


@assessor_page
@require_POST
def signature(request: Request, assessment_id: int) -> HttpResponse:
    """Signs the version that the assessor has seen; the second signature gives the result."""
    _row(request, assessment_id)

    def act() -> dict[str, Any]:
        version = _posted(request, version=int)["version"]
        actions.sign(assessment_id=assessment_id, version=version, by=request.actor, at=timezone.now())
        return {"url": reverse("field:result", args=[assessment_id])}

    return _answered(request, assessment_id, act)


@assessor_page
@require_POST
def give_back(request: Request, assessment_id: int) -> HttpResponse:
    """Opens the answers again, with a reason; signatures under them no longer count."""
    _row(request, assessment_id)

    def act() -> dict[str, Any]:
        reason = _posted(request, words=str)["words"]
        actions.take_back(assessment_id=assessment_id, reason=reason, by=request.actor, at=timezone.now())
        return {}

    return _answered(request, assessment_id, act)


@assessor_page
@require_safe
def result(request: Request, assessment_id: int) -> HttpResponse:
    """What became of it: who has signed, and the grade with its reasons."""
    return render(request, "portals/assessment/field/result.html", {"page": _page(request, assessment_id)})


def _page(request: Request, assessment_id: int) -> queries.AssessmentPage:
    try:
        return queries.assessment_page(assessment_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown


@assessor_page
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Request, assessment_id: int) -> HttpResponse:
    """Where to go: name, telephone and address, opened by a button and logged; or why nothing came of the visit."""
    found, contact = _page(request, assessment_id), None
    form = UndoneForm(request.POST if "verb" in request.POST else None)
    if "contact" in request.POST and found.line.state in AT_WORK:
        contact = queries.visit_contact(assessment_id, actor=request.actor, at=timezone.now())
    elif request.method == "POST" and form.is_valid():
        verb = {"decline": actions.decline, "abort": actions.abort}[form.cleaned_data["verb"]]
        try:
            verb(assessment_id=assessment_id, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except AssessmentRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已登记，街镇会看到。"))
            return redirect("field:result", assessment_id)
    context = {"page": found, "form": form, "contact": contact}
    response = render(request, "portals/assessment/field/visit.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("", visits, name="list"),
    path("list.json", list_json, name="list_json"),
    path("worker.js", worker, name="worker"),
    path("<int:assessment_id>/", form, name="form"),
    path("<int:assessment_id>/form.json", form_json, name="form_json"),
    path("<int:assessment_id>/answers", answers, name="answers"),
    path("<int:assessment_id>/signature", signature, name="signature"),
    path("<int:assessment_id>/return", give_back, name="give_back"),
    path("<int:assessment_id>/result/", result, name="result"),
    path("<int:assessment_id>/visit/", visit, name="visit"),
]
