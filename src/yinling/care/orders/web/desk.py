"""For the desk and for a provider's office: orders, from asking to ending; rests."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.orders.actions import offering, ordering, resting
from yinling.care.orders.domain.states import StepRefused
from yinling.care.orders.models import Source
from yinling.care.orders.queries import lists as queries
from yinling.care.orders.web import forms
from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.people.registry.queries import PersonCard, person_card

VIEW = ("orders.view", "orders.answer")
WAITING_FOR_OFFICE, WAITING_FOR_DESK = {"offered"}, {"open", "declined", "lapsed"}


@page(*VIEW)
@require_safe
def order_list(request: Request) -> HttpResponse:
    """Orders by state, with counts."""
    today, state = timezone.localdate(), request.GET.get("state", "")
    before_id = number_in(request.GET.get("before", ""))
    lines = queries.order_lines(actor=request.actor, on=today, state=state, before_id=before_id)
    more = f"?state={state}&before={lines[-1].id}" if len(lines) == queries.PAGE_ROWS else ""
    counts = queries.order_counts(actor=request.actor, on=today)
    mine = WAITING_FOR_OFFICE if request.actor.organisation_id is not None else WAITING_FOR_DESK
    context = {
        "lines": lines, "counts": counts, "state": state, "next_url": more,
        "first_url": f"?state={state}" if before_id else "",
        "waiting": [(code, words, count) for code, words, count, _tone in counts if code in mine and count],
    }  # fmt: skip
    return render(request, "orders/list.html", context)


def _found(request: Request, order_id: int) -> queries.OrderLine:
    return or_404(queries.order_line(order_id, actor=request.actor, on=timezone.localdate()))


@page(*VIEW)
@require_safe
def order(request: Request, order_id: int) -> HttpResponse:
    """One order: what is wanted, its trail, what may be done."""
    return _show(request, _found(request, order_id))


def _show(request: Request, line: queries.OrderLine, sent: dict[str, Any] | None = None) -> HttpResponse:
    context = {
        "line": line,
        "steps": queries.steps_of(line.id, actor=request.actor, on=timezone.localdate()),
        "forms": {noun: (sent or {}).get(noun) or _form(noun, line) for noun in _nouns(request, line)},
        "sent": list(sent or {}),
    }
    return render(request, "orders/order.html", context, status=422 if sent else 200)


def _nouns(request: Request, line: queries.OrderLine) -> list[str]:
    """What the actor may do with an order in its state."""
    waiting = line.state in ("open", "declined", "lapsed")
    found = ["offer"] if waiting and request.actor.may("orders.place") else []
    found += ["answer"] if line.state == "offered" and request.actor.may("orders.answer") else []
    return found + (["end"] if line.state not in ("ended", "cancelled") else [])


def _form(noun: str, line: queries.OrderLine, data: Any = None) -> django_forms.Form:
    if noun == "offer":
        return forms.OfferForm(data, prefix=noun, providers=queries.providers_for(line.area))
    return {"answer": forms.AnswerForm, "end": forms.EndOrderForm}[noun](data, prefix=noun)


VERBS: dict[str, Callable[..., object]] = {
    "offer": offering.offer,
    "answer": offering.answer,
    "end": ordering.end_order,
}


@page("orders.place", "orders.answer")
@require_POST
def order_step(request: Request, order_id: int, noun: str) -> HttpResponse:
    """One form, one verb; a refusal stands on the form."""
    line = _found(request, order_id)
    if noun not in VERBS:
        raise Http404
    form = _form(noun, line, request.POST)
    if form.is_valid():
        try:
            VERBS[noun](order_id=line.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已办理。"))
            return redirect("orders:order", line.id)
    return _show(request, line, {noun: form})


@page("orders.place")
@require_http_methods(["GET", "HEAD", "POST"])
def new_order(request: Request, person_id: int) -> HttpResponse:
    """Writes down what somebody asks for by phone or at the window."""
    card = person_card(person_id, actor=request.actor, on=timezone.localdate())
    form = forms.OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ordering.place(
                form.wanted(), person_id=card.id, source=Source.DESK, by=request.actor, at=timezone.now()
            )
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("订单已记下，请派给机构。"))
            return redirect("orders:order", made.pk)
    context = {"card": card, "form": form}
    return render(request, "orders/new_order.html", context, status=422 if form.errors else 200)


@page("orders.place", "orders.answer")
@require_http_methods(["GET", "HEAD", "POST"])
def new_rest(request: Request, person_id: int) -> HttpResponse:
    """Nobody is at home: coming visits fall away."""
    card, form = _resident(request, person_id), forms.RestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resting.rest(person_id=card.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已登记，这段时间的上门取消了。"))
            return redirect("orders:new_rest", card.id)
    rests = queries.rests_now(card.id, actor=request.actor, on=timezone.localdate())
    context = {"card": card, "form": form, "rests": rests, "today": timezone.localdate()}
    return render(request, "orders/rest.html", context, status=422 if form.errors else 200)


def _resident(request: Request, person_id: int) -> PersonCard:
    return or_404(queries.resident_card(person_id, actor=request.actor, on=timezone.localdate()))


@page("orders.place", "orders.answer")
@require_POST
def back(request: Request, rest_id: int) -> HttpResponse:
    """The person is at home again from today."""
    if not queries.rest_visible(rest_id, actor=request.actor, on=timezone.localdate()):
        raise Http404
    try:
        kept = resting.back(rest_id=rest_id, on=timezone.localdate(), by=request.actor, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, _("已登记回来，后面的上门恢复了。"))
        return redirect("orders:new_rest", kept.person_id)
    return redirect("orders:list")


urlpatterns = [
    path("", order_list, name="list"),
    path("<int:order_id>/", order, name="order"),
    path("<int:order_id>/<slug:noun>", order_step, name="order_step"),
    path("people/<int:person_id>/new/", new_order, name="new_order"),
    path("people/<int:person_id>/rests/new/", new_rest, name="new_rest"),
    path("rests/<int:rest_id>/end/", back, name="back"),
]
