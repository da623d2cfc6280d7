"""Speaking to the person: a call, its answer, and what follows at once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.enrolments.actions import enrol, refuse
from yinling.needs.enrolments.domain.refusals import AlreadyEnrolled, StepRefused
from yinling.needs.outreach.domain.states import ANSWER_WORDS, TO_DO, Answer, Kind, State, Way, state_after
from yinling.needs.outreach.models import Call, Lead, LeadStep

NOTE_MAX = 300


class CallRefused(Exception):
    """The call cannot be recorded; `field` names what is wrong, the message is in Chinese."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True)
class Said:
    """A call as typed; `since` is the day from which somebody who agrees has the benefit."""

    answer: Answer
    way: Way
    key: str
    note: str = ""
    call_again_on: date | None = None
    since: date | None = None


@transaction.atomic
def record_call(*, lead_id: int, said: Said, by: Actor, at: datetime) -> Lead:
    """Keeps the call; one who agrees is enrolled in the same moment. Sent twice, it is one call. Raises CallRefused."""
    if not by.may("outreach.call"):
        raise CallRefused("", "您的岗位不能登记联系情况")
    lead = Lead.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=lead_id).first()
    if lead is None:
        raise CallRefused("", "没有这条线索，或不在您的辖区")
    if Call.objects.filter(key=said.key).exists():
        return lead
    _check(lead, said, day_of(at))
    state = state_after(said.answer, Kind(lead.kind))
    Call.objects.create(
        lead=lead, way=said.way, answer=said.answer, note=said.note[:NOTE_MAX], key=said.key, by_id=by.user_id,
        by_name=by.name, at=at, call_again_on=said.call_again_on if state is State.FOLLOW else None,
    )  # fmt: skip
    lead.state, lead.calls_made, lead.why = state, lead.calls_made + 1, ""
    lead.call_on = said.call_again_on if state is State.FOLLOW else None
    lead.save(update_fields=["state", "calls_made", "why", "call_on"])
    _follow(lead, said, by=by, at=at)
    why = ANSWER_WORDS[said.answer] + (f"：{said.note}" if said.note else "")
    LeadStep.objects.create(lead=lead, verb="called", state=state, why=why[:200], by_name=by.name, at=at)
    record(
        by=by, at=at, verb="outreach.call", subject=f"lead:{lead.pk}", area=lead.area,
        after={"answer": said.answer.value, "state": state.value},
    )  # fmt: skip
    return lead


def _follow(lead: Lead, said: Said, *, by: Actor, at: datetime) -> None:
    """Enrols who agreed; keeps the no of who did not, so that nothing comes by itself. Raises CallRefused."""
    given = {"person_id": lead.person_id, "pack": lead.pack, "programme": lead.programme, "by": by, "at": at}
    try:
        if lead.state == State.ACCEPTED:
            enrol(since=said.since or day_of(at), reason="outreach", note=said.note, **given)  # type: ignore[arg-type]
        elif lead.state == State.REFUSED:
            refuse(note=said.note, **given)  # type: ignore[arg-type]
    except AlreadyEnrolled:
        return  # somebody was quicker; the person has it, which is what counts
    except StepRefused as fault:
        raise CallRefused("", fault.words) from fault


def _check(lead: Lead, said: Said, today: date) -> None:
    if State(lead.state) not in (*TO_DO, State.REFUSED):
        raise CallRefused("", "这条线索已经结束，不用再联系")
    if said.answer is Answer.CALL_AGAIN and (said.call_again_on is None or said.call_again_on < today):
        raise CallRefused("call_again_on", "请写明再联系的日期，不早于今天")
    if said.answer is Answer.UNWILLING and not said.note.strip():
        raise CallRefused("note", "不愿意的，请写明本人的说法")
