"""Why a step of a home bed is refused: one named exception each, with the sentence the person reads."""


class BedRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(BedRefused):
    """The role, the area or the organisation does not fit."""

    words = "您没有办理这张家庭照护床位的权限。"


class WrongState(BedRefused):
    """The step does not fit how the bed stands."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class SomethingMissing(BedRefused):
    """What the step rests on is not there."""


class AlreadyHasBed(BedRefused):
    """One person, one home bed."""

    words = "这位老人已经有一张家庭照护床位。"


class DatesWrong(BedRefused):
    """Days that do not follow one another."""

    words = "日期不对：结束的日子应当晚于开始的日子。"
