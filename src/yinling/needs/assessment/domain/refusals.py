"""Why a step is refused: one named exception each, with the sentence the person reads."""

from collections.abc import Sequence


class AssessmentRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPossibleNow(AssessmentRefused):
    """The assessment is in a state from which this step does not lead on."""

    words = "这一步现在不能办理：可能已经办过，或者状态已经变化。请刷新页面查看最新情况。"


class NotPermitted(AssessmentRefused):
    """The role, the area or the person does not fit."""

    words = "您没有办理这一步的权限。"


class ReasonNeeded(AssessmentRefused):
    """A reason must be given."""

    words = "请写明理由。"


class AlreadyOpen(AssessmentRefused):
    """The person has an open assessment by this scale."""

    words = "这位老人已经有一次正在进行的同类评估，请先办完或撤销那一次。"


class NotQualified(AssessmentRefused):
    """Somebody may not assess this person now; the words say who and why."""


class SamePerson(AssessmentRefused):
    """Two steps that two different people must take."""

    words = "须由两个不同的人办理。"


class WindowClosed(AssessmentRefused):
    """Too late to object."""

    words = "异议期已过，不能再提出异议。情况有变化的，可以申请重新评估。"


class NotComputed(AssessmentRefused):
    """The scale's grades come from outside."""

    words = "这种等级由外部机构评定，平台只登记结果和报告，不安排评估。"


class NotAResult(AssessmentRefused):
    """What is imported does not make a result; the words say what is wrong."""


class AnswersIncomplete(AssessmentRefused):
    """The sheet cannot be graded; `faults` are (item, reason)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("；".join(reason for _, reason in faults[:5]) + ("……" if len(faults) > 5 else ""))
        self.faults = list(faults)


class AnswersConflict(AssessmentRefused):
    """Somebody saved a later version meanwhile; `version` is theirs."""

    words = "另一名评估员已经保存了新的内容，请看过再保存。"

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version
