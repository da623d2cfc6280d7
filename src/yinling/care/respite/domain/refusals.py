"""Why respite is refused: one named exception each, with the sentence the person reads."""


class RespiteRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(RespiteRefused):
    """The role, the area or the organisation does not fit."""

    words = "您没有办理这项喘息服务的权限。"


class WrongState(RespiteRefused):
    """The step does not fit how the booking stands."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class NotEntitled(RespiteRefused):
    """The programme does not give it, or cannot say."""

    words = "按现在的规定还不能预约喘息服务"


class TooManyDays(RespiteRefused):
    """More days than the year has left."""

    words = "今年的喘息服务天数不够。"


class DatesWrong(RespiteRefused):
    """Days that do not follow one another, lie in the past, or are booked already."""

    words = "日期不对：从今天或以后开始，结束的日子晚于开始的日子。"
