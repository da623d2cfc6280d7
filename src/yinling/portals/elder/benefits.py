"""For the older person and their agents: what I have, what came each month, why it is this sum, the letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say
from yinling.needs.benefits.queries import PersonMonths, ProgrammeLine, person_months
from yinling.needs.hearings import actions
from yinling.needs.hearings.queries.holds import holds_of
from yinling.needs.hearings.queries.objections import objections_of
from yinling.needs.hearings.web.forms import OwnObjectionForm
from yinling.portals.benefits import refusing, telling
from yinling.portals.benefits.letter import letter
from yinling.portals.elder.acting import person_of

elder_page = page("elder.own", "elder.represent")


def _found(request: Request, person_id: int) -> PersonMonths:
    return person_months(person_id, actor=request.actor, on=timezone.localdate())


@elder_page
@require_safe
def overview(request: Request) -> HttpResponse:
    """Each benefit with its newest month, what arrived, and what else there may be."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    found = _found(request, person_id)
    context = {
        "page": found,
        "is_agent": request.actor.person_id is None,
        "mine": [
            (line, telling.told_months(line)[:1], refusing.why_not(line))
            for line in found.programmes
            if line.is_enrolled or line.months
        ],
        "entitled": telling.entitled_ones(found),
        "others": [(line, refusing.why_not(line)) for line in telling.other_ones(found) if not line.months],
        "owed": [line for line in found.recoveries if line.outstanding_fen],
        "newest": telling.newest_payment(found),
    }
    return render(request, "portals/elder/benefits.html", context)


@elder_page
@require_safe
def why(request: Request, pack: str, programme: str) -> HttpResponse:
    """One benefit month by month: why it is this sum, what is held, what the person disputed."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    line, today = _line(request, person_id, pack, programme), timezone.localdate()
    of = (pack, programme)
    context = {
        "line": line,
        "months": telling.told_months(line),
        "reasons": telling.reasons_told(line),
        "holds": [
            hold
            for hold in holds_of(person_id, actor=request.actor, on=today)
            if (hold.pack, hold.programme) == of and hold.released_at is None
        ],
        "objections": [
            each
            for each in objections_of(person_id, actor=request.actor, on=today)
            if (each.pack, each.programme) == of
        ],
    }
    return render(request, "portals/elder/benefit.html", context)


def _line(request: Request, person_id: int, pack: str, programme: str) -> ProgrammeLine:
    """One benefit of the person. Raises Http404."""
    lines = _found(request, person_id).programmes
    return or_404(next((each for each in lines if (each.pack, each.programme) == (pack, programme)), None))


@elder_page
@require_http_methods(["GET", "HEAD", "POST"])
def benefit_objection(request: Request, pack: str, programme: str) -> HttpResponse:
    """The person, or their agent, does not agree with a sum or a refusal."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    line = _line(request, person_id, pack, programme)
    form = OwnObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.object_to_own(
                person_id=person_id, pack=pack, programme=programme, grievance=form.grievance(), by=request.actor,
                at=timezone.now(),
            )  # fmt: skip
        except actions.HearingRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("异议已收到，会由另外的人核查，结果会通知您。"))
            return redirect("elder:benefit", pack, programme)
    context = {"line": line, "form": form}
    return render(request, "portals/elder/benefit_objection.html", context, status=422 if form.errors else 200)


@elder_page
@require_safe
def own_letter(request: Request) -> HttpResponse:
    """Everything as a letter to keep."""
    person_id = person_of(request)
    if person_id is None:
        return redirect("elder:people")
    return letter(_found(request, person_id), by=request.actor, at=timezone.now())


urlpatterns = [
    path("benefits/", overview, name="benefits"),
    path("benefits/letter.pdf", own_letter, name="benefits_letter"),
    path("benefits/<slug:pack>/<slug:programme>/", why, name="benefit"),
    path("benefits/<slug:pack>/<slug:programme>/objection/", benefit_objection, name="benefit_objection"),
]
