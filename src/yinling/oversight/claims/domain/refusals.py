"""Why a verb of claims is refused; `words` are said to the person who asked."""

from datetime import date


class ClaimRefused(Exception):
    """Base of the refusals."""

    words, lines = "现在不能办理这一步。", ""  # `lines`: which lines of the claim to look at, as its page filters them

    def __init__(self, words: str = "") -> None:
        self.words = words or self.words
        super().__init__(self.words)


class MonthOpen(ClaimRefused):
    """The month is not over: visits of it may still come."""

    def __init__(self, from_: date) -> None:
        day = f"{from_.year}年{from_.month}月{from_.day}日"
        super().__init__(f"这个月还没有结束，{day}起才能编制申报；之后才补齐凭证的上门，可以再编一份补充申报。")


class NothingToClaim(ClaimRefused):
    """No proved visit of the month waits."""

    words = "这个月没有可以申报的上门：要么已经申报过，要么凭证不全或没有价格。"


class WrongStep(ClaimRefused):
    """The step does not fit the state."""

    words = "这一步现在不能办理：可能已经办过。请刷新页面查看最新情况。"


class ReasonNeeded(ClaimRefused):
    """What changes an amount says why."""

    words = "请写明理由。"


class SamePerson(ClaimRefused):
    """Two steps that two different people must take."""

    words = "审核过这份申报的人不能批准，请另一位审核人批准。"


class NotDecided(ClaimRefused):
    """Lines that speak against themselves, or were drawn, wait for a decision."""

    lines = "waiting"

    def __init__(self, count: int) -> None:
        super().__init__(f"还有 {count} 行有疑点或被抽中，没有核定，不能批准。")


class NotAnswered(ClaimRefused):
    """The provider may still answer what was taken off, to the end of a day."""

    lines = "adjusted"

    def __init__(self, count: int, until: date) -> None:
        day = f"{until.year}年{until.month}月{until.day}日"
        super().__init__(f"有 {count} 行核减，机构还可以答复到{day}；过了这一天，或者答复并回复以后，才能批准。")


class NotReplied(ClaimRefused):
    """The provider has answered, and nobody has said what becomes of it."""

    lines = "adjusted"

    def __init__(self, count: int) -> None:
        super().__init__(f"有 {count} 行核减，机构已经答复，还没有回复，不能批准。")


class AmountWrong(ClaimRefused):
    """An amount outside what the line allows."""

    words = "金额不能小于零，也不能超过可以更改的数额。"


class NoProof(ClaimRefused):
    """A visit has lost its proof since it was claimed."""

    words = "有上门不再有完整凭证，不能付款，请先核减。"


class NoAccount(ClaimRefused):
    """Nobody has said where the provider is paid."""

    words = "机构还没有登记收款账户，不能付款；请在服务机构里登记。"


class FundTooShort(ClaimRefused):
    """The care fund holds less than the payment asks."""

    words = "照护资金余额不足，请先登记拨款。"
