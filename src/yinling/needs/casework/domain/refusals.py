"""Why a step is refused: one named exception each, with the sentence the person reads."""


class StepRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPossibleNow(StepRefused):
    """The case is in a state from which this step does not lead on; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过，或者办件状态已经变化。请刷新页面查看最新情况。"


class NotPermitted(StepRefused):
    """The role, the area or the person does not fit."""

    words = "您没有办理这一步的权限。"


class SamePerson(StepRefused):
    """Two steps that two different people must take."""

    words = "初审人和审定人不能是同一个人。"


class WindowClosed(StepRefused):
    """Too late to object."""

    words = "异议期已过，不能再提出异议。"


class WindowOpen(StepRefused):
    """The objection window is not over."""

    words = "公示期还没有结束。"


class ObjectionUnresolved(StepRefused):
    """An objection waits."""

    words = "还有没处理的异议，请先处理异议。"


class NotGrantable(StepRefused):
    """No determination that grants."""

    words = "核定结果不是“符合补贴条件”，不能准予补贴。"


class NotDetermined(StepRefused):
    """The determination lacks facts or parameters."""

    words = "补贴还没有核定出来：缺少情况或参数，请先补齐再重新核定。"


class ReasonNeeded(StepRefused):
    """A reason must be given."""

    words = "请写明理由。"


class AlreadyContracted(StepRefused):
    """Work is contracted; the application cannot be taken back any more."""

    words = "改造协议已经签订，不能再撤回申请。"


class CaseAlreadyOpen(StepRefused):
    """The same person has an open case of the programme."""

    words = "这位老人已经有一件正在办理的同类申请，不能重复申请。"


class DraftIncomplete(StepRefused):
    """Answers are missing; `missing` names the pages."""

    words = "申请还没有填完。"

    def __init__(self, missing: list[str]) -> None:
        super().__init__("申请还没有填完：" + "、".join(missing))
        self.missing = missing


class NotPublishable(StepRefused):
    """Nothing to publish, or a chosen case is not granted any more."""

    words = "选中的办件里有已经公示过的、有异议的或者没有准予补贴的，请重新选择。"
