"""For the bureau and finance: months at a glance, vouchers, statements."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.needs.vouchers import actions, queries
from yinling.needs.vouchers.domain.refusals import VoucherRefused
from yinling.needs.vouchers.models import StatementState
from yinling.needs.vouchers.web.forms import PaymentForm, ReasonForm


@page("vouchers.view")
@require_safe
def months(request: Request) -> HttpResponse:
    """Each kind and month: given, used, left; statements are drawn up here."""
    figures = queries.month_figures(request.actor, on=timezone.localdate())
    context = {"figures": figures, "chart": _chart(figures), "may_settle": request.actor.may("vouchers.settle")}
    return render(request, "vouchers/months.html", context)


def _chart(figures: list[queries.MonthFigures]) -> dict[str, Any]:
    """Yuan by month, oldest first."""
    rows = figures[::-1]
    is_one_kind = len({(row.kind.pack, row.kind.id) for row in rows}) == 1
    return {
        "labels": [f"{row.month:%Y-%m}" if is_one_kind else f"{row.month:%Y-%m} {row.kind.name}" for row in rows],
        "unit": _("元"),
        "bars": [
            {"name": _("已用"), "values": [_yuan(row.used_fen) for row in rows]},
            {"name": _("未用或过期"), "values": [_yuan(row.left_fen) for row in rows]},
        ],
    }


def _yuan(fen: int) -> float | int:
    return fen / 100 if fen % 100 else fen // 100


@page("vouchers.view")
@require_safe
def vouchers(request: Request, month: str) -> HttpResponse:
    """The vouchers of a month."""
    after = request.GET.get("after", "")
    rows = queries.vouchers(
        request.actor, on=timezone.localdate(), month=_month(month), after_id=number_in(after) or None
    )
    context = {
        "rows": rows,
        "month": _month(month),
        "next_url": f"?after={rows[-1].id}" if len(rows) == queries.PAGE_ROWS else "",
        "first_url": "?" if after else "",
    }
    return render(request, "vouchers/vouchers.html", context)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise Http404 from fault


def _try(request: Request, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except VoucherRefused as refused:
        messages.error(request, refused.words)
    else:
        messages.success(request, done)


@page("vouchers.settle")
@require_POST
def drawing_up(request: Request, pack: str, kind: str, month: str) -> HttpResponse:
    """Statements of a month for all providers."""
    first, at = _month(month), timezone.now()
    _try(
        request,
        lambda: actions.draw_up(pack=pack, kind=kind, month=first, by=request.actor, at=at),
        _("对账单已编制，请机构确认。"),
    )
    return redirect("vouchers:statements")


@page("vouchers.view", "vouchers.redeem")
@require_safe
def statements(request: Request) -> HttpResponse:
    """Statements, newest first; a provider sees its own."""
    before = request.GET.get("before", "")
    rows = queries.statements(request.actor, before_id=number_in(before) or None)
    context = {
        "rows": rows,
        "next_url": f"?before={rows[-1].id}" if len(rows) == queries.PAGE_ROWS else "",
        "first_url": "?" if before else "",
    }
    return render(request, "vouchers/statements.html", context)


def _found(request: Request, statement_id: int) -> queries.StatementPage:
    return or_404(queries.statement_page(statement_id, actor=request.actor))


@page("vouchers.view", "vouchers.redeem")
@require_safe
def statement(request: Request, statement_id: int) -> HttpResponse:
    """One statement, its uses, and the next step of whoever looks."""
    found = _found(request, statement_id)
    actor, state = request.actor, found.row.state
    context = {
        "page": found,
        "row": found.row,
        "may_confirm": state == StatementState.DRAWN_UP and actor.may("vouchers.redeem"),
        "may_answer": state == StatementState.DISPUTED and actor.may("vouchers.settle"),
        "may_approve": state == StatementState.CONFIRMED and actor.may("vouchers.settle"),
        "is_own": found.drawn_up_by_id == actor.user_id,
        "may_pay": state == StatementState.APPROVED and actor.may("vouchers.pay"),
        "reason_form": ReasonForm(),
        "payment_form": PaymentForm(),
    }
    return render(request, "vouchers/statement.html", context)


@page("vouchers.settle")
@require_POST
def answer(request: Request, statement_id: int) -> HttpResponse:
    """The bureau answers an objection."""
    _found(request, statement_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        what = {"statement_id": statement_id, "by": request.actor, "at": timezone.now(), **form.cleaned_data}
        _try(request, lambda: actions.answer_dispute(**what), _("已答复，请机构再次确认。"))
    else:
        messages.error(request, _("请写明答复。"))
    return redirect("vouchers:statement", statement_id)


@page("vouchers.settle")
@require_POST
def approval(request: Request, statement_id: int) -> HttpResponse:
    """Another person approves."""
    _found(request, statement_id)
    at = timezone.now()
    _try(
        request,
        lambda: actions.approve(statement_id=statement_id, by=request.actor, at=at),
        _("已批准，等待付款。"),
    )
    return redirect("vouchers:statement", statement_id)


@page("vouchers.pay")
@require_POST
def payment(request: Request, statement_id: int) -> HttpResponse:
    """Finance records that the money went out."""
    _found(request, statement_id)
    form = PaymentForm(request.POST)
    if form.is_valid():
        what = {"statement_id": statement_id, "by": request.actor, "at": timezone.now(), **form.cleaned_data}
        _try(request, lambda: actions.record_payment(**what), _("已登记付款。"))
    else:
        messages.error(request, _("请填写银行受理号。"))
    return redirect("vouchers:statement", statement_id)


urlpatterns = [
    path("", months, name="months"),
    path("months/<str:month>/", vouchers, name="vouchers"),
    path("months/<slug:pack>/<slug:kind>/<str:month>/statements/", drawing_up, name="drawing_up"),
    path("statements/", statements, name="statements"),
    path("statements/<int:statement_id>/", statement, name="statement"),
    path("statements/<int:statement_id>/answer/", answer, name="answer"),
    path("statements/<int:statement_id>/approval/", approval, name="approval"),
    path("statements/<int:statement_id>/payment/", payment, name="payment"),
]
