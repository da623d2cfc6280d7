"""The states of an assessment, why it is made, and the words for both."""

from enum import StrEnum


class State(StrEnum):
    """Where an assessment stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    SIGNED_ONCE = "signed_once"
    COMPLETED = "completed"
    NOT_ACCEPTED = "not_accepted"
    DECLINED = "declined"
    ABORTED = "aborted"
    CANCELLED = "cancelled"


WORDS = {
    State.REQUESTED: "待受理",
    State.ACCEPTED: "待指派评估员",
    State.ASSIGNED: "待上门评估",
    State.SIGNED_ONCE: "一人已签，待另一人签",
    State.COMPLETED: "已出结果",
    State.NOT_ACCEPTED: "不予受理",
    State.DECLINED: "本人不愿评估",
    State.ABORTED: "中止",
    State.CANCELLED: "已撤销",
}
TONES = {
    State.COMPLETED: "good", State.NOT_ACCEPTED: "bad", State.DECLINED: "off", State.ABORTED: "off",
    State.CANCELLED: "off",
}  # fmt: skip
OPEN = frozenset({State.REQUESTED, State.ACCEPTED, State.ASSIGNED, State.SIGNED_ONCE})
AT_WORK = frozenset({State.ASSIGNED, State.SIGNED_ONCE})


class Reason(StrEnum):
    """Why an assessment is made; the words are those of form A.1.3."""

    FIRST = "first"
    ROUTINE = "routine"
    CHANGE = "change"
    DISPUTE = "dispute"
    RECHECK = "recheck"
    OTHER = "other"


REASON_WORDS = {
    Reason.FIRST: "首次评估",
    Reason.ROUTINE: "常规评估（到期）",
    Reason.CHANGE: "即时评估（情况变化）",
    Reason.DISPUTE: "因对评估结果有疑问进行的复评",
    Reason.RECHECK: "抽查复核",
    Reason.OTHER: "其他",
}
BY_OTHERS = frozenset({Reason.DISPUTE, Reason.RECHECK})  # made by people who did not make the one before


class Change(StrEnum):
    """What may have changed a person's ability."""

    FALL = "fall"
    HOSPITAL_DISCHARGE = "hospital_discharge"
    ILLNESS = "illness"
    RECOVERY = "recovery"


CHANGE_WORDS = {
    Change.FALL: "跌倒",
    Change.HOSPITAL_DISCHARGE: "出院",
    Change.ILLNESS: "患病或病情加重",
    Change.RECOVERY: "康复好转",
}


class ObjectionState(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    REASSESSING = "reassessing"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


OBJECTION_WORDS = {
    ObjectionState.OPEN: "待处理",
    ObjectionState.REASSESSING: "已安排他人复评",
    ObjectionState.CHANGED: "复评改变了等级",
    ObjectionState.CONFIRMED: "复评等级不变",
    ObjectionState.DISMISSED: "不予复评",
}


def tone_of(state: str) -> str:
    """The tone of a state's badge."""
    return TONES.get(State(state), "wait")
