"""The contract, the works, their acceptance, and the look back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.care.adaptation.actions.notices import tell_clerks, tell_firm, tell_household
from yinling.care.adaptation.actions.steps import locked, signed, take
from yinling.care.adaptation.actions.surveys import keep_photos
from yinling.care.adaptation.domain import papers
from yinling.care.adaptation.domain.photos import Photo
from yinling.care.adaptation.domain.refusals import PhotoRefused, ReasonNeeded, WrongState
from yinling.care.adaptation.events import WorkAccepted
from yinling.care.adaptation.models import Acceptance, AfterCheck, Answer, Contract, Job, Work
from yinling.foundation.outbox.actions import announce
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.casework.actions import note_contract
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.casework.queries import case_line
from yinling.needs.entitlements.queries import determination_of


@transaction.atomic
def sign_contract(*, job_id: int, terms: papers.ContractTerms, by: Actor, at: datetime) -> Contract:
    """Keeps the contract with the shares of the determination in force. Raises DatesWrong, StepRefused."""
    papers.checked_terms(terms)
    papers.checked_day(terms.signed_on, today=day_of(at))
    job = take(locked(job_id), "contract", by=by, at=at)
    determination = determination_of(case_ref(job.case_id))
    if determination is None or determination.outcome != "granted":
        raise WrongState("补贴还没有生效，不能签订合同。")
    note_contract(case_id=job.case_id, by=by, at=at)
    return Contract.objects.create(
        job=job, number=f"{case_line(job.case_id).number}-HT", signed_on=terms.signed_on,
        starts_on=terms.starts_on, ends_on=terms.ends_on, signed_by=terms.signed_by,
        cost_fen=job.quotes.get(answer=Answer.AGREED).total_fen,
        resident_fen=determination.resident_fen or 0, **signed(by, at),
    )  # fmt: skip


@transaction.atomic
def start_work(*, job_id: int, on: date, photos: Sequence[Photo] = (), by: Actor, at: datetime) -> Work:
    """The first round of works begins, with photos of how it was."""
    job = take(locked(job_id), "start", by=by, at=at)
    papers.checked_day(on, today=day_of(at), not_before=job.contract.signed_on)
    return _begin(job, on=on, photos=photos, by=by, at=at)


def _begin(job: Job, *, on: date, photos: Sequence[Photo], by: Actor, at: datetime) -> Work:
    work = Work.objects.create(job=job, round=job.works.count() + 1, started_on=on, **signed(by, at))
    keep_photos(job, photos, about=f"work:{work.pk}:before", by=by, at=at)
    return work


@transaction.atomic
def finish_work(*, job_id: int, on: date, photos: Sequence[Photo], note: str = "", by: Actor, at: datetime) -> Work:
    """The round is done; photos of the result are required. The household is asked to accept."""
    if not photos:
        raise PhotoRefused("请上传完工照片。")
    job = take(locked(job_id), "finish", by=by, at=at, reason=note)
    work = job.works.latest("round")
    work.finished_on = papers.checked_day(on, today=day_of(at), not_before=work.started_on)
    work.note = note
    work.save()
    keep_photos(job, photos, about=f"work:{work.pk}:after", by=by, at=at)
    tell_household(job, _("您家的改造已完工，请您看看满不满意。"), page="elder:acceptance", at=at)
    return work


@transaction.atomic
def accept_work(*, job_id: int, verdict: papers.Verdict, reason: str = "", by: Actor, at: datetime) -> Acceptance:
    """The works are accepted; everyone who answers WorkAccepted does so in this transaction."""
    job = locked(job_id)
    job.accepted_on = day_of(at)
    take(job, "accept", by=by, at=at, reason=reason)
    acceptance = _judge(job, verdict, satisfied=True, reason=reason, by=by, at=at)
    event = WorkAccepted(
        job_id=job.pk, case_id=job.case_id, provider_id=job.firm_id or 0, cost_fen=job.contract.cost_fen,
        accepted_on=job.accepted_on,
    )  # fmt: skip
    announce(event, by=by, at=at)
    tell_firm(job, _("老人已验收，转入补贴拨付。"), at=at)
    return acceptance


@transaction.atomic
def ask_rework(*, job_id: int, verdict: papers.Verdict, reason: str = "", by: Actor, at: datetime) -> Acceptance:
    """The works are not accepted: the remark says what to mend, and a new round begins."""
    if not verdict.remark.strip():
        raise ReasonNeeded("请写明哪里不满意。")
    job = take(locked(job_id), "rework", by=by, at=at, reason=reason or verdict.remark)
    rejection = _judge(job, verdict, satisfied=False, reason=reason, by=by, at=at)
    _begin(job, on=day_of(at), photos=(), by=by, at=at)
    tell_firm(job, _("老人不满意，请返工：%(remark)s") % {"remark": verdict.remark[:200]}, at=at)
    tell_clerks(job, _("老人对改造不满意，企业需要返工。"), at=at)
    return rejection


def _judge(job: Job, verdict: papers.Verdict, *, satisfied: bool, reason: str, by: Actor, at: datetime) -> Acceptance:
    return Acceptance.objects.create(
        work=job.works.latest("round"), satisfied=satisfied, signature_name=verdict.signature_name,
        remark=verdict.remark, on_behalf_reason=reason, **signed(by, at),
    )  # fmt: skip


@transaction.atomic
def note_after_check(
    *, job_id: int, visited_on: date, satisfied: bool, note: str, by: Actor, at: datetime
) -> AfterCheck:
    """Keeps what a call or visit after acceptance found (回访)."""
    job = take(locked(job_id), "after_check", by=by, at=at, reason=note)
    papers.checked_day(visited_on, today=day_of(at), not_before=job.accepted_on)
    return AfterCheck.objects.create(job=job, visited_on=visited_on, satisfied=satisfied, note=note, **signed(by, at))
