"""For a provider's staff: take a sum off a bill, look at own uses and statements."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, number_in, page
from yinling.needs.vouchers import actions, queries
from yinling.needs.vouchers.domain.refusals import VoucherRefused
from yinling.needs.vouchers.web.forms import BillForm, ReasonForm


@page("vouchers.redeem")
@require_http_methods(["GET", "POST"])
def bill(request: Request) -> HttpResponse:
    """First shows what would be taken off and why, then takes it off."""
    form, found = BillForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            if key := request.POST.get("key"):
                actions.use(form.bill(), key=key, by=request.actor, at=timezone.now())
                messages.success(request, _("已抵扣，请向老人收取本人支付的部分。"))
                return redirect("vouchers:uses")
            found = actions.preview(form.bill(), by=request.actor, on=timezone.localdate())
        except VoucherRefused as refused:
            form.add_error(None, refused.words)
    context = {"form": form, "found": found, "key": uuid4().hex}
    return render(request, "vouchers/bill.html", context, status=400 if form.errors else 200)


@page("vouchers.redeem")
@require_safe
def uses(request: Request) -> HttpResponse:
    """Own uses, newest first."""
    before = request.GET.get("before", "")
    rows = queries.uses(request.actor, before_id=number_in(before) or None)
    context = {
        "rows": rows,
        "next_url": f"?before={rows[-1].id}" if len(rows) == queries.PAGE_ROWS else "",
        "first_url": "?" if before else "",
    }
    return render(request, "vouchers/uses.html", context)


@page("vouchers.redeem")
@require_http_methods(["GET", "POST"])
def taking_back(request: Request, use_id: int) -> HttpResponse:
    """A use was wrong."""
    if not queries.visible_uses(request.actor).filter(pk=use_id).exists():
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(use_id=use_id, by=request.actor, at=timezone.now(), **form.cleaned_data)
        except VoucherRefused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("已撤销，额度已还给老人。"))
            return redirect("vouchers:uses")
    return render(request, "vouchers/taking_back.html", {"form": form}, status=400 if form.errors else 200)


@page("vouchers.redeem")
@require_POST
def confirmation(request: Request, statement_id: int) -> HttpResponse:
    """The provider agrees with a statement, or says why not."""
    if queries.statement_page(statement_id, actor=request.actor) is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()
    try:
        if "dispute" in request.POST and not reason:
            messages.error(request, _("请写明异议的理由。"))
        elif "dispute" in request.POST:
            actions.dispute(statement_id=statement_id, reason=reason, by=request.actor, at=timezone.now())
            messages.success(request, _("异议已提交。"))
        else:
            actions.confirm(statement_id=statement_id, by=request.actor, at=timezone.now())
            messages.success(request, _("已确认，等待批准和付款。"))
    except VoucherRefused as refused:
        messages.error(request, refused.words)
    return redirect("vouchers:statement", statement_id)


urlpatterns = [
    path("bill/", bill, name="bill"),
    path("uses/", uses, name="uses"),
    path("uses/<int:use_id>/taking-back/", taking_back, name="taking_back"),
    path("statements/<int:statement_id>/confirmation/", confirmation, name="confirmation"),
]
