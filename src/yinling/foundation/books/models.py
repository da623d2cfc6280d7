"""Accounts, transfers and their entries. Entries are the truth; an account's balance is proven against them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.gateways.append_only import AppendOnly


class AccountKind(models.TextChoices):
    """What an account stands for. A fund never holds less than nothing."""

    FUND = "fund", _("资金")
    PAYABLE = "payable", _("应付")
    BANK = "bank", _("银行")
    OUTSIDE = "outside", _("外部")


class Account(models.Model):
    """A place where money is; `balance_fen` is kept with each transfer under lock."""

    code = models.CharField(_("代码"), max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=10, choices=AccountKind.choices)
    balance_fen = models.BigIntegerField(_("余额"), default=0)
    opened_at = models.DateTimeField(_("开设时间"))

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="books_fund_not_overdrawn", condition=~Q(kind="fund") | Q(balance_fen__gte=0)),
        ]

    def __str__(self) -> str:
        return self.name


class Transfer(AppendOnly):
    """Money moved once. `key` is the caller's: the same key can never move it twice."""

    key = models.CharField(_("业务键"), max_length=120, unique=True)
    memo = models.CharField(_("摘要"), max_length=200)
    about = models.CharField(_("关于"), max_length=100, db_index=True)
    at = models.DateTimeField(_("时间"))
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("经办人"), max_length=150)


class Entry(AppendOnly):
    """One line of a transfer: what an account gained (positive) or gave (negative), and what it then held."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    line = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField(_("金额"))
    before_fen = models.BigIntegerField()
    after_fen = models.BigIntegerField(_("余额"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "line"], name="books_line_once"),
            models.CheckConstraint(name="books_entry_moves_money", condition=~Q(amount_fen=0)),
            models.CheckConstraint(
                name="books_entry_adds_up", condition=Q(after_fen=F("before_fen") + F("amount_fen"))
            ),
        ]
