"""What may I get: questions, and an answer with reasons. Nothing is stored, logged or put into a session."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, public_page
from yinling.gateways.policy.reading import load_pack
from yinling.needs.casework.queries.procedure import procedures
from yinling.needs.entitlements.queries.packs import deployed_programmes
from yinling.needs.entitlements.queries.programmes import bound_programme
from yinling.portals.public.answers import COST, answer, counted, in_order, overlapping
from yinling.portals.public.forms import PrecheckForm
from yinling.portals.public.questions import asked_by

FOR_PEOPLE = ("person", "household", "request")


@public_page
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def precheck(request: Request) -> HttpResponse:
    """Asks and answers in one go: the answers come by POST, so that no address and no log holds them."""
    today, area = timezone.localdate(), load_pack(settings.PACK).area
    names = [each for subject in FOR_PEOPLE for each in deployed_programmes(subject=subject)]
    bound = [(pack, bound_programme(name, on=today, pack=pack)) for pack, name in names]
    first, more = asked_by(each.rule for _, each in bound)
    posted = request.POST if request.method == "POST" else None
    asks_cost = any(COST in each.rule.facts for _, each in bound)
    forms = [PrecheckForm(posted, asked=first), PrecheckForm(posted, asked=more, asks_cost=asks_cost)]
    answers = []
    if all(form.is_valid() for form in forms):
        facts, cost = forms[0].known(area) | forms[1].known(area), forms[1].cleaned_data["cost"]
        answers = in_order([answer(pack, each, facts, cost, today) for pack, each in bound])
    status = 422 if any(form.errors for form in forms) else 200
    context = {
        "form": forms[0],
        "more": forms[1],
        "answers": answers,
        "summary": counted(answers),
        "overlaps": overlapping(answers),
        "has_questions": bool(first),
        "online": list(procedures()),
        "own_pack": settings.PACK,
    }
    return render(request, "portals/public/precheck.html", context, status=status)


urlpatterns = [path("precheck/", precheck, name="precheck")]
