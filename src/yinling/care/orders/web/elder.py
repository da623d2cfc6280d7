"""For the older person and their agents: asking for a service."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.care.orders.actions import ordering
from yinling.care.orders.domain.states import StepRefused
from yinling.care.orders.models import Source
from yinling.care.orders.web import forms
from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.people.registry.queries import is_represented, person_card


@page("elder.own", "elder.represent")
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: Request, person_id: int) -> HttpResponse:
    """Asks for a service."""
    if not is_represented(person_id, actor=request.actor, on=timezone.localdate()):
        raise Http404
    form = forms.ElderOrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = Source.ELDER if request.actor.person_id is not None else Source.FAMILY
        try:
            ordering.place(form.wanted(), person_id=person_id, source=source, by=request.actor, at=timezone.now())
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("收到了。街镇会找机构，定下来就告诉您。"))
            return redirect("elder:visits", person_id)
    context = {"card": person_card(person_id, actor=request.actor, on=timezone.localdate()), "form": form}
    return render(request, "orders/elder/new_order.html", context, status=422 if form.errors else 200)


urlpatterns = [path("<int:person_id>/orders/new/", new_order, name="new_order")]
