"""What a draft says about persons: rows, reasons, problems, payments. Frozen when the cycle is no longer a draft."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.gateways.append_only import AppendOnly
from yinling.needs.cycles.domain import states
from yinling.needs.cycles.models.cycles import Cycle, OfPerson, Row


class Frozen(Exception):
    """The row belongs to a cycle that is no longer a draft; what changed later makes a row in the next one."""


class OfDraft(OfPerson[Row]):
    """Rows that may be taken back only while their cycle is a draft."""

    def delete(self) -> Any:
        """Refuses where one is frozen."""
        if self.exclude(cycle__state=states.DRAFT).exists():
            raise Frozen(self.model.__name__)
        return super().delete()

    def update(self, **values: Any) -> int:
        """Refuses: a draft is made again, not touched up."""
        raise Frozen(self.model.__name__)


class CycleReason(AppendOnly):
    """Reasons that many rows share, kept once; `digest` is that of their text."""

    digest = models.CharField(primary_key=True, max_length=32)
    reasons = models.JSONField()


class RowKind(models.TextChoices):
    """What a row says: see domain.differences."""

    DUE = "due", _("本月应发")
    BACK_PAY = "back_pay", _("补发")
    RECOVERY = "recovery", _("多发待追回")
    INSTALMENT = "instalment", _("扣回")
    REPEAT = "repeat", _("退回重发")


class OfCycle(models.Model):
    """What was worked out about a person in a cycle's draft: written once, deleted only with the whole draft."""

    # Every line of a cycle pays for each index: where another begins with the same column, none of its own is kept.
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="%(class)ss", db_index=False)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12, blank=True)

    objects = OfDraft.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts into a draft; refuses everything else."""
        if not self._state.adding or self.cycle.state != states.DRAFT:
            raise Frozen(type(self).__name__)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuses once frozen."""
        if self.cycle.state != states.DRAFT:
            raise Frozen(type(self).__name__)
        return super().delete(*args, **kwargs)


class CycleRow(OfCycle):
    """One sum for one programme and month, with its reasons, the facts it stands on, and why it differs."""

    person = models.ForeignKey(
        "registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"), db_index=False
    )
    programme = models.CharField(_("项目"), max_length=60)
    for_month = models.DateField(_("所属月份"))
    kind = models.CharField(_("性质"), max_length=10, choices=RowKind)
    amount_fen = models.BigIntegerField(_("金额"))
    by_fund = models.JSONField(_("资金来源"), default=dict)
    # Reasons are never deleted, so nobody asks for the lines of one.
    reason = models.ForeignKey(CycleReason, models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.JSONField(_("所据情况"), default=dict)
    segments = models.JSONField(_("分段"), default=list)
    rule_version = models.CharField(max_length=40, blank=True)
    cause = models.CharField(_("说明"), max_length=300, blank=True)
    recovery = models.ForeignKey("Recovery", models.PROTECT, null=True, related_name="instalments", db_index=False)
    repeats = models.ForeignKey("CyclePayment", models.PROTECT, null=True, related_name="repeated_in", db_index=False)

    class Meta(OfCycle.Meta):
        constraints = [
            models.UniqueConstraint(
                name="cycle_row_once",
                fields=["cycle", "person", "programme", "for_month", "kind"],
                condition=~Q(kind__in=["instalment", "repeat"]),
            ),
            models.UniqueConstraint(
                name="cycle_due_once",
                fields=["person", "programme", "for_month"],
                condition=Q(kind="due"),
            ),
            models.UniqueConstraint(
                name="cycle_instalment_once", fields=["cycle", "recovery"], condition=Q(kind="instalment")
            ),
            models.UniqueConstraint(
                name="cycle_repeat_once", fields=["repeats", "programme", "for_month"], condition=Q(kind="repeat")
            ),
            models.CheckConstraint(
                name="cycle_row_sign",
                condition=Q(kind__in=["recovery", "instalment"], amount_fen__lt=0)
                | Q(kind__in=["due", "back_pay"], amount_fen__gte=0)
                | Q(kind="repeat"),
            ),
        ]
        indexes = [
            models.Index(name="cycle_row_by_person", fields=["person", "for_month", "programme"]),
            models.Index(name="cycle_row_of_recovery", fields=["recovery"], condition=Q(recovery__isnull=False)),
            models.Index(name="cycle_row_repeats", fields=["repeats"], condition=Q(repeats__isnull=False)),
            models.Index(name="cycle_row_by_cycle", fields=["cycle", "programme", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.for_month:%Y-%m} {self.kind} {self.amount_fen}"


class ProblemKind(models.TextChoices):
    """Why an enrolled person is not simply given what is due."""

    MISSING_FACTS = "missing_facts", _("情况不全，不能决定")
    UNPAYABLE = "unpayable", _("标准未公布，不能计算")
    NOT_ENTITLED = "not_entitled", _("登记享受，但已不符合条件")
    DECEASED = "deceased", _("已去世，登记尚未终止")
    NO_ACCOUNT = "no_account", _("没有收款账户，暂不能付款")
    NOT_MONTHLY = "not_monthly", _("项目按户共用限额，不能按月自动计算")
    DECEASED_PAID = "deceased_paid", _("已去世，仍有款项发出")
    PAID_ELSEWHERE = "paid_elsewhere", _("同一需要已由别的政策先付")
    JUMP = "jump", _("金额比上次多出一倍以上")


class CycleProblem(OfCycle):
    """What somebody must look into; nothing was silently left out."""

    programme = models.CharField(_("项目"), max_length=60, blank=True)
    for_month = models.DateField(_("所属月份"))
    kind = models.CharField(_("问题"), max_length=16, choices=ProblemKind)
    words = models.CharField(_("说明"), max_length=300)
    # Reasons are never deleted, so nobody asks for the lines of one.
    reason = models.ForeignKey(CycleReason, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta(OfCycle.Meta):
        constraints = [
            models.UniqueConstraint(
                name="cycle_problem_once", fields=["cycle", "person", "programme", "for_month", "kind"]
            ),
        ]
        indexes = [models.Index(name="cycle_problem_by_kind", fields=["cycle", "kind", "id"])]


class PaymentState(models.TextChoices):
    """What became of a person's money."""

    WAITING = "waiting", _("待付款")
    SENT = "sent", _("已付款")
    RETURNED = "returned", _("银行退回，下月重发")
    HELD = "held", _("暂不能付款，下月重发")
    WITHHELD = "withheld", _("有异议，停付")


class CyclePayment(OfCycle):
    """One person's money of a cycle. What became of it is told by `PaymentResult`, so that the row never changes.

    `account_index` is a blind index: shared accounts are found without opening them.
    """

    amount_fen = models.BigIntegerField(_("金额"))
    by_fund = models.JSONField(_("资金来源"), default=dict)
    account_masked = models.CharField(_("收款账户"), max_length=40, blank=True)
    account_index = models.CharField(max_length=64, blank=True)

    class Meta(OfCycle.Meta):
        constraints = [
            models.UniqueConstraint(name="cycle_payment_once", fields=["cycle", "person"]),
            models.CheckConstraint(name="cycle_payment_positive", condition=Q(amount_fen__gt=0)),
        ]
        indexes = [models.Index(name="cycle_payment_by_account", fields=["cycle", "account_index"])]


class PaymentResult(AppendOnly):
    """The bank sent a payment back, or it could not be sent for want of an account. No row = it arrived."""

    payment = models.OneToOneField(CyclePayment, models.PROTECT, related_name="result")
    state = models.CharField(max_length=8, choices=PaymentState)
    reason = models.CharField(_("原因"), max_length=200)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
