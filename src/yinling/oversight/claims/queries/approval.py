"""What stands between a claim and its approval."""

from datetime import datetime

from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.oversight.claims.domain.refusals import ClaimRefused, NotAnswered, NotDecided, NotReplied, SamePerson
from yinling.oversight.claims.models import Claim, Decision, LineRecord

DECIDING = ("adjust", "keep", "reply")


def hindrance(claim: Claim, *, by: Actor, at: datetime) -> ClaimRefused | None:
    """Why somebody may not approve a claim under review now, the first of all that holds; None: they may."""
    if waiting := claim.lines.waiting().count():
        return NotDecided(waiting)
    records = LineRecord.objects.filter(line__claim=claim)
    if by.user_id == claim.reviewed_by_id or records.filter(by_user_id=by.user_id, verb__in=DECIDING).exists():
        return SamePerson()
    # What was said last of each line that was taken off.
    taken = records.filter(line__decision=Decision.ADJUSTED, verb__in=["adjust", "answer", "reply"]).order_by("pk")
    last = list(dict(taken.values_list("line_id", "verb")).values())
    if unheard := last.count("answer"):
        return NotReplied(unheard)
    if (open_ := last.count("adjust")) and claim.answer_until and day_of(at) <= claim.answer_until:
        return NotAnswered(open_, claim.answer_until)
    return None
