"""Why a step is refused: one named exception each, with the sentence the person reads."""


class GradeRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPossibleNow(GradeRefused):
    """Done already, or never possible."""

    words = "这一步现在不能办理：可能已经办过，或者状态已经变化。请刷新页面查看最新情况。"


class SourceNeeded(GradeRefused):
    """The paper must be named."""

    words = "要写明依据：官方附件的名称、文号或公布网址。"


class SamePerson(GradeRefused):
    """Two steps that two different people must take."""

    words = "确认须由另一个人办理。"
