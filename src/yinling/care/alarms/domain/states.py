"""Where an alarm stands, what may be done with it, and why something is refused."""

from enum import StrEnum

from yinling.care.orders.domain.states import StepRefused, moves


class State(StrEnum):
    """How far an alarm has come. What a device says of itself is no state: it is a flag, and closes nothing."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    SENT = "sent"
    ON_THE_SPOT = "on_the_spot"
    OUTCOME = "outcome"
    CLOSED = "closed"


STRANGER = "stranger"  # the severity of a call from an account that hangs in nobody's home
STATE_WORDS = {
    State.RAISED: "待受理",
    State.ACKNOWLEDGED: "已受理",
    State.SENT: "已派人",
    State.ON_THE_SPOT: "已到场",
    State.OUTCOME: "待关闭",
    State.CLOSED: "已关闭",
}
MOVES = moves(
    acknowledge=("raised", "acknowledged"),
    send=("acknowledged sent", "sent"),
    send_more=("on_the_spot", "on_the_spot"),
    recall=("sent", "acknowledged"),
    arrive=("raised acknowledged sent on_the_spot", "on_the_spot"),
    record_outcome=("acknowledged sent on_the_spot outcome", "outcome"),
    close=("outcome", "closed"),
    resume=("acknowledged sent on_the_spot", "raised"),
)


class TakenBy(StepRefused):
    """Somebody else has the alarm."""

    def __init__(self, name: str) -> None:
        super().__init__(f"这个报警由{name}处置，请先接过来")
        self.name = name


class NotTaken(StepRefused):
    """Nobody has the alarm yet."""

    def __init__(self) -> None:
        super().__init__("请先受理")


class OutcomeNeeded(StepRefused):
    """An alarm closes only with a known outcome."""

    def __init__(self) -> None:
        super().__init__("请选择处置结果")


class ResponderBusy(StepRefused):
    """The responder is sent elsewhere."""

    def __init__(self) -> None:
        super().__init__("这位响应人员正在另一处出动")


class NotComing(StepRefused):
    """That responder is not on the way to this alarm."""

    def __init__(self) -> None:
        super().__init__("这位响应人员没有被派往这里")
