"""For the provider and the bureau: claims, one claim with its lines, one line with what speaks for and against it."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.care.visits.queries.visits import visits_visible
from yinling.design.pages import Request, or_404, page
from yinling.design.trying import attempt
from yinling.oversight.claims.actions import background, building, disputing, reviewing
from yinling.oversight.claims.domain.refusals import ClaimRefused
from yinling.oversight.claims.models import ClaimState, Correction
from yinling.oversight.claims.queries import lists
from yinling.oversight.claims.queries.approval import hindrance
from yinling.oversight.claims.web.forms import (
    AdjustForm,
    CallForm,
    DisputeForm,
    LinesForm,
    MonthForm,
    StateForm,
    TextForm,
    row_in,
)
from yinling.oversight.claims.web.paging import one_page, page_of_lines, visit_page

SEED_MAX = 1 << 31
both = page("claims.view", "claims.submit")


@both
@require_safe
def claims(request: Request) -> HttpResponse:
    """Claims, newest month first; a provider draws one up here, of a month that is over."""
    form = StateForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = lists.claim_rows(request.actor, state=state, before=row_in(request.GET.get("before", "")))
    context = {
        "form": form, "state": state,
        **one_page(request, rows, "before", lambda row: f"{row.month:%Y-%m}.{row.id}", state=state),
        "month_form": MonthForm(initial={"month": timezone.localdate().replace(day=1) - timedelta(days=1)}),
        "may_submit": request.actor.may("claims.submit"), "may_pay": request.actor.may("claims.pay"),
    }  # fmt: skip
    return render(request, "claims/claims.html", context)


@page("claims.submit")
@require_POST
def drawing_up(request: Request) -> HttpResponse:
    """A claim of the month is begun; the job draws it up, and its page shows how far it is."""
    form, provider_id = MonthForm(request.POST), request.actor.organisation_id or 0
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    begun: list[int] = []

    def act() -> None:
        begun.append(building.begin(provider_id=provider_id, month=form.cleaned_data["month"], **who).pk)
        background.set_going(claim_id=begun[0], **who)

    attempt(request, act, "", form, refusal=ClaimRefused)
    return redirect("claims:claim", begun[0]) if begun else redirect("claims:claims")


@both
@require_safe
def progress(request: Request, claim_id: int) -> JsonResponse:
    """How far a claim is drawn up, for the progress bar."""
    row = _claim(request, claim_id).claim
    done = row.state != ClaimState.BUILDING or bool(row.failure)
    url = reverse("claims:claim", args=[claim_id])
    return JsonResponse({"value": row.visits_done, "maximum": row.visits_total, "done": done, "url": url})


def _claim(request: Request, claim_id: int) -> lists.ClaimPage:
    return or_404(lists.claim_page(claim_id, actor=request.actor))


@both
@require_safe
def claim(request: Request, claim_id: int) -> HttpResponse:
    """One claim: totals by reason, its lines, odd ones first, and the next step of whoever looks."""
    found, form = _claim(request, claim_id), LinesForm(request.GET)
    wanted = form.wanted(request.GET.get("after", ""))
    rows = lists.line_rows(claim_id, wanted, actor=request.actor)
    may, state = request.actor.may, found.row.state
    step = next((noun for noun, step in STEPS.items() if step[0] == state and may(step[1])), "")
    context = {
        "page": found,
        "row": found.row,
        "form": form,
        "step": step,
        "hindrance": hindrance(found.claim, by=request.actor, at=timezone.now()) if step == "approval" else None,
        "sees_money": may("claims.view"),
        **page_of_lines(request, rows, code=wanted.code, only=wanted.only),
    }
    return render(request, "claims/claim.html", context)


def _open_review(**who: Any) -> None:
    reviewing.open_review(seed=secrets.randbelow(SEED_MAX), **who)


# In which state, by whom, what is said when it is done, and how it is done.
STEPS: dict[str, tuple[str, str, str, Callable[..., object]]] = {
    "continuation": ("building", "claims.submit", "已继续编制。", background.set_going),
    "submission": ("draft", "claims.submit", "已提交，等待审核。", building.submit),
    "review": ("submitted", "claims.review", "已完成自动核对和抽样，请逐行核定。", _open_review),
    "approval": ("under_review", "claims.approve", "已批准，等待付款。", reviewing.approve),
}


@page("claims.submit", "claims.review", "claims.approve")
@require_POST
def claim_step(request: Request, claim_id: int, noun: str) -> HttpResponse:
    """Hands in, opens the review, approves."""
    _claim(request, claim_id)
    if noun not in STEPS:
        raise Http404
    who: dict[str, Any] = {"claim_id": claim_id, "by": request.actor, "at": timezone.now()}
    _state, _permission, done, act = STEPS[noun]
    attempt(request, lambda: act(**who), _(done), refusal=ClaimRefused)
    return redirect("claims:claim", claim_id)


def _line(request: Request, claim_line_id: int) -> lists.LinePage:
    return or_404(lists.line_page(claim_line_id, actor=request.actor))


@both
@require_safe
def line(request: Request, claim_line_id: int) -> HttpResponse:
    """One line: the visit, findings, calls, what reviewer and provider wrote."""
    found, actor = _line(request, claim_line_id), request.actor
    nouns = _open_nouns(request, found)
    waiting, next_id = lists.waiting_after(found.line, actor=actor) if "keeping" in nouns else (0, None)
    context = {
        "page": found, "line": found.line, "waiting": waiting, "next_id": next_id,
        "forms": {noun: _form(noun, found) for noun in nouns},
        "visit_page": visit_page(request), "may_agree": actor.may("claims.approve"),
        "sees_money": actor.may("claims.view"),
    }  # fmt: skip
    return render(request, "claims/line.html", context)


def _open_nouns(request: Request, found: lists.LinePage) -> list[str]:
    """Which steps the actor may take with the line now."""
    may, state = request.actor.may, found.claim.state
    if state == ClaimState.PAID and may("claims.review") and found.funds:
        return ["dispute"]
    if state != ClaimState.UNDER_REVIEW:
        return []
    if may("claims.submit"):
        return ["answer"] if found.line.decision == "adjusted" else []
    answered = any(step.what == lists.VERBS["answer"] for step in found.steps)
    return [*(["reply"] if answered else []), "keeping", "adjustment", "phone_back"] if may("claims.review") else []


def _form(noun: str, found: lists.LinePage, data: Any = None) -> forms.Form:
    if noun == "dispute":
        return DisputeForm(data, funds=found.funds, prefix=None)
    kinds: dict[str, type[forms.Form]] = {"phone_back": CallForm, "adjustment": AdjustForm}
    initial = {"off_fen": f"{found.line.asked / 100:.2f}"} if noun == "adjustment" else None
    return kinds.get(noun, TextForm)(data, initial=initial, auto_id=f"{noun}_%s")


@both
@require_POST
def line_step(request: Request, claim_line_id: int, noun: str) -> HttpResponse:
    """Calls back, keeps, takes off, answers, replies, disputes."""
    found = _line(request, claim_line_id)
    if noun not in LINE_STEPS:
        raise Http404
    form = _form(noun, found, request.POST)
    who: dict[str, Any] = {"line_id": claim_line_id, "by": request.actor, "at": timezone.now()}
    done = _("已登记：%(person)s %(on)s") % {"person": found.line.person, "on": found.line.on}
    attempt(request, lambda: LINE_STEPS[noun](form, who), done, form, refusal=ClaimRefused)
    return _onward(request, found.line)


def _onward(request: Request, before: lists.LineRow) -> HttpResponse:
    """Whoever has decided a waiting line comes to the next that waits, after the last one to the claim."""
    if not before.is_waiting or _line(request, before.id).line.is_waiting:
        return redirect("claims:line", before.id)
    _count, next_id = lists.waiting_after(before, actor=request.actor)
    return redirect("claims:line", next_id) if next_id else redirect("claims:claim", before.claim_id)


LINE_STEPS: dict[str, Callable[[Any, dict[str, Any]], object]] = {
    "phone_back": lambda form, who: reviewing.phone_back(call=form.call(), **who),
    "keeping": lambda form, who: reviewing.keep_line_as_asked(reason=form.cleaned_data["text"], **who),
    "adjustment": lambda form, who: reviewing.adjust(**form.cleaned_data, **who),
    "answer": lambda form, who: reviewing.answer(text=form.cleaned_data["text"], **who),
    "reply": lambda form, who: reviewing.reply(text=form.cleaned_data["text"], **who),
    "dispute": lambda form, who: disputing.dispute(what=form.what(), **who),
}


@page("claims.approve")
@require_POST
def agreement(request: Request, correction_id: int) -> HttpResponse:
    """Another person agrees to a correction."""
    row = or_404(Correction.objects.visible_to(request.actor).filter(pk=correction_id).first())
    at = timezone.now()
    act = lambda: disputing.agree(correction_id=correction_id, by=request.actor, at=at)  # noqa: E731
    attempt(request, act, _("已同意，随下一次付款结清。"), refusal=ClaimRefused)
    return redirect("claims:line", row.line_id)


@both
@require_safe
def of_visit(request: Request, visit_id: int) -> HttpResponse:
    """From a visit to its line."""
    found = lists.line_of_visit(visit_id, actor=request.actor)
    if found is None:
        if not visits_visible(request.actor, on=timezone.localdate()).filter(pk=visit_id).exists():
            raise Http404
        messages.info(request, _("这次上门还没有申报。"))
        return redirect("claims:claims")
    return redirect("claims:line", found)


urlpatterns = [
    path("", claims, name="claims"), path("drawing-up/", drawing_up, name="drawing_up"),
    path("<int:claim_id>/", claim, name="claim"),
    path("<int:claim_id>/progress/", progress, name="progress"),
    path("<int:claim_id>/steps/<slug:noun>/", claim_step, name="claim_step"),
    path("lines/<int:claim_line_id>/", line, name="line"),
    path("lines/<int:claim_line_id>/steps/<slug:noun>/", line_step, name="line_step"),
    path("corrections/<int:correction_id>/agreement/", agreement, name="agreement"),
    path("of-visit/<int:visit_id>/", of_visit, name="of_visit"),
]  # fmt: skip
