"""How settlement writes to the books: accounts opened as needed, one posting under one key."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from yinling.foundation.books.actions import Overdrawn, open_account, post
from yinling.foundation.books.queries import balance
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import postings
from yinling.oversight.settlement.domain.refusals import InsufficientFund
from yinling.oversight.settlement.models import FundCode
from yinling.people.providers.queries import provider_line

FUND, PAYABLE, BANK, OUTSIDE = "fund", "payable", "bank", "outside"


def move_money(posting: postings.Posting, *, memo: str, about: str, by: Actor, at: datetime) -> None:
    """Posts once; the same posting again changes nothing. Raises InsufficientFund."""
    for code, _ in posting.entries:
        name, kind = _account(code)
        open_account(code=code, name=name, kind=kind, by=by, at=at)
    try:
        post(key=posting.key, entries=posting.entries, memo=memo, about=about, by=by, at=at)
    except Overdrawn as short:
        name, _ = _account(short.account)
        raise InsufficientFund(name, needed_fen=short.asked, held_fen=short.held) from short


def _account(code: str) -> tuple[str, str]:
    """Name and kind of an account."""
    if code == postings.CLEARING:
        return "银行在途", BANK
    if code == postings.OUTSIDE:
        return "资金拨入", OUTSIDE
    kind, _, rest = code.partition(":")
    if kind == "payable":
        return f"应付：{provider_line(int(rest.removeprefix('provider:'))).name}", PAYABLE
    if kind == "spent":
        return f"补贴支出：{_fund(rest)}", OUTSIDE
    return _fund(rest), FUND


def _fund(code: str) -> str:
    """Stored with the account, so Chinese whoever opens it."""
    with override(settings.LANGUAGE_CODE):
        return str(FundCode(code).label)


def held_fen(fund: str) -> int:
    """What a fund holds."""
    return balance(postings.fund_account(fund))
