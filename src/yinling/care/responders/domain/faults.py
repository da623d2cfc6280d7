"""Why something about a responder is refused."""

from yinling.care.orders.domain.states import StepRefused


class LogInTaken(StepRefused):
    """Another responder has that log-in."""

    def __init__(self) -> None:
        super().__init__("这个登录名已经对应另一位响应人员")


class PhoneNeeded(StepRefused):
    """Somebody who is to be called needs a telephone."""

    def __init__(self) -> None:
        super().__init__("请填写电话")


class DutyOverlaps(StepRefused):
    """Two duties of one person at the same time."""

    def __init__(self) -> None:
        super().__init__("和已经排好的值班时间重叠")


class DutyBackwards(StepRefused):
    """A duty ends after it begins, within a week."""

    def __init__(self) -> None:
        super().__init__("值班结束应晚于开始，一次不超过七天")


class NoMandate(StepRefused):
    """A message in the application goes to somebody with a mandate."""

    def __init__(self) -> None:
        super().__init__("系统消息只能发给有有效委托的代办人")


class WayNeeded(StepRefused):
    """A relative chose no way to be told, or one that cannot reach them."""

    def __init__(self) -> None:
        super().__init__("请选择怎样告诉家属；短信和电话要有电话号码")
