"""The states of a case, in the words of the desk and in the words of the person it is about."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands. Stored as these words."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PAPERS_REQUESTED = "papers_requested"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    QUOTED = "quoted"
    DETERMINED = "determined"
    CHECKED = "checked"
    GRANTED = "granted"
    REFUSED = "refused"
    NOTICED = "noticed"
    IN_FORCE = "in_force"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


WORDS = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待受理",
    State.PAPERS_REQUESTED: "待补充材料",
    State.ACCEPTED: "已受理，待评估报价",
    State.NOT_ACCEPTED: "不予受理",
    State.QUOTED: "待核定补贴",
    State.DETERMINED: "待初审",
    State.CHECKED: "待审定",
    State.GRANTED: "准予补贴，待公示",
    State.REFUSED: "不予补贴",
    State.NOTICED: "公示中",
    State.IN_FORCE: "已生效",
    State.CLOSED: "已办结",
    State.WITHDRAWN: "已撤回",
}

TONES = {
    State.DRAFT: "off",
    State.PAPERS_REQUESTED: "warn",
    State.NOT_ACCEPTED: "bad",
    State.REFUSED: "bad",
    State.GRANTED: "good",
    State.IN_FORCE: "good",
    State.CLOSED: "good",
    State.WITHDRAWN: "off",
}

ENDED = frozenset({State.NOT_ACCEPTED, State.REFUSED, State.CLOSED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDED
WITHDRAWABLE = OPEN


class Opinion(StrEnum):
    """The clerk's opinion and the bureau's decision."""

    GRANT = "grant"
    REFUSE = "refuse"


OPINION_WORDS = {Opinion.GRANT: "准予补贴", Opinion.REFUSE: "不予补贴"}


class ObjectionState(StrEnum):
    """What became of an objection; `lapsed`: the case was withdrawn before it was resolved."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


OBJECTION_WORDS = {
    ObjectionState.OPEN: "待处理",
    ObjectionState.UPHELD: "成立",
    ObjectionState.DISMISSED: "不成立",
    ObjectionState.LAPSED: "申请已撤回",
}


def tone_of(state: str) -> str:
    """The tone of a state's badge."""
    return TONES.get(State(state), "wait")
