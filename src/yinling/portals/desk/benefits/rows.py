"""What a month is made of: rows, matters to look into, payments and returns, oddities, gifts to deliver, files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yinling.design.pages import Request, number_in, or_404, page
from yinling.design.speech import say
from yinling.foundation.audit.actions import record_read
from yinling.gateways.spreadsheets import write_table
from yinling.kernel.money import format_yuan
from yinling.needs.benefits import queries
from yinling.needs.benefits.queries import Delivery, ProblemLine, RowFilter, RowLine
from yinling.needs.benefits.queries.rows import PAGE_ROWS
from yinling.needs.cycles import actions
from yinling.people.registry.queries import open_values
from yinling.portals.desk.benefits import forms
from yinling.portals.desk.benefits.cycles import found_cycle, title_of

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT_PAGES_MAX = 2_000


def _after(request: Request) -> int:
    text = request.GET.get("after", "")
    return number_in(text)


def _paging(request: Request, lines: Sequence[Any]) -> dict[str, str]:
    query = request.GET.copy()
    came_from = query.pop("after", None)
    first = query.urlencode()
    query["after"] = str(lines[-1].id) if lines else ""
    return {
        "query": first,
        "next_url": f"?{query.urlencode()}" if len(lines) == PAGE_ROWS else "",
        "first_url": f"?{first}" if came_from else "",
    }


def _wanted(request: Request, form: forms.RowsForm) -> RowFilter:
    given = form.cleaned_data if form.is_valid() else {}
    return RowFilter(given.get("programme", ""), given.get("kind", ""), given.get("area", ""), after_id=_after(request))


@page("cycles.view")
@require_safe
def rows(request: Request, cycle_id: int) -> HttpResponse:
    """Rows by programme, kind and town."""
    found = found_cycle(request, cycle_id)
    form = forms.RowsForm(request.GET, found=found)
    lines = queries.cycle_rows(cycle_id, _wanted(request, form), actor=request.actor, on=timezone.localdate())
    context = {"page": found, "title": title_of(found.pack), "form": form, "lines": lines, **_paging(request, lines)}
    return render(request, "portals/desk/benefits/rows.html", context)


@page("cycles.view")
@require_safe
def rows_file(request: Request, cycle_id: int) -> HttpResponse:
    """The rows asked for as a workbook, masked as on the page."""
    found = found_cycle(request, cycle_id)
    lines = _all_rows(request, cycle_id, _wanted(request, forms.RowsForm(request.GET, found=found)))
    record_read(
        by=request.actor, at=timezone.now(), subject=f"cycle:{cycle_id}", fields=["name"], area=found.line.area,
        reason=_("导出发放明细"),
    )  # fmt: skip
    columns = {
        _("姓名"): [line.person_name_masked for line in lines],
        _("区划"): [line.area_name for line in lines],
        _("项目"): [line.programme_name for line in lines],
        _("所属月份"): [f"{line.for_month:%Y-%m}" for line in lines],
        _("性质"): [line.kind_words for line in lines],
        _("金额（元）"): [format_yuan(line.amount_fen) for line in lines],
        _("资金"): ["；".join(f"{fund} {format_yuan(fen)}" for fund, fen in line.by_fund.items()) for line in lines],
        _("说明"): [line.cause for line in lines],
    }
    return _workbook(f"rows-{found.line.month:%Y%m}-{cycle_id}", columns)


def _all_rows(request: Request, cycle_id: int, wanted: RowFilter) -> list[RowLine]:
    lines: list[RowLine] = []
    after = 0
    for _turn in range(EXPORT_PAGES_MAX):
        here = RowFilter(wanted.programme, wanted.kind, wanted.area, after_id=after)
        part = queries.cycle_rows(cycle_id, here, actor=request.actor, on=timezone.localdate())
        lines += part
        if len(part) < PAGE_ROWS:
            break
        after = part[-1].id
    return lines


def _workbook(name: str, columns: Mapping[str, list[str]]) -> HttpResponse:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        write_table(file, {heading: pa.array(cells, pa.string()) for heading, cells in columns.items()})
        content = file.read_bytes()
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


def _person(line: ProblemLine) -> str:
    return reverse("registry:person", args=[line.person_id])


# What to do about each kind of problem: words, where, and who may.
REMEDIES: dict[str, tuple[Callable[[], str], Callable[[ProblemLine], str], str]] = {
    "missing_facts": (lambda: _("去补登情况"), _person, "registry.view"),
    "unpayable": (
        lambda: _("去录入标准"),
        lambda line: reverse("entitlements:parameters"),
        "entitlements.view_parameters",
    ),
    "not_entitled": (
        lambda: _("去看为什么，再决定是否终止"),
        lambda line: reverse("cycles:person", args=[line.person_id]),
        "registry.view",
    ),
    "deceased": (lambda: _("去终止享受登记"), _person, "registry.view"),
    "deceased_paid": (lambda: _("去终止享受登记"), _person, "registry.view"),
    "no_account": (
        lambda: _("去登记收款账户"),
        lambda line: reverse("registry:fact", args=[line.person_id, "bank_account"]),
        "registry.correct",
    ),
    "not_monthly": (lambda: _("去按件办理"), lambda line: reverse("casework:work_list"), "casework.view"),
    "jump": (
        lambda: _("去核对每个月的金额"),
        lambda line: reverse("cycles:person", args=[line.person_id]),
        "registry.view",
    ),
}


def _remedy(request: Request, line: ProblemLine) -> tuple[str, str]:
    words, address, permission = REMEDIES.get(line.kind, REMEDIES["missing_facts"])
    return (words(), address(line)) if request.actor.may(permission) else ("", "")


@page("cycles.view")
@require_safe
def problems(request: Request, cycle_id: int) -> HttpResponse:
    """Who was not simply given what is due, and what to do about each."""
    found = found_cycle(request, cycle_id)
    kind = request.GET.get("kind", "")
    kind = kind if kind in {total.code for total in found.problems} else ""
    wanted = RowFilter(kind=kind, after_id=_after(request))
    lines = queries.cycle_problems(cycle_id, wanted, actor=request.actor, on=timezone.localdate())
    context = {
        "page": found,
        "title": title_of(found.pack),
        "kind": kind,
        "lines": [(line, *_remedy(request, line)) for line in lines],
        **_paging(request, lines),
    }
    return render(request, "portals/desk/benefits/problems.html", context)


@page("cycles.view")
@require_safe
def payments(request: Request, cycle_id: int) -> HttpResponse:
    """Payments, and what became of them; the bank's returns are entered here."""
    found = found_cycle(request, cycle_id)
    state = request.GET.get("state", "")
    state = state if state in {"returned", "held"} else ""
    wanted = RowFilter(after_id=_after(request))
    lines = queries.cycle_payments(cycle_id, wanted, actor=request.actor, on=timezone.localdate(), state=state)
    context = {
        "page": found,
        "title": title_of(found.pack),
        "state": state,
        "lines": lines,
        "may_return": found.line.state == "paid" and request.actor.may("cycles.pay"),
        **_paging(request, lines),
    }
    return render(request, "portals/desk/benefits/payments.html", context)


@page("cycles.pay")
@require_POST
def returned(request: Request, cycle_id: int) -> HttpResponse:
    """The bank sent one payment back."""
    found_cycle(request, cycle_id)
    form = forms.ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明退回原因。"))
        return redirect("cycles:payments", cycle_id)
    back = actions.ReturnedPayment(**form.cleaned_data)
    try:
        actions.record_returns(cycle_id=cycle_id, returns=[back], by=request.actor, at=timezone.now())
    except actions.StepRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, _("已登记退回，下次发放时重发。请先核对收款账户。"))
    return redirect("cycles:payments", cycle_id)


@page("cycles.view")
@require_safe
def oddities(request: Request, cycle_id: int) -> HttpResponse:
    """Accounts shared by several persons, and payments to what may be one person."""
    found, actor, today = found_cycle(request, cycle_id), request.actor, timezone.localdate()
    context = {
        "page": found,
        "title": title_of(found.pack),
        "shared": queries.shared_accounts(cycle_id, actor=actor, on=today),
        "twice": queries.possibly_one_person(cycle_id, actor=actor, on=today),
    }
    return render(request, "portals/desk/benefits/oddities.html", context)


def _deliveries(request: Request, cycle_id: int, programme: str) -> tuple[Any, Any, Sequence[Delivery]]:
    found = found_cycle(request, cycle_id)
    gift = or_404(next((line for line in found.by_programme if line.programme == programme and line.is_in_kind), None))
    return found, gift, queries.deliveries(cycle_id, programme, actor=request.actor, on=timezone.localdate())


@page("cycles.view")
@require_safe
def deliveries(request: Request, cycle_id: int, programme: str) -> HttpResponse:
    """Who is to be brought what, place by place; can be printed."""
    found, gift, lines = _deliveries(request, cycle_id, programme)
    context = {"page": found, "title": title_of(found.pack), "gift": gift, "lines": lines}
    return render(request, "portals/desk/benefits/deliveries.html", context)


@page("cycles.view")
@require_safe
def deliveries_file(request: Request, cycle_id: int, programme: str) -> HttpResponse:
    """The same as a workbook; names, addresses and telephones in the open for those who may, and the read is logged."""
    found, gift, lines = _deliveries(request, cycle_id, programme)
    is_open = request.actor.may("registry.reveal")
    fields = ["name", "address", "phone"] if is_open else ["name"]
    record_read(
        by=request.actor, at=timezone.now(), subject=f"cycle:{cycle_id}", fields=fields, area=found.line.area,
        reason=f"发放名单：{gift.name}",
    )  # fmt: skip
    today, people = timezone.localdate(), [line.person_id for line in lines]
    opened = {name: open_values(people, name, on=today) if is_open else {} for name in fields}
    columns = {
        _("姓名"): [opened["name"].get(line.person_id) or line.person_name_masked for line in lines],
        _("区划"): [line.area_name for line in lines],
        _("住址"): [opened.get("address", {}).get(line.person_id, "") for line in lines],
        _("电话"): [opened.get("phone", {}).get(line.person_id) or line.phone_masked for line in lines],
        _("签收"): ["" for _line in lines],
    }
    return _workbook(f"deliveries-{found.line.month:%Y%m}-{programme}", columns)


urlpatterns = [
    path("<int:cycle_id>/rows/", rows, name="rows"),
    path("<int:cycle_id>/rows.xlsx", rows_file, name="rows_file"),
    path("<int:cycle_id>/problems/", problems, name="problems"),
    path("<int:cycle_id>/payments/", payments, name="payments"),
    path("<int:cycle_id>/returns/", returned, name="returned"),
    path("<int:cycle_id>/oddities/", oddities, name="oddities"),
    path("<int:cycle_id>/deliveries/<slug:programme>/", deliveries, name="deliveries"),
    path("<int:cycle_id>/deliveries/<slug:programme>.xlsx", deliveries_file, name="deliveries_file"),
]
