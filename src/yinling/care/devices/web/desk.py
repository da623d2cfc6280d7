"""For the desk: the register of devices, one device, strangers, a device in a home."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.devices.actions import installing, registering
from yinling.care.devices.queries import histories, overview
from yinling.care.devices.queries import register as queries
from yinling.care.devices.queries.register import DeviceLine
from yinling.care.devices.web import forms
from yinling.care.orders.domain.states import StepRefused
from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.gateways.policy.reading import load_pack
from yinling.people.registry.queries import person_card

VIEW, MANAGE = "devices.view", "devices.manage"


def _district() -> str:
    return load_pack(settings.PACK).area


@page(VIEW)
@require_safe
def device_list(request: Request) -> HttpResponse:
    """Devices by kind, place, state and trouble."""
    form = forms.FilterForm(request.GET, actor=request.actor, district=_district())
    after, today = number_in(request.GET.get("after", "")), timezone.localdate()
    lines, next_after = queries.device_lines(form.wanted(after), actor=request.actor, on=today)
    query = request.GET.copy()
    query.pop("after", None)
    first = f"?{query.urlencode()}"
    query["after"] = str(next_after)
    context = {
        "form": form, "lines": lines, "counts": overview.counts(actor=request.actor, on=today),
        "next_url": f"?{query.urlencode()}" if next_after else "", "first_url": first if after else "",
        "by_kind": overview.counts_by_kind(actor=request.actor, on=today),
        "by_town": overview.counts_by_town(actor=request.actor, on=today),
        "may_manage": request.actor.may(MANAGE),
    }  # fmt: skip
    return render(request, "devices/list.html", context)


def _found(request: Request, device_id: int) -> DeviceLine:
    return or_404(queries.device_line(device_id, actor=request.actor, on=timezone.localdate()))


@page(VIEW)
@require_safe
def device(request: Request, device_id: int) -> HttpResponse:
    """One device: what it is, where it hangs, what it said, when it was silent."""
    return _show(request, _found(request, device_id))


def _show(request: Request, line: DeviceLine, sent: dict[str, Any] | None = None) -> HttpResponse:
    before = number_in(request.GET.get("before", ""))
    events = histories.events_of_device(line.id, after=before)
    may_manage = request.actor.may(MANAGE)
    context = {
        "line": line, "homes": histories.homes_of_device(line.id, on=timezone.localdate()), "events": events,
        "next_url": f"?before={events[-1].id}" if len(events) == histories.EVENTS_SHOWN else "",
        "first_url": "?" if before else "", "silences": histories.silences_of_device(line.id), "may_manage": may_manage,
        "steps": histories.steps_of_device(line.id), "nouns": STEPS_BY_STATE[line.state] if may_manage else [],
        "note_form": (sent or {}).get("form") or forms.NoteForm(), "sent": (sent or {}).get("noun", ""),
    }  # fmt: skip
    return render(request, "devices/device.html", context, status=422 if sent else 200)


STEPS_BY_STATE = {
    "in_store": ["retire"], "installed": ["begin_test", "remove"], "testing": ["end_test", "give_up_test", "remove"],
    "retired": ["restore"],
}  # fmt: skip
WITH_NOTE = {"remove", "retire"}
VERBS: dict[str, Callable[..., object]] = {
    "begin_test": installing.begin_test,
    "end_test": installing.end_test,
    "give_up_test": installing.give_up_test,
    "remove": installing.remove,
    "retire": registering.retire,
    "restore": registering.restore,
}


@page(MANAGE)
@require_POST
def device_step(request: Request, device_id: int, noun: str) -> HttpResponse:
    """One verb; a refusal stands on the page."""
    line = _found(request, device_id)
    if noun not in VERBS:
        raise Http404
    form = forms.NoteForm(request.POST) if noun in WITH_NOTE else django_forms.Form(request.POST)
    if form.is_valid():
        try:
            VERBS[noun](device_id=line.id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except StepRefused as refused:
            if noun not in WITH_NOTE:
                messages.error(request, say(refused.words))
                return redirect("devices:device", line.id)
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已办理。"))
            return redirect("devices:device", line.id)
    return _show(request, line, {"noun": noun, "form": form})


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_device(request: Request) -> HttpResponse:
    """Writes down a device; an unknown account comes filled in."""
    told = {name: request.GET[name] for name in ("protocol", "account") if name in request.GET}
    form = forms.DeviceForm(request.POST or None, initial=told, actor=request.actor, district=_district())
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register(form.details(), by=request.actor, at=timezone.now())
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("设备已登记。到老年人的页面上安装。"))
            return redirect("devices:device", made.pk)
    return render(request, "devices/form.html", {"form": form}, status=422 if form.errors else 200)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, device_id: int) -> HttpResponse:
    """Corrects what is written down."""
    line = _found(request, device_id)
    given = {name: getattr(line, name) for name in ("kind", "label", "serial", "expected_seconds")}
    form = forms.ChangeForm(request.POST or None, initial=given, actor=request.actor, district=_district())
    if request.method == "POST" and form.is_valid():
        kept = {name: getattr(line, name) for name in ("protocol", "account", "area")}
        details = registering.DeviceDetails(**kept, **form.cleaned_data)
        try:
            registering.change(details, device_id=line.id, by=request.actor, at=timezone.now())
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已更正。"))
            return redirect("devices:device", line.id)
    return render(request, "devices/form.html", {"form": form, "line": line}, status=422 if form.errors else 200)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def install(request: Request, person_id: int) -> HttpResponse:
    """Puts a device up in a person's home."""
    today = timezone.localdate()
    card = person_card(person_id, actor=request.actor, on=today)
    choices = queries.devices_in_store(actor=request.actor, on=today)
    form = forms.InstallForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        device_id = given.pop("device_id")
        try:
            installing.install(
                installing.Home(card.id, **given), device_id=device_id, by=request.actor, at=timezone.now()
            )
        except StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("已安装，请接着测试。"))
            return redirect("devices:device", device_id)
    context = {"card": card, "form": form, "has_choices": bool(choices)}
    return render(request, "devices/install.html", context, status=422 if form.errors else 200)


@page(VIEW)
@require_safe
def stranger_list(request: Request) -> HttpResponse:
    """Accounts that speak and hang in no home."""
    lines = overview.strangers(actor=request.actor, on=timezone.localdate())
    return render(request, "devices/strangers.html", {"lines": lines, "may_manage": request.actor.may(MANAGE)})


urlpatterns = [
    path("", device_list, name="list"),
    path("new/", new_device, name="new"),
    path("strangers/", stranger_list, name="strangers"),
    path("people/<int:person_id>/install/", install, name="install"),
    path("<int:device_id>/", device, name="device"),
    path("<int:device_id>/change/", change, name="change"),
    path("<int:device_id>/<slug:noun>", device_step, name="step"),
]
