"""For finance: care funds, claims that wait for money, payments and what the bank said."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.design.speech import say
from yinling.oversight.claims.actions import paying
from yinling.oversight.claims.domain.refusals import ClaimRefused
from yinling.oversight.claims.models import Payment
from yinling.oversight.claims.queries import payments as queries
from yinling.oversight.claims.web.forms import AllotForm, ResultForm
from yinling.oversight.claims.web.trying import attempt


@page("claims.view")
@require_safe
def payments(request: Request) -> HttpResponse:
    """Funds, what is due, what was paid."""
    context = {
        "funds": queries.funds(request.actor), "due": queries.due(request.actor),
        "payments": queries.payments(request.actor), "result_form": ResultForm(auto_id=False),
        "may_pay": request.actor.may("claims.pay"),
    }  # fmt: skip
    return render(request, "claims/payments.html", context)


@page("claims.view")
@require_safe
def fund(request: Request, code: str) -> HttpResponse:
    """One fund: what it holds and each claim that it paid."""
    found = next((one for one in queries.funds(request.actor) if one.code == code), None)
    if found is None:
        raise Http404
    context = {
        "fund": found, "payments": queries.payments(request.actor, fund=code), "form": AllotForm(),
        "may_pay": request.actor.may("claims.pay"),
    }  # fmt: skip
    return render(request, "claims/fund.html", context)


@page("claims.pay")
@require_POST
def allotment(request: Request, code: str) -> HttpResponse:
    """Money came in."""
    if not any(one.code == code for one in queries.funds(request.actor)):
        raise Http404
    form, at = AllotForm(request.POST), timezone.now()
    act = lambda: paying.allot(fund=code, by=request.actor, at=at, **form.cleaned_data)  # noqa: E731
    attempt(request, act, _("已登记拨款。"), form)
    return redirect("claims:fund", code)


@page("claims.pay")
@require_POST
def batch(request: Request) -> HttpResponse:
    """Pays the chosen claims together."""
    chosen = [int(text) for text in request.POST.getlist("claims") if text.isdecimal() and len(text) < 18]
    at = timezone.now()
    act = lambda: paying.pay(claim_ids=chosen, by=request.actor, at=at)  # noqa: E731
    attempt(request, act, _("款项已从资金划出，请下载银行文件发送。"))
    return redirect("claims:payments")


@page("claims.pay")
@require_POST
def result(request: Request, care_payment_id: int) -> HttpResponse:
    """What the bank said of one payment."""
    if not Payment.objects.visible_to(request.actor).filter(pk=care_payment_id).exists():
        raise Http404
    form, at = ResultForm(request.POST), timezone.now()

    def act() -> None:
        given = form.cleaned_data
        is_paid = given["outcome"] == "paid"
        paying.record_result(
            payment_id=care_payment_id, is_paid=is_paid, reason=given["reason"], by=request.actor, at=at
        )

    attempt(request, act, _("已登记银行结果。"), form)
    return redirect("claims:payments")


@page("claims.pay")
@require_POST
def bank_file(request: Request, number: str) -> HttpResponse:
    """The file for the bank; full account numbers are in it, and the read is logged."""
    try:
        content = paying.bank_file(batch=number, by=request.actor, at=timezone.now())
    except ClaimRefused as refused:
        messages.error(request, say(refused.words))
        return redirect("claims:payments")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(number)}.csv"
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    path("payments/", payments, name="payments"), path("payments/batch/", batch, name="batch"),
    path("payments/<int:care_payment_id>/result/", result, name="result"),
    path("payments/batches/<slug:number>/bank-file/", bank_file, name="bank_file"),
    path("funds/<slug:code>/", fund, name="fund"), path("funds/<slug:code>/allotment/", allotment, name="allotment"),
]  # fmt: skip
