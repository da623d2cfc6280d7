"""Why a version cannot be written or published, in words."""

from collections.abc import Sequence

from yinling.care.chains.domain.bodies import Place, fault_words
from yinling.care.orders.domain.states import StepRefused


class DraftExists(StepRefused):
    """One draft of a chain at a time."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}已经在起草新版本，请接着改")


class ChainFaulty(StepRefused):
    """What is written cannot be carried out. `faults` are (place, reason) as the checks of the file say."""

    def __init__(self, faults: Sequence[tuple[Place, str]]) -> None:
        super().__init__("；".join(fault_words(place, reason) for place, reason in faults))
        self.faults = tuple(faults)


class ReasonNeeded(StepRefused):
    """Why the chain is changed must be known."""

    def __init__(self) -> None:
        super().__init__("请写明为什么修改")


class NothingChanged(StepRefused):
    """It says the same as the version that would be in force."""

    def __init__(self) -> None:
        super().__init__("和正在执行的版本一样，没有要发布的")


class BeginsInThePast(StepRefused):
    """A version holds from now or later on."""

    def __init__(self) -> None:
        super().__init__("只能从现在或以后起执行，最迟一年以内")


class MomentTaken(StepRefused):
    """Another version begins at that very moment."""

    def __init__(self) -> None:
        super().__init__("已经有一个版本从这个时间起执行，请先撤回它，或者换个时间")


class InForceAlready(StepRefused):
    """What holds or held is not taken back: a new version replaces it."""

    def __init__(self) -> None:
        super().__init__("这个版本已经执行，不能撤回；要改回去，请再发布一个新版本")
