"""Why a step of a cycle is refused: one named exception each, with the sentence the person reads."""

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
    """The step does not fit the cycle's state; also the second of two equal calls."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class SamePerson(StepRefused):
    """Two steps that two different people must take."""

    words = "编制、复核、批准中相邻两步不能是同一个人，请另一位人员办理。"


class ReasonNeeded(StepRefused):
    """A reason must be given."""

    words = "请写明理由。"


class NotDrafted(StepRefused):
    """The draft is not complete."""

    words = "名单还没有编制完，请等编制完成，或者继续编制。"


class EarlierOpen(StepRefused):
    """An earlier month of the same places is not approved yet."""

    words = "这个范围内还有更早的月份没有批准；请先办完那个月。"


class LaterExists(StepRefused):
    """The month, or a later one, of these places exists."""

    words = "这个范围内已经有这个月或更晚月份的发放；过去月份的变化会自动在下一个月补发或追回。"


class AmountWrong(StepRefused):
    """An amount that does not fit."""

    words = "金额不对：应当大于零，且不超过还没有收回的数额。"


class InsufficientFund(StepRefused):
    """A fund holds less than the cycle asks of it."""

    def __init__(self, fund: str, *, needed_fen: int, held_fen: int) -> None:
        short = display_yuan(needed_fen - held_fen)
        super().__init__(
            f"{fund}余额不足：需要 {display_yuan(needed_fen)}，可用 {display_yuan(held_fen)}，还差 {short}。"
            "请先登记拨款。"
        )
        self.fund, self.needed_fen, self.held_fen = fund, needed_fen, held_fen
