"""How a lead moves when the search comes by again."""

from dataclasses import dataclass

from yinling.needs.outreach.domain.states import TO_DO, Kind, State

FOUND = "found"
AGAIN = "found_again"
ENDED = "ended"
VERB_WORDS = {
    FOUND: "查出",
    AGAIN: "重新查出",
    ENDED: "结束",
    "called": "联系",
    "moved": "情况有变",
}
ENROLLED = "已享受这项待遇"
GONE = "不在册（已合并或移出名册），或项目已不再查找"
NOT_ALIVE = "本人已去世"
CHANGED = "情况有变化，重新符合"
STOPPED = "原来登记的待遇已终止，现在仍符合"
COMPLETED = "所缺情况已补齐"


@dataclass(frozen=True)
class Seen:
    """What a search sees of a person for one programme. `why_not` says why nothing is to be offered."""

    kind: Kind | None
    is_receiving: bool
    facts_changed: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Move:
    """To which state, by which verb, why; a lead without a move stays where it is."""

    state: State
    verb: str
    why: str = ""


def move(lead: State | None, was: Kind | None, seen: Seen) -> Move | None:
    """What becomes of a lead, or of a person without one (`lead` None)."""
    if seen.is_receiving or seen.kind is None:
        return _leave(lead, ENROLLED if seen.is_receiving else seen.why_not)
    if lead is None:
        return Move(State.OPEN, FOUND)
    if lead is State.ENDED or (lead is State.REFUSED and seen.facts_changed):
        return Move(State.OPEN, AGAIN, CHANGED)
    if lead is State.ACCEPTED:
        return Move(State.OPEN, AGAIN, STOPPED)
    if lead is State.WAITING and was is Kind.NEARLY and seen.kind is Kind.ENTITLED:
        return Move(State.OPEN, "moved", COMPLETED)
    return None


def _leave(lead: State | None, why: str) -> Move | None:
    if lead is None or lead in (State.ENDED, State.ACCEPTED):
        return None
    assert lead in TO_DO or lead is State.REFUSED
    return Move(State.ENDED, ENDED, why)
