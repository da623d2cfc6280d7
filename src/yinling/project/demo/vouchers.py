"""This month's vouchers in the demo district: given on the first, some of them used at a provider."""

from datetime import datetime, time, timedelta

from yinling.kernel.actor import machine
from yinling.kernel.dates import SHANGHAI, day_of
from yinling.needs.enrolments.actions import enrol_automatic
from yinling.needs.vouchers.actions import Bill, draw_up, issue_month, take_back, use
from yinling.needs.vouchers.domain.refusals import VoucherRefused
from yinling.needs.vouchers.models import Voucher
from yinling.needs.vouchers.queries import voucher_kinds
from yinling.project.demo.benefits import enter
from yinling.project.demo.district import Cast

SHARE_PERCENT = "40"
# Service, bill and what insurance has paid, in fen.
BILLS = [("home_care", 60_000, 0), ("home_care", 42_000, 30_000), ("community_care", 26_000, 0)]
WRONG = ("community_care", 8_800, 0)


def build(cast: Cast) -> None:
    """Whoever is assessed as moderately disabled or worse has one; the provider has used three and taken one back."""
    kinds = voucher_kinds()
    if not kinds or "care" not in cast.actors:
        return
    kind, first = kinds[0], day_of(cast.at).replace(day=1)
    at = datetime.combine(first, time(8), tzinfo=SHANGHAI)
    by = machine("vouchers_issue")
    enter(cast, "voucher_share_percent", SHARE_PERCENT, valid_from=first, at=at)
    enrol_automatic(programme=kind.ceiling, on=first, by=machine("免申即享"), at=at, pack=kind.pack)
    issue_month(kind, month=first, by=by, at=at)
    spend(cast)
    draw_up(pack=kind.pack, kind=kind.id, month=first, by=cast.actors["bureau"], at=cast.at)


def spend(cast: Cast) -> None:
    """A few bills at the provider, on the days before today."""
    staff, today = cast.actors["care"], day_of(cast.at)
    numbers = list(Voucher.objects.order_by("pk").values_list("number", flat=True))
    last = None
    for place, (service, bill_fen, insured_fen) in enumerate([*BILLS, WRONG]):
        if place >= len(numbers):
            return
        served_on = max(today - timedelta(days=place), today.replace(day=1))
        bill = Bill(numbers[place], service, served_on, bill_fen, insured_fen)
        try:
            last = use(bill, key=f"demo-{place}", by=staff, at=cast.at)
        except VoucherRefused:
            continue
    if last is not None:
        take_back(use_id=last.pk, reason="服务改期，当天没有上门", by=staff, at=cast.at)
