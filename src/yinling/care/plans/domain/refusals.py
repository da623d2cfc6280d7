"""Why a step of a plan is refused: one named exception each, with the sentence the person reads."""


class PlanRefused(Exception):
    """A step that may not be taken; `words` is the plain sentence."""

    words = "现在不能办理这一步。"

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)
        self.words = words or self.words


class NotPermitted(PlanRefused):
    """The role, the area or the organisation does not fit."""

    words = "您没有办理这份照护计划的权限。"


class WrongState(PlanRefused):
    """The step does not fit how the plan stands; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class NothingPlanned(PlanRefused):
    """A version without items is no plan."""

    words = "计划里还没有服务项目，不能请老人同意。"


class NoAssessment(PlanRefused):
    """There is no grade that holds, so nothing can be proposed."""

    words = "老人没有有效的评估结果，不能按评估起草；请先申请评估，或者自己写服务项目。"


class ProviderUnfit(PlanRefused):
    """The provider may not take new work."""

    words = "这家机构现在不能接新的服务对象。"


class AlreadyPlanned(PlanRefused):
    """There is an open plan with this provider."""

    words = "这位老人在这家机构已经有照护计划，请修改原来的计划。"


class DatesWrong(PlanRefused):
    """Days that do not follow one another."""

    words = "日期不对：结束的日子应当晚于开始的日子。"


class PastDay(PlanRefused):
    """What was planned for days gone by stays."""

    words = "生效日不能早于今天：已经过去的日子按原来的计划。"
