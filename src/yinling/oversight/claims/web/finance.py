"""For finance: care funds, claims that wait for money, payments and what the bank said."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.design.trying import attempt
from yinling.oversight.claims.actions import paying
from yinling.oversight.claims.domain.refusals import ClaimRefused
from yinling.oversight.claims.models import Payment
from yinling.oversight.claims.queries import payments as queries
from yinling.oversight.claims.web.forms import AllotForm, AnswerFileForm, ResultForm
from yinling.oversight.claims.web.paging import one_page, page_of_lines
from yinling.oversight.settlement.domain.bank_files import Fault
from yinling.oversight.settlement.queries.answers import read_file


def _key(request: Request) -> int:
    return number_in(request.GET.get("before", ""))


def _paged(request: Request, rows: list[queries.PaymentLine]) -> dict[str, object]:
    """One page of payments, and where the next one begins."""
    return one_page(request, rows, "before", lambda line: line.row.pk)


@page("claims.view")
@require_safe
def payments(request: Request) -> HttpResponse:
    """Funds, what is due, what was paid."""
    context = {
        "funds": queries.funds(request.actor), "due": queries.due(request.actor),
        "may_pay": request.actor.may("claims.pay"),
        **_paged(request, queries.payments(request.actor, before=_key(request))),
    }  # fmt: skip
    return render(request, "claims/payments.html", context)


@page("claims.view")
@require_safe
def fund(request: Request, code: str) -> HttpResponse:
    """One fund: what it holds, what came in, and each payment that it made."""
    found = or_404(next((one for one in queries.funds(request.actor) if one.code == code), None))
    context = {
        "fund": found, "form": AllotForm(), "may_pay": request.actor.may("claims.pay"),
        "allotments": queries.allotments(code, actor=request.actor),
        **_paged(request, queries.payments(request.actor, fund=code, before=_key(request))),
    }  # fmt: skip
    return render(request, "claims/fund.html", context)


@page("claims.view")
@require_safe
def payment(request: Request, care_payment_id: int) -> HttpResponse:
    """One payment and the lines that it paid, of one fund if named: from here each visit is one click away."""
    fund, after = request.GET.get("fund", ""), request.GET.get("after", "")
    found = or_404(queries.payment_page(care_payment_id, actor=request.actor, fund=fund, after=after))
    context = {
        "page": found, "payment": found.line.row,
        **page_of_lines(request, found.lines, fund=found.fund),
    }  # fmt: skip
    return render(request, "claims/payment.html", context)


@page("claims.view")
@require_safe
def one_batch(request: Request, number: str) -> HttpResponse:
    """One batch: its file for the bank, the bank's answer as a file or payment by payment."""
    return _show_batch(request, number)


def _show_batch(
    request: Request, number: str, *, faults: list[Fault] | None = None, form: AnswerFileForm | None = None
) -> HttpResponse:  # fmt: skip
    rows = queries.payments(request.actor, batch=number, before=_key(request))
    if not rows:
        raise Http404
    context = {
        "number": number, "file_form": form or AnswerFileForm(), "faults": faults or [],
        "may_pay": request.actor.may("claims.pay"),
        "waits": any(one.row.state == "sent" for one in rows), "result_form": ResultForm(auto_id=False),
        **_paged(request, rows),
    }  # fmt: skip
    return render(request, "claims/batch.html", context, status=422 if faults or form else 200)


@page("claims.pay")
@require_POST
def answer_file(request: Request, number: str) -> HttpResponse:
    """The bank's answer as a file: kept whole, or not at all and told row by row what is wrong."""
    form = AnswerFileForm(request.POST, request.FILES)
    known = queries.numbers_for_bank(number, actor=request.actor)
    if not known:
        raise Http404
    if not form.is_valid():
        return _show_batch(request, number, form=form)
    file = form.cleaned_data["file"]
    results, faults = read_file(known, name=file.name, content=file.read())
    if faults or not results:
        return _show_batch(request, number, faults=faults or [Fault(0, "文件里没有结果。")])
    try:
        new = paying.record_results(batch=number, results=results, by=request.actor, at=timezone.now())
    except ClaimRefused as refused:
        messages.error(request, say(refused.words))
    else:
        said = _("文件里有 %(all)d 笔结果，新登记 %(new)d 笔。") % {"all": len(results), "new": new}
        messages.success(request, said)
    return redirect("claims:one_batch", number)


@page("claims.pay")
@require_POST
def allotment(request: Request, code: str) -> HttpResponse:
    """Money came in."""
    if not any(one.code == code for one in queries.funds(request.actor)):
        raise Http404
    form, at = AllotForm(request.POST), timezone.now()
    act = lambda: paying.allot(fund=code, by=request.actor, at=at, **form.cleaned_data)  # noqa: E731
    attempt(request, act, _("已登记拨款。"), form, refusal=ClaimRefused)
    return redirect("claims:fund", code)


@page("claims.pay")
@require_POST
def batch(request: Request) -> HttpResponse:
    """Pays the chosen claims together."""
    chosen = [int(text) for text in request.POST.getlist("claims") if text.isdecimal() and len(text) < 18]
    at = timezone.now()
    act = lambda: paying.pay(claim_ids=chosen, by=request.actor, at=at)  # noqa: E731
    attempt(request, act, _("款项已从资金划出，请下载银行文件发送。"), refusal=ClaimRefused)
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

    attempt(request, act, _("已登记银行结果。"), form, refusal=ClaimRefused)
    return redirect("claims:payment", care_payment_id)


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
    path("payments/<int:care_payment_id>/", payment, name="payment"),
    path("payments/<int:care_payment_id>/result/", result, name="result"),
    path("payments/batches/<slug:number>/", one_batch, name="one_batch"),
    path("payments/batches/<slug:number>/answer/", answer_file, name="answer_file"),
    path("payments/batches/<slug:number>/bank-file/", bank_file, name="bank_file"),
    path("funds/<slug:code>/", fund, name="fund"), path("funds/<slug:code>/allotment/", allotment, name="allotment"),
]  # fmt: skip
