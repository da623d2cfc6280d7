"""Why a step of an enrolment is refused: one named exception each, with the sentence the person reads."""


class StepRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(StepRefused):
    """The role or the area does not fit."""

    words = "您没有办理这一步的权限。"


class WrongState(StepRefused):
    """The step does not fit how the enrolment stands on that day; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class ReasonNeeded(StepRefused):
    """A reason must be given."""

    words = "请写明理由。"


class AlreadyEnrolled(StepRefused):
    """There is an open enrolment in this programme."""

    words = "这位老人已经在享受这个项目，不能重复登记。"


class NotEnrollable(StepRefused):
    """The programme is not one that a person has for a time."""

    words = "这个项目不是按期或长期享受的项目，不能登记享受。"


class HasRefused(StepRefused):
    """The person said that they do not want it."""

    words = "老人已表示不享受这个项目；只有老人改变主意（受理申请）后才能登记。"
