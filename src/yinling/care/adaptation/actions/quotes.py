"""A firm offers; the older person, an agent or a clerk on their behalf answers."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.care.adaptation.actions.notices import tell_clerks, tell_firm, tell_household
from yinling.care.adaptation.actions.steps import locked, signed, take
from yinling.care.adaptation.domain import quote as rules
from yinling.care.adaptation.domain import states
from yinling.care.adaptation.domain.refusals import QuoteFixed, ReasonNeeded, WrongState
from yinling.care.adaptation.models import Answer, Job, Quote, QuoteLine
from yinling.gateways.policy.reading import load_packages
from yinling.kernel.actor import Actor
from yinling.kernel.money import display_yuan
from yinling.needs.casework.actions import record_cost
from yinling.needs.casework.queries import case_line

COST_MAY_CHANGE = frozenset({"accepted", "quoted", "determined"})


@transaction.atomic
def submit_quote(*, job_id: int, lines: Sequence[rules.Line], note: str = "", by: Actor, at: datetime) -> Quote:
    """Keeps an offer; it takes the place of an earlier one. Raises QuoteRefused, QuoteFixed, StepRefused."""
    wanted = rules.checked(lines, {package.code for package in load_packages(settings.PACK)})
    job = locked(job_id)
    if job.state == states.WAITING_DECISION and case_line(job.case_id).state not in COST_MAY_CHANGE:
        raise QuoteFixed()
    take(job, "quote", by=by, at=at, reason=note)
    job.quotes.filter(answer__in=[Answer.OPEN, Answer.AGREED]).update(answer=Answer.REPLACED)
    quote = Quote.objects.create(
        job=job, version=job.quotes.count() + 1, total_fen=rules.total_fen(wanted), note=note, **signed(by, at)
    )
    QuoteLine.objects.bulk_create(
        QuoteLine(
            quote=quote, number=number, package=line.package, item=line.item.strip(), unit=line.unit,
            quantity=line.quantity, unit_price_fen=line.unit_price_fen, total_fen=line.total_fen,
        )
        for number, line in enumerate(wanted, start=1)
    )  # fmt: skip
    words = _("改造企业已报价，共 %(total)s，请您确认。") % {"total": display_yuan(quote.total_fen)}
    tell_household(job, words, page="elder:quote", at=at)
    return quote


@transaction.atomic
def agree_quote(*, quote_id: int, reason: str = "", by: Actor, at: datetime) -> Job:
    """The household agrees; casework records the cost, which makes the determination.

    Raises WrongState (answered already), ReasonNeeded (a clerk on behalf), and what casework refuses.
    """
    job, quote = _open_quote(quote_id)
    take(job, "agree", by=by, at=at, reason=reason)
    _answer(quote, Answer.AGREED, reason, by=by, at=at)
    record_cost(case_id=job.case_id, cost_fen=quote.total_fen, by=by, at=at)
    tell_firm(job, _("老人已同意报价，等待审定和公示。"), at=at)
    return job


@transaction.atomic
def decline_quote(*, quote_id: int, reason: str, by: Actor, at: datetime) -> Job:
    """The household asks for changes and says which; the firm offers again."""
    if not reason.strip():
        raise ReasonNeeded("请写明希望怎样修改。")
    job, quote = _open_quote(quote_id)
    take(job, "decline", by=by, at=at, reason=reason)
    _answer(quote, Answer.DECLINED, reason, by=by, at=at)
    tell_firm(job, _("老人希望修改报价：%(reason)s") % {"reason": reason[:200]}, at=at)
    tell_clerks(job, _("老人要求修改报价。"), at=at)
    return job


def _open_quote(quote_id: int) -> tuple[Job, Quote]:
    """The job, locked, and its quote that waits for an answer."""
    job_id = Quote.objects.filter(pk=quote_id).values_list("job_id", flat=True).first()
    job = locked(job_id or 0)
    quote = job.quotes.get(pk=quote_id)
    if quote.answer != Answer.OPEN:
        raise WrongState()
    return job, quote


def _answer(quote: Quote, answer: str, reason: str, *, by: Actor, at: datetime) -> None:
    quote.answer, quote.answer_reason = answer, reason
    quote.answered_by_id, quote.answered_name = by.user_id, by.name
    quote.answered_role, quote.answered_at = by.role, at
    quote.save()
