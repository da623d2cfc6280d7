"""For the bureau: how alarms climb in the district, its versions, and the draft of a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.care.chains import actions, queries
from yinling.care.chains.domain.bodies import fault_words, rearranged
from yinling.care.chains.domain.changes import changes
from yinling.care.chains.domain.refusals import ChainFaulty
from yinling.care.chains.models import Version
from yinling.care.chains.web.forms import DraftForms
from yinling.care.orders.domain.states import StepRefused
from yinling.design.pages import Request, or_404, page
from yinling.design.speech import say

MANAGE = "chains.manage"


def _known(code: str) -> str:
    return or_404(code if code in queries.rules().chains else None)


@page(MANAGE)
@require_safe
def chains(request: Request) -> HttpResponse:
    """Every chain with what is in force."""
    return render(request, "chains/list.html", {"lines": queries.chain_lines(actor=request.actor, at=timezone.now())})


@page(MANAGE)
@require_safe
def chain(request: Request, code: str) -> HttpResponse:
    """One chain: what is in force, what is to come, what was before and why it was changed."""
    at = timezone.now()
    line = queries.chain_line(_known(code), actor=request.actor, at=at)
    return render(request, "chains/chain.html", {"line": line, "versions": queries.version_lines(code, at=at)})


@page(MANAGE)
@require_POST
def start(request: Request, code: str) -> HttpResponse:
    """A draft of what is in force."""
    try:
        actions.start_draft(_known(code), by=request.actor, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    return redirect("chains:draft", code)


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def draft(request: Request, code: str) -> HttpResponse:
    """Writes a draft: links added, moved, dropped; published where that was asked for."""
    row = or_404(queries.draft_of(_known(code), actor=request.actor))
    if request.method != "POST":
        return _show(request, row, DraftForms(row))
    forms, wish, at = DraftForms(row, request.POST), request.POST.get("do", ""), timezone.now()
    if not forms.is_valid():
        return _show(request, row, forms)
    body, given = forms.body(), forms.whole.cleaned_data
    body["steps"] = rearranged(body["steps"], wish)
    try:
        actions.write(
            row.pk, body, reason=given["reason"], in_force_from=given["in_force_from"], by=request.actor, at=at
        )
        if wish == "publish":
            actions.publish(row.pk, by=request.actor, at=at)
            messages.success(request, _("新版本已发布；正在处置的报警仍按原来的办法。"))
            return redirect("chains:chain", code)
    except ChainFaulty as faulty:
        forms.say(faulty.faults)
        return _show(request, or_404(queries.draft_of(code, actor=request.actor)), forms)
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    added = f"#link-{len(body['steps'])}" if wish == "add" else ""
    return redirect(reverse("chains:draft", args=[code]) + added)


def _show(request: Request, row: Version, forms: DraftForms) -> HttpResponse:
    faults = queries.faults_of(row.body)
    now = queries.body_at(row.chain, at=timezone.now())
    context = {
        "row": row, "forms": forms, "name": queries.name_of(row.chain),
        "faults": [fault_words(place, reason) for place, reason in faults],
        "changes": [] if faults else changes(now, row.body),
    }  # fmt: skip
    return render(request, "chains/draft.html", context, status=422 if forms.whole.is_bound else 200)


@page(MANAGE)
@require_POST
def discard(request: Request, code: str) -> HttpResponse:
    """Nobody goes on with the draft."""
    row = or_404(queries.draft_of(_known(code), actor=request.actor))
    actions.discard(row.pk, by=request.actor, at=timezone.now())
    messages.success(request, _("草稿已作废。"))
    return redirect("chains:chain", code)


@page(MANAGE)
@require_POST
def withdraw(request: Request, version_id: int) -> HttpResponse:
    """A version that has not begun is taken back."""
    row = or_404(queries.version(version_id, actor=request.actor))
    try:
        actions.withdraw(row.pk, by=request.actor, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, _("已撤回，不会执行。"))
    return redirect("chains:chain", row.chain)


urlpatterns = [
    path("", chains, name="list"),
    path("versions/<int:version_id>/withdrawal/", withdraw, name="withdraw"),
    path("<slug:code>/", chain, name="chain"),
    path("<slug:code>/drafts/", start, name="start"),
    path("<slug:code>/draft/", draft, name="draft"),
    path("<slug:code>/draft/removal/", discard, name="discard"),
]
