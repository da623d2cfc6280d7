"""Ways, outcomes and states with their Chinese words, and why a step is refused."""

from enum import StrEnum


class Way(StrEnum):
    """How a person was looked after."""

    HOME = "home"
    PHONE = "phone"


class Outcome(StrEnum):
    """Whether the person was met, or spoken to."""

    MET = "met"
    NOT_MET = "not_met"


class TicketState(StrEnum):
    """A ticket's life; the last two are its ends."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_HAND = "in_hand"
    CLOSED = "closed"
    ESCALATED = "escalated"


WAY_WORDS = {Way.HOME: "上门", Way.PHONE: "电话"}
OUTCOME_WORDS = {Outcome.MET: "见到本人", Outcome.NOT_MET: "没有见到"}
TICKET_WORDS = {
    TicketState.OPEN: "待指派",
    TicketState.ASSIGNED: "已指派",
    TicketState.IN_HAND: "正在办",
    TicketState.CLOSED: "已办结",
    TicketState.ESCALATED: "已升级",
}
TICKET_TONES = {
    TicketState.OPEN: "warn",
    TicketState.ASSIGNED: "info",
    TicketState.IN_HAND: "wait",
    TicketState.CLOSED: "good",
    TicketState.ESCALATED: "bad",
}
GOING_ON = (TicketState.OPEN, TicketState.ASSIGNED, TicketState.IN_HAND)


class StepRefused(Exception):
    """A step that cannot be taken; `words` say why in Chinese, `field` which answer is meant."""

    words = "现在不能这样做"

    def __init__(self, words: str = "", field: str = "") -> None:
        self.words, self.field = words or self.words, field
        super().__init__(self.words)


class NotThere(StepRefused):
    """No such record for the actor."""

    words = "没有这条记录，或者不在您的范围内"


class NotPermitted(StepRefused):
    """The role does not allow it."""

    words = "您的岗位不能这样做"
