"""Why a verb of claims is refused; `words` are said to the person who asked."""

from datetime import date


class ClaimRefused(Exception):
    """Base of the refusals."""

    words = "现在不能办理这一步。"

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

    def __init__(self, count: int) -> None:
        super().__init__(f"还有 {count} 行有疑点或被抽中，没有核定，不能批准。")


class NotAnswered(ClaimRefused):
    """The provider may still answer what was taken off."""

    words = "机构对核减的答复期还没有过，或者答复还没有回复，不能批准。"


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
