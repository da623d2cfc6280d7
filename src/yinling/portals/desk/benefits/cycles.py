"""For those who make, check, approve and pay: the months, one month with its next step, its funds."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.foundation.books.queries import balance
from yinling.gateways.policy.programmes import load_programme
from yinling.gateways.policy.reading import load_pack
from yinling.needs.benefits import queries
from yinling.needs.benefits.queries import CyclePage
from yinling.needs.benefits.queries.pages import PAGE_ROWS
from yinling.needs.cycles import actions
from yinling.needs.cycles.actions.money import fund_account
from yinling.needs.cycles.domain.states import FROZEN
from yinling.needs.cycles.jobs import draft_cycle
from yinling.needs.dues.queries.rulebook import monthly_programmes
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.hearings.web.panels import cycle_panel
from yinling.portals.desk.benefits import forms

FORMS: dict[str, type[django_forms.Form]] = {
    "draft": forms.NothingForm,
    "clear": forms.ReasonForm,
    "check": forms.RemarkForm,
    "reopen": forms.ReasonForm,
    "approve": forms.RemarkForm,
    "pay": forms.PaymentForm,
    "close": forms.NothingForm,
}
ACTS: dict[str, Callable[..., object]] = {
    "clear": actions.clear_draft,
    "check": actions.check,
    "reopen": actions.reopen,
    "approve": actions.approve,
    "pay": actions.pay,
    "close": actions.close,
}
STAGES = ("编制", "复核", "批准", "付款", "办结")
REACHED = {"draft": 0, "checked": 2, "approved": 3, "paid": 4, "closed": 5}


def title_of(pack: str) -> str:
    """The pack's short name."""
    return load_pack(pack).short_title


def monthly_packs() -> list[tuple[str, str]]:
    """Packs in use that give something month by month."""
    return [(pack, title_of(pack)) for pack in deployed_packs() if monthly_programmes(pack)]


@page("cycles.view")
@require_http_methods(["GET", "HEAD", "POST"])
def months(request: Request) -> HttpResponse:
    """Cycles, newest first; a new one begins here."""
    actor, today = request.actor, timezone.localdate()
    form = forms.OpenForm(request.POST or None, packs=monthly_packs(), on=today) if actor.may("cycles.draft") else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            cycle = actions.open_cycle(_wanted(request, form), by=actor, at=timezone.now())
        except actions.StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            draft_cycle.enqueue(cycle.pk, timezone.now().isoformat())
            return redirect("cycles:cycle", cycle.pk)
    before = request.GET.get("before", "")
    lines = queries.cycle_lines(actor=actor, on=today, before_id=number_in(before) or None)
    context = {
        "lines": [(line, title_of(line.pack)) for line in lines],
        "form": form,
        "next_url": f"?before={lines[-1].id}" if len(lines) == PAGE_ROWS else "",
        "first_url": "?" if before else "",
    }
    return render(request, "portals/desk/benefits/months.html", context, status=422 if form and form.errors else 200)


def _wanted(request: Request, form: django_forms.Form) -> actions.Wanted:
    area = request.actor.area if len(request.actor.area) > len(load_pack(settings.PACK).area) else ""
    return actions.Wanted(date.fromisoformat(form.cleaned_data["month"]), area=area, pack=form.cleaned_data["pack"])


def found_cycle(request: Request, cycle_id: int) -> CyclePage:
    """The cycle as its page shows it. Raises Http404."""
    return or_404(queries.cycle_page(cycle_id, actor=request.actor, on=timezone.localdate()))


@page("cycles.view")
@require_safe
def cycle(request: Request, cycle_id: int) -> HttpResponse:
    """One month: totals, what changed, what to look into, and its next step."""
    return show(request, found_cycle(request, cycle_id))


def show(request: Request, found: CyclePage, sent: dict[str, django_forms.Form] | None = None) -> HttpResponse:
    """The page, with a form as it was sent."""
    line, actor, today = found.line, request.actor, timezone.localdate()
    context = {
        "page": found,
        "line": line,
        "title": title_of(found.pack),
        "stages": _stages(line.state, is_drafted=line.is_drafted),
        "forms": {verb: (sent or {}).get(verb) or FORMS[verb](prefix=verb) for verb in FORMS if verb in found.may},
        "sent": list(sent or {}),
        "waits_for": _waits_for(request, found),
        "may_export": line.state in ("approved", "paid") and actor.may("cycles.pay"),
        "towns": _chart(found),
        "shared": len(queries.shared_accounts(line.id, actor=actor, on=today)),
        "twice": len(queries.possibly_one_person(line.id, actor=actor, on=today)),
        "held_panel": cycle_panel(line.id, actor, is_frozen=line.state in FROZEN),
        "difference_fen": found.paid.fen - found.last_month_paid_fen,
    }
    return render(request, "portals/desk/benefits/cycle.html", context, status=422 if sent else 200)


def _stages(state: str, *, is_drafted: bool) -> list[dict[str, str]]:
    reached = max(REACHED[state], int(is_drafted))
    states = ["done" if at < reached else "current" if at == reached else "ahead" for at in range(len(STAGES))]
    return [{"label": label, "state": state} for label, state in zip(STAGES, states, strict=True)]


def _waits_for(request: Request, found: CyclePage) -> str:
    """Why the next step is not for the viewer, in plain words; empty where it is, or where there is none."""
    actor, line = request.actor, found.line
    if line.state == "draft" and line.is_drafted and "check" not in found.may:
        if actor.may("cycles.check"):
            return _("这次发放由您编制，要由另一位审核人复核。")
        return _("名单编好了，等区民政局的审核人复核。")
    if line.state == "checked" and "approve" not in found.may:
        if actor.may("cycles.approve"):
            return _("这次发放由您复核，要由另一位审核人批准。")
        return _("已经复核，等区民政局批准。")
    if line.state == "approved" and "pay" not in found.may:
        return _("已经批准，等财务人员付款。")
    return _("已经付款，等银行答复；没有退回的，由财务人员办结。") if _waits_for_bank(found) else ""


def _waits_for_bank(found: CyclePage) -> bool:
    return found.line.state == "paid" and "close" not in found.may


def _chart(found: CyclePage) -> dict[str, Any]:
    return {
        "labels": [town.name for town in found.by_town],
        "label": _("街镇"),
        "unit": _("元"),
        "bars": [{"name": _("发放金额（元）"), "values": [_yuan(town.fen) for town in found.by_town]}],
    }


def _yuan(fen: int) -> float | int:
    return fen / 100 if fen % 100 else fen // 100


@page("cycles.view")
@require_safe
def progress(request: Request, cycle_id: int) -> HttpResponse:
    """How far the draft is, for the progress bar."""
    line = found_cycle(request, cycle_id).line
    url = reverse("cycles:cycle", args=[cycle_id])
    return JsonResponse({"value": line.done, "maximum": line.total, "done": line.is_drafted, "url": url})


@page("cycles.draft", "cycles.check", "cycles.approve", "cycles.pay")
@require_POST
def step(request: Request, cycle_id: int, verb: str) -> HttpResponse:
    """One verb; a refusal stands on its form, or is told where the form is no longer there."""
    found = found_cycle(request, cycle_id)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return show(request, found, {verb: form})
    try:
        if verb in ACTS:
            ACTS[verb](cycle_id=cycle_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except actions.StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        _follow(request, cycle_id, verb)
    return redirect("cycles:cycle", cycle_id)


def _follow(request: Request, cycle_id: int, verb: str) -> None:
    if verb in ("draft", "clear"):
        draft_cycle.enqueue(cycle_id, timezone.now().isoformat())
        messages.success(request, _("正在编制，完成后会显示在这里。"))
    else:
        messages.success(request, _("已办理。"))


@page("cycles.pay")
@require_POST
def bank_file(request: Request, cycle_id: int) -> HttpResponse:
    """The file for the bank; full account numbers are in it, and the read is logged."""
    found_cycle(request, cycle_id)
    form = "csv" if request.POST.get("form") == "csv" else "xlsx"
    try:
        file = actions.export_bank_file(cycle_id=cycle_id, form=form, by=request.actor, at=timezone.now())
    except actions.StepRefused as refused:
        messages.error(request, say(refused.words))
        return redirect("cycles:cycle", cycle_id)
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def fund_names() -> list[str]:
    """Funds from which monthly programmes are paid."""
    rules = [load_programme(pack, name) for pack, _title in monthly_packs() for name in monthly_programmes(pack)]
    return sorted({amount.payer for rule in rules for amount in rule.amounts if amount.payer and amount.public})


@page("cycles.pay")
@require_http_methods(["GET", "HEAD", "POST"])
def funds(request: Request) -> HttpResponse:
    """What each fund holds for monthly payments, and money that came in."""
    names = fund_names()
    form = forms.AllotmentForm(request.POST or None, funds=names)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "area": request.actor.area or load_pack(settings.PACK).area}
        try:
            actions.allot(**given, by=request.actor, at=timezone.now())
        except actions.StepRefused as refused:
            form.add_error(None, say(refused.words))
        else:
            messages.success(request, _("拨款已登记。"))
            return redirect("cycles:funds")
    held = [(name, balance(fund_account(name))) for name in names]
    context = {"form": form, "held": held}
    return render(request, "portals/desk/benefits/funds.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("", months, name="months"),
    path("funds/", funds, name="funds"),
    path("<int:cycle_id>/", cycle, name="cycle"),
    path("<int:cycle_id>/progress/", progress, name="progress"),
    path("<int:cycle_id>/bank-file/", bank_file, name="bank_file"),
    path("<int:cycle_id>/steps/<slug:verb>", step, name="step"),
]
