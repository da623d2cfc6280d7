"""Why a verb of vouchers is refused; `words` are said to the person who asked."""

from datetime import date, timedelta

from yinling.kernel.dates import in_chinese


class VoucherRefused(Exception):
    """Base of the refusals."""

    words = "不能这样做。"

    def __init__(self, words: str = "") -> None:
        self.words = words or self.words
        super().__init__(self.words)


class NoSuchVoucher(VoucherRefused):
    """No voucher bears the number."""

    words = "没有这个券号，请核对。"


class NotValid(VoucherRefused):
    """The voucher is not valid on the day of the service."""

    words = "这张券只在发放的当月有效，服务日期不在有效期内。"


class Expired(VoucherRefused):
    """The month of the voucher is over, whenever the service was."""

    def __init__(self, until: date) -> None:
        super().__init__(f"这张券到{in_chinese(until - timedelta(days=1))}为止有效，过期没有用完的不能再抵扣。")


class NothingLeft(VoucherRefused):
    """The month's ceiling is used up."""

    words = "本月额度已用完。"


class NothingToTakeOff(VoucherRefused):
    """The rule takes nothing off this bill; the reasons are in the words."""

    words = "按规定，这笔账单不能抵扣。"


class CannotDecide(VoucherRefused):
    """A fact or a number of the policy is missing."""

    words = "缺少情况或标准，暂不能抵扣。"


class AlreadyBilled(VoucherRefused):
    """The use stands in a statement or was taken back."""

    words = "这笔核销已进入对账单或已撤销，不能再撤销。"


class WrongStep(VoucherRefused):
    """The statement does not stand where this step begins."""

    words = "对账单的状态已变，请刷新后再办理。"


class SamePerson(VoucherRefused):
    """Two people are needed."""

    words = "编制人和批准人不能是同一人。"


class NothingToBill(VoucherRefused):
    """No use of that month waits for a statement."""

    words = "这个月没有待对账的核销。"


class FundTooShort(VoucherRefused):
    """The fund does not hold enough."""

    words = "资金余额不足，不能登记付款。"
