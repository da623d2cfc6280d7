"""Who may take a step, and the record it leaves."""

from datetime import date, datetime

from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.enrolments.domain.refusals import NotPermitted, ReasonNeeded, WrongState
from yinling.needs.enrolments.domain.spells import Step
from yinling.needs.enrolments.models import Enrolment, EnrolmentStep

MANAGE = "enrolments.manage"


def permit(by: Actor, area: str) -> None:
    """Raises NotPermitted; machines may do all that they are told to."""
    if by.role == "machine":
        return
    if not by.may(MANAGE) or not contains(by.area, area):
        raise NotPermitted()


def locked(enrolment_id: int, *, by: Actor) -> Enrolment:
    """The enrolment, held until the transaction ends. Raises NotPermitted, WrongState if there is none."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person")
    enrolment = rows.filter(pk=enrolment_id).first()
    if enrolment is None:
        raise WrongState("没有这条享受记录。")
    permit(by, enrolment.person.area)
    return enrolment


def needed(text: str) -> str:
    """The text, if there is one. Raises ReasonNeeded."""
    if not text.strip():
        raise ReasonNeeded()
    return text.strip()[:200]


def steps_of(enrolment: Enrolment) -> list[Step]:
    """Its steps as the rules take them."""
    rows = enrolment.steps.order_by("id").values_list("id", "verb", "effective_on", "reason")
    return [Step(*row) for row in rows]


def step_row(
    enrolment: Enrolment, verb: str, *, on: date, reason: str, note: str, by: Actor, at: datetime
) -> EnrolmentStep:
    """A step, unsaved."""
    return EnrolmentStep(
        enrolment=enrolment, verb=verb, reason=reason, effective_on=on, note=note, by_user_id=by.user_id,
        by_name=by.name, at=at,
    )  # fmt: skip


def keep_audit(enrolment: Enrolment, verb: str, *, on: date, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Writes the step into the book of changes."""
    record(
        by=by, at=at, verb=f"enrolments.{verb}", subject=f"person:{enrolment.person_id}", area=enrolment.person.area,
        after={"programme": enrolment.programme, "from": on, "reason": reason, "state": enrolment.state}, reason=note,
    )  # fmt: skip
