"""For the desk and the bureau: times against limits, false alarms, failed calls."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yinling.care.alarms.queries import figures as queries
from yinling.care.alarms.queries.lists import rules
from yinling.care.alarms.web.forms import PeriodForm
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.dates import day_moment

DAYS = 365
SHARES = (("按时受理", "answer"), ("按时派人", "dispatch"), ("按时到场", "arrival"))


@page("alarms.view")
@require_safe
def figures(request: Request) -> HttpResponse:
    """The last year, or the days asked for."""
    form = PeriodForm(request.GET, district=load_pack(settings.PACK).area)
    today = timezone.localdate()
    first, last = form.days(today - timedelta(days=DAYS), today + timedelta(days=1))
    area = form.cleaned_data.get("area", "") if form.is_valid() else ""
    since = queries.Since(day_moment(first, 0), day_moment(last, 0), area)
    months = queries.by_month(request.actor, since)
    context = {
        "form": form, "first": first, "last": last, "months": months, "limits": rules().limits,
        "places": queries.by_place(request.actor, since), "devices": queries.by_device(request.actor, since),
        "unverified": [one for one in rules().unverified if one.startswith("limits.")],
        "counts": {"labels": [one.name for one in months], "unit": _("件"),
                   "bars": [{"name": _("报警"), "values": [one.alarms for one in months]}]},
        "shares": {"labels": [one.name for one in months], "unit": "%",
                   "bars": [{"name": say(name), "values": [getattr(one, kind).share for one in months]}
                             for name, kind in SHARES]},
    }  # fmt: skip
    return render(request, "alarms/figures.html", context)


urlpatterns = [path("figures/", figures, name="figures")]
