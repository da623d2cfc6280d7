"""What the pages for the road ask beyond visits: doors, and why a visit has gone."""

from collections.abc import Iterable

from yinling.care.visits.models import Door, Visit, VisitState
from yinling.kernel.actor import Actor

ENDED = {
    VisitState.CANCELLED: "这次上门已取消",
    VisitState.REFUSED: "老人谢绝了这次上门",
    VisitState.PLANNED: "这次上门已从您这里撤下，由机构另行安排",
}


def doors_of(person_ids: Iterable[int]) -> dict[int, Door]:
    """Doors by person; the caller has asked who may see."""
    return {door.person_id: door for door in Door.objects.filter(person__in=list(person_ids))}


def why_gone(visit_id: int, *, actor: Actor) -> str:
    """Why a visit is no longer the carer's, in Chinese; of other providers' visits nothing is told."""
    row = Visit.objects.filter(pk=visit_id, provider=actor.organisation_id or 0).first()
    if row is None:
        return "没有找到这次上门，或者不是您的"
    words = ENDED.get(VisitState(row.state), "这次上门已改派给别人")
    return f"{words}：{row.get_cause_display()}" if row.cause and row.state == VisitState.CANCELLED else words
