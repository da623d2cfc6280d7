"""The stream of the call desk: a word for every change of any alarm."""

from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_GET

from yinling.care.alarms.queries.lists import newest
from yinling.design.pages import Request, page
from yinling.gateways.streaming import Changes

changes = Changes(newest)


@page("alarms.view", "alarms.respond")
@require_GET
def stream(request: Request) -> HttpResponseBase:
    """Changes from now on, or since the event that the page saw last."""
    return changes.streamed(request.headers.get("Last-Event-ID", ""))


urlpatterns = [path("stream/", stream, name="stream")]
