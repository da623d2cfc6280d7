"""A payable comes from accepted works, and is done when every part of it is paid."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.foundation.audit.actions import record
from yinling.foundation.outbox.actions import notify
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.money import display_yuan
from yinling.needs.casework.actions import close
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.queries import case_line
from yinling.needs.entitlements.queries import determination_of
from yinling.oversight.settlement.actions.ledger import move_money
from yinling.oversight.settlement.domain import postings, states
from yinling.oversight.settlement.domain.refusals import NotOwed
from yinling.oversight.settlement.models import Payable
from yinling.people.registry.queries import agents_of


@transaction.atomic
def owe(*, case_id: int, provider_id: int, accepted_on: date, by: Actor, at: datetime) -> Payable:
    """The payable of a case with accepted works; the one there is, if it was made before. Raises NotOwed."""
    if made := Payable.objects.filter(case_id=case_id).first():
        return made
    line, determination = case_line(case_id), determination_of(case_ref(case_id))
    if determination is None or determination.outcome != "granted":
        raise NotOwed()
    payable = Payable.objects.create(
        case_id=case_id, provider_id=provider_id, determination_id=determination.id, person_id=line.person_id,
        case_number=line.number, area=line.area, cost_fen=line.cost_fen or 0,
        municipal_fen=determination.municipal_fen or 0, district_fen=determination.district_fen or 0,
        accepted_on=accepted_on, at=at,
    )  # fmt: skip
    record(
        by=by, at=at, verb="settlement.owe", subject=case_ref(case_id), area=line.area,
        after={"by_fund": payable.by_fund, "provider": provider_id},
    )  # fmt: skip
    if any(payable.by_fund.values()):
        posting = postings.owed(payable.pk, provider_id, payable.by_fund)
        move_money(posting, memo=f"应付 {line.number}", about=case_ref(case_id), by=by, at=at)
    finish_if_paid(payable, by=by, at=at)
    return payable


def finish_if_paid(payable: Payable, *, by: Actor, at: datetime) -> None:
    """Closes the case when every part is paid, and tells the household and the firm."""
    owed = {fund for fund, fen in payable.by_fund.items() if fen}
    paid = set(payable.lines.filter(state=states.PAID).values_list("fund_id", flat=True))
    if payable.paid_at or owed - paid:
        return
    payable.paid_at = at
    payable.save(update_fields=["paid_at"])
    close(case_id=payable.case_id, reason=_("补贴已全部拨付"), by=by, at=at)
    _tell(payable, at=at)


def _tell(payable: Payable, *, at: datetime) -> None:
    total = display_yuan(sum(payable.by_fund.values()))
    words = _("适老化改造补贴 %(total)s 已付给改造企业，这件申请办结了。") % {"total": total}
    link = reverse("elder:case", args=[payable.case_id])
    notify(text=words, link=link, at=at, person_id=payable.person_id, channels=("application", "sms"))
    for user_id in agents_of(payable.person_id, on=day_of(at)):
        notify(text=words, link=link, at=at, user_id=user_id)
    words = _("%(number)s 的补贴 %(total)s 已付款。") % {"number": payable.case_number, "total": total}
    notify(text=words, at=at, organisation_id=payable.provider_id)
