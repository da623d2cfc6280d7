"""Why a step of settlement is refused: one named exception each, with the sentence the person reads."""

from yinling.kernel.money import display_yuan


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
    """The step does not fit the run's or the line's state; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class SamePerson(StepRefused):
    """Two steps that two different people must take."""

    words = "编制人和复核人不能是同一个人，请另一位财务人员复核。"


class ReasonNeeded(StepRefused):
    """A reason must be given."""

    words = "请写明理由。"


class NothingToPay(StepRefused):
    """No payable is open in the chosen places."""

    words = "所选街镇没有可以拨付的款项。"


class NotOwed(StepRefused):
    """The case has no determination that grants."""

    words = "这件申请没有准予补贴的核定结果，不能拨付。"


class AllotmentKnown(StepRefused):
    """Money of this document was entered before."""

    words = "这份文件的拨款已经登记过。"


class AmountWrong(StepRefused):
    """An amount that is no amount."""

    words = "金额应当大于零。"


class ResultDiffers(StepRefused):
    """The line has another result already."""

    words = "这一笔已经登记过不同的结果，不能再改。"


class InsufficientFund(StepRefused):
    """A fund holds less than the payments ask of it."""

    def __init__(self, fund_name: str, *, needed_fen: int, held_fen: int) -> None:
        short = display_yuan(needed_fen - held_fen)
        super().__init__(
            f"{fund_name}余额不足：需要 {display_yuan(needed_fen)}，可用 {display_yuan(held_fen)}，还差 {short}。"
            "请先登记拨款，或者减少街镇后重新编制。"
        )
        self.fund_name, self.needed_fen, self.held_fen = fund_name, needed_fen, held_fen
