"""Where a lead stands, what was found, what was answered: codes and Chinese words."""

from enum import StrEnum


class Kind(StrEnum):
    """What the search found: everything is there, or one fact is missing."""

    ENTITLED = "entitled"
    NEARLY = "nearly"


class State(StrEnum):
    """Where a lead stands."""

    OPEN = "open"
    FOLLOW = "follow"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


class Answer(StrEnum):
    """What came of a call."""

    WILLING = "willing"
    UNWILLING = "unwilling"
    UNREACHABLE = "unreachable"
    CALL_AGAIN = "call_again"


class Way(StrEnum):
    """How the person was spoken to."""

    PHONE = "phone"
    VISIT = "visit"
    DESK = "desk"


KIND_WORDS = {Kind.ENTITLED: "符合条件，没有享受", Kind.NEARLY: "可能符合，还差一项情况"}
STATE_WORDS = {
    State.OPEN: "待联系",
    State.FOLLOW: "跟进中",
    State.WAITING: "愿意，待补情况",
    State.ACCEPTED: "愿意，已登记享受",
    State.REFUSED: "不愿意",
    State.ENDED: "已结束",
}
ANSWER_WORDS = {
    Answer.WILLING: "愿意",
    Answer.UNWILLING: "不愿意",
    Answer.UNREACHABLE: "联系不上",
    Answer.CALL_AGAIN: "再联系",
}
WAY_WORDS = {Way.PHONE: "电话", Way.VISIT: "上门", Way.DESK: "来窗口"}
TONES = {
    State.OPEN: "warn",
    State.FOLLOW: "wait",
    State.WAITING: "wait",
    State.ACCEPTED: "good",
    State.REFUSED: "off",
    State.ENDED: "off",
}
TO_DO = (State.OPEN, State.FOLLOW, State.WAITING)
SETTLED = (State.ACCEPTED, State.ENDED)


def state_after(answer: Answer, kind: Kind) -> State:
    """Where an answer leads; one who agrees while a fact is missing waits for it."""
    if answer is Answer.WILLING:
        return State.ACCEPTED if kind is Kind.ENTITLED else State.WAITING
    return State.REFUSED if answer is Answer.UNWILLING else State.FOLLOW
