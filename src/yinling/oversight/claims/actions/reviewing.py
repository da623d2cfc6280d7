"""A claim is looked at: checks, a sample, calls to older people, lines kept or taken off, the provider's answer."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop as _  # stored in Chinese, said in the reader's language

from yinling.care.plans.domain.costs import Use
from yinling.foundation.outbox.actions import notify
from yinling.gateways.policy.claims import load_claim_limits
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.claims.actions.building import amounts, months_of
from yinling.oversight.claims.actions.permits import keep_line, locked, locked_line, take
from yinling.oversight.claims.domain import refusals
from yinling.oversight.claims.domain.states import UNDER_REVIEW
from yinling.oversight.claims.models import Answer, Claim, ClaimLine, Decision, Finding, FindingSource, PhoneBack
from yinling.oversight.claims.queries.approval import hindrance
from yinling.oversight.evidence.domain.checks import CODES
from yinling.oversight.evidence.queries.findings import findings

DENIALS = {Answer.SHORTER, Answer.NOT_COME}


@dataclass(frozen=True)
class Call:
    """What an older person said on the phone."""

    called_at: datetime
    spoke_with: str
    answer: str
    text: str = ""


@transaction.atomic
def open_review(*, claim_id: int, seed: int, by: Actor, at: datetime) -> Claim:
    """Runs the checks and draws the sample by `seed`, which is kept so that anybody can draw it again."""
    claim = locked(claim_id, "claims.review", by=by)
    chosen, lines = load_claim_limits(settings.PACK), list(claim.lines.order_by("pk"))
    found = _find(claim, lines, notices=chosen.notices, at=at)
    size = min(len(lines), max(chosen.sample_least, ceil(len(lines) * chosen.sample_share)))
    drawn = drawn_by(seed, [line.pk for line in lines], size)
    ClaimLine.objects.filter(claim=claim, pk__in=drawn).update(is_sampled=True)
    claim.seed, claim.sample_size, claim.reviewed_by_id = seed, size, by.user_id
    claim.answer_until = day_of(at) + timedelta(days=chosen.answer_days)
    take(
        claim, "open_review", by=by, at=at, note=f"种子 {seed}，抽 {size} 行，疑点 {found} 处",
        findings=found, seed=seed,
    )  # fmt: skip
    return claim


def drawn_by(seed: int, line_ids: list[int], size: int) -> list[int]:
    """The sample: the same seed draws the same lines."""
    return sorted(random.Random(seed).sample(sorted(line_ids), size))


def _find(claim: Claim, lines: list[ClaimLine], *, notices: tuple[str, ...], at: datetime) -> int:
    by_visit = {line.visit_id: line for line in lines}
    found = [
        Finding(line=by_visit[one.visit_id], code=one.code, words=one.words[:300], source=FindingSource.CHECK, at=at)
        for one in findings(set(by_visit), provider_id=claim.provider_id, month=claim.month)
    ]
    for line in lines:
        for share in line.shares:
            if share["is_cut"]:
                words = f"“{share['name']}”当月额度已用完，其余由本人承担"
                found.append(Finding(line=line, code="ceiling", words=words, source=FindingSource.CHECK, at=at))
    Finding.objects.bulk_create(found, batch_size=500)
    for finding in found:
        if finding.code not in notices:
            finding.line.is_odd = True
    ClaimLine.objects.bulk_update([line for line in lines if line.is_odd], ["is_odd"], batch_size=500)
    return len(found)


def _under_review(line_id: int, by: Actor, permission: str = "claims.review") -> ClaimLine:
    line = locked_line(line_id, permission, by=by)
    if line.claim.state != UNDER_REVIEW:
        raise refusals.WrongStep
    return line


@transaction.atomic
def phone_back(*, line_id: int, call: Call, by: Actor, at: datetime) -> PhoneBack:
    """Keeps what the older person said; a denial is a finding. Raises WrongStep, ReasonNeeded."""
    line = _under_review(line_id, by)
    if not call.spoke_with.strip() or call.called_at > at:
        raise refusals.ReasonNeeded("请写明接听人；通话时间不能晚于现在。")
    kept = PhoneBack.objects.create(
        line=line, called_at=call.called_at, spoke_with=call.spoke_with, answer=Answer(call.answer), text=call.text,
        by_user_id=by.user_id, by_name=by.name, at=at,
    )  # fmt: skip
    keep_line(line, "phone_back", by=by, at=at, text=call.text, after={"answer": call.answer})
    if kept.answer in DENIALS:
        words = f"{kept.get_answer_display()}（{call.spoke_with}）"
        add_finding(line, "elder_denies", words, FindingSource.PHONE, at)
        _undecided(line)
    return kept


def add_finding(line: ClaimLine, code: str, words: str, source: str, at: datetime) -> None:
    """One more thing that speaks against a line."""
    Finding.objects.create(line=line, code=code, words=words[:300], source=source, at=at)
    ClaimLine.objects.filter(pk=line.pk).update(is_odd=True)
    line.is_odd = True


def _undecided(line: ClaimLine) -> None:
    """What was kept before is looked at again; what was taken off stays off."""
    if line.decision == Decision.KEPT:
        line.decision = ""
        line.save(update_fields=["decision"])


@transaction.atomic
def keep_line_as_asked(*, line_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Nothing is taken off; why is written down. Raises ReasonNeeded, WrongStep."""
    line = _under_review(line_id, by)
    if not reason.strip():
        raise refusals.ReasonNeeded
    _change(line, 0, Decision.KEPT, "", "keep", reason, by=by, at=at)


@transaction.atomic
def adjust(*, line_id: int, off_fen: int, reason_code: str, reason: str, by: Actor, at: datetime) -> None:
    """Takes fen off what was asked; the provider may answer. Raises AmountWrong, ReasonNeeded, WrongStep."""
    line = _under_review(line_id, by)
    if not 0 < off_fen <= line.asked_fen:
        raise refusals.AmountWrong
    if reason_code not in CODES or not reason.strip():
        raise refusals.ReasonNeeded
    _change(line, off_fen, Decision.ADJUSTED, reason_code, "adjust", reason, by=by, at=at)
    words = _("月度申报中有一行被核减：%(reason)s。您可以答复。") % {"reason": reason[:80]}
    link = f"/claims/lines/{line.pk}/"
    notify(text=words, at=at, link=link, role="care_provider", organisation_id=line.claim.provider_id)


def _change(
    line: ClaimLine, off_fen: int, decision: str, code: str, verb: str, reason: str, *, by: Actor, at: datetime
) -> None:
    before = {"adjusted_fen": line.adjusted_fen, "decision": line.decision}
    line.adjusted_fen, line.approved_fen = off_fen, line.asked_fen - off_fen
    line.decision, line.reason_code = decision, code
    # Until the month is split anew the benefits' part is what fits; the database asks that the sums hold.
    line.subsidy_fen = min(line.subsidy_fen, line.approved_fen)
    line.own_fen = line.approved_fen - line.subsidy_fen
    line.save()
    keep_line(line, verb, by=by, at=at, text=reason, before=before, after={"adjusted_fen": off_fen, "code": code})
    if before["adjusted_fen"] != off_fen:
        _split_anew(line, by=by, at=at)


def _split_anew(changed: ClaimLine, *, by: Actor, at: datetime) -> None:
    """What is taken off one visit leaves more of the month's ceiling to the person's later ones."""
    month = months_of(changed.claim, [changed.person_id])[changed.person_id]
    rows = ClaimLine.objects.filter(claim=changed.claim, person=changed.person_id)
    for line in rows.select_related("visit").order_by("on", "visit__started_at", "visit_id"):
        # A line that nothing is left of uses up nothing of the month's hours.
        minutes = line.minutes * line.approved_fen // line.asked_fen if line.asked_fen else 0
        wanted = amounts(month, Use(line.service_code, line.service_name, 1, minutes, line.approved_fen))
        if wanted["shares"] == line.shares:
            continue
        before = {"subsidy_fen": line.subsidy_fen, "own_fen": line.own_fen}
        ClaimLine.objects.filter(pk=line.pk).update(**wanted)
        line.claim = changed.claim
        keep_line(line, "split", by=by, at=at, before=before, after={name: wanted[name] for name in before})


@transaction.atomic
def answer(*, line_id: int, text: str, by: Actor, at: datetime) -> None:
    """The provider's word on what was taken off. Raises WrongStep, ReasonNeeded."""
    line = _under_review(line_id, by, "claims.submit")
    if line.decision != Decision.ADJUSTED:
        raise refusals.WrongStep("这一行没有核减，不需要答复。")
    if not text.strip():
        raise refusals.ReasonNeeded("请写明答复。")
    keep_line(line, "answer", by=by, at=at, text=text)
    if line.claim.reviewed_by_id:
        words = _("机构对核减作了答复，请回复。")
        notify(text=words, at=at, link=f"/claims/lines/{line.pk}/", user_id=line.claim.reviewed_by_id)


@transaction.atomic
def reply(*, line_id: int, text: str, by: Actor, at: datetime) -> None:
    """The reviewer's word on the answer; to give way, the line is kept or adjusted anew before. Raises WrongStep."""
    line = _under_review(line_id, by)
    if not text.strip():
        raise refusals.ReasonNeeded("请写明回复。")
    if not line.records.filter(verb="answer").exists():
        raise refusals.WrongStep("机构还没有答复。")
    keep_line(line, "reply", by=by, at=at, text=text)


@transaction.atomic
def approve(*, claim_id: int, by: Actor, at: datetime) -> Claim:
    """Somebody who has decided nothing in the claim agrees. Raises what `hindrance` says, WrongStep."""
    claim = locked(claim_id, "claims.approve", by=by)
    if refused := hindrance(claim, by=by, at=at):
        raise refused
    claim.approved_by_id, subsidies = by.user_id, claim.lines.values_list("subsidy_fen", flat=True)
    sums: dict[str, Any] = {"lines": claim.lines.count(), "subsidy_fen": sum(subsidies)}
    take(claim, "approve", by=by, at=at, **sums)
    return claim


@transaction.atomic
def look_again(*, visit_id: int, is_proved: bool, by: Actor, at: datetime) -> None:
    """A claimed visit was corrected: a finding on its line; before approval it waits for a decision once more."""
    line = ClaimLine.objects.select_for_update().filter(visit=visit_id).select_related("claim").first()
    if line is None:
        return
    words = "申报后更正过上门时间" if is_proved else "申报后更正，凭证不再齐全"
    add_finding(line, "visit_corrected", words, FindingSource.CORRECTION, at)
    keep_line(line, "corrected", by=by, at=at, text=words)
    if line.claim.state == UNDER_REVIEW:
        _undecided(line)
    if line.claim.reviewed_by_id:
        words = _("一行已申报的上门后来被更正，请查看。")
        notify(text=words, at=at, link=f"/claims/lines/{line.pk}/", user_id=line.claim.reviewed_by_id)
