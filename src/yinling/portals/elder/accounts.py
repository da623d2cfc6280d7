"""For the older person and their agents: the month's account."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.oversight.claims.queries.accounts import account as month_account
from yinling.oversight.claims.web.forms import MonthForm
from yinling.people.registry.queries import is_represented, person_card


@page("elder.own", "elder.represent")
@require_safe
def account(request: Request, person_id: int) -> HttpResponse:
    """What was granted this month, what was used, what each visit costs."""
    today = timezone.localdate()
    if not is_represented(person_id, actor=request.actor, on=today):
        raise Http404
    asked = MonthForm(request.GET)
    month = (asked.cleaned_data["month"] if asked.is_valid() else today).replace(day=1)
    context = {
        "card": person_card(person_id, actor=request.actor, on=today), "is_agent": request.actor.person_id is None,
        "account": month_account(person_id, month, actor=request.actor, on=today),
        "is_current": month == today.replace(day=1),
    }  # fmt: skip
    return render(request, "portals/elder/account.html", context)


urlpatterns = [path("<int:person_id>/account/", account, name="account")]
