"""The first address: leads everyone to their own portal."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from yinling.design.pages import Request, public_page

FIRST_PAGE = {
    "older_person": "elder:home",
    "agent": "elder:home",
    "public": "public:home",
    "adaptation_firm": "adaptation:work_list",
    "assessor": "field:list",
    "care_provider": "visits:day",
    "carer": "carer:day",
    "visitor": "visitor:day",
    "call_operator": "alarms:desk",
    "responder": "alarms:mine",
    "finance_officer": "settlement:runs",
    "auditor": "audit:changes",
    "administrator": "access:users",
}


@public_page
def home(request: Request) -> HttpResponse:
    """Redirects to the portal of the session's role."""
    return redirect(FIRST_PAGE.get(request.actor.role, "casework:work_list"))


urlpatterns = [path("", home, name="home")]
