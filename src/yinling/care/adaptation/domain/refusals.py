"""Why a step of a job is refused: one named exception each, with the sentence the person reads."""


class StepRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class WrongState(StepRefused):
    """The step does not fit the job's state; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过，或者改造任务的状态已经变化。请刷新页面查看最新情况。"


class NotPermitted(StepRefused):
    """The role, the firm, the area or the person does not fit."""

    words = "您没有办理这一步的权限。"


class ReasonNeeded(StepRefused):
    """A reason must be given."""

    words = "请写明理由。"


class FirmNotServing(StepRefused):
    """The chosen firm does not serve the place, or takes no new work."""

    words = "这家企业不服务该区域，或者已停止接单，请另选一家。"


class DatesWrong(StepRefused):
    """Dates that cannot be true together."""

    words = "日期前后不符，请检查。"


class SurveyRefused(StepRefused):
    """Findings that the catalogue does not know."""

    words = "评估项目不在清单里，请刷新页面重新填写。"


class QuoteRefused(StepRefused):
    """The lines make no quote."""

    words = "报价单有误，请检查。"


class QuoteFixed(StepRefused):
    """The case was checked or decided on the agreed cost."""

    words = "办件已经初审或审定，费用不能再改。"


class PhotoRefused(StepRefused):
    """Not a picture that may be kept."""

    words = "照片只能是 JPEG 或 PNG 格式。"
