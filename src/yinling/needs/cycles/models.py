"""Stored facts of monthly cycles. Rows of a cycle that was approved never change; constraints hold who did what."""

from datetime import date
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.needs.cycles.domain import states
from yinling.people.registry.queries import people_visible

Row = TypeVar("Row", bound=models.Model)


class Frozen(Exception):
    """The row belongs to a cycle that is no longer a draft; what changed later makes a row in the next one."""


class ByArea(models.QuerySet[Row]):
    """Rows that carry an area code."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Rows within the area of those who may see cycles."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("cycles.view") else self.none()


class OfPerson(ByArea[Row]):
    """Rows that carry an area code and concern a person."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """As by area; older persons and their agents see their own."""
        if actor.may("elder.own") or actor.may("elder.represent"):
            return self.filter(person__in=people_visible(actor, on=on))
        return super().visible_to(actor, on=on)


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


class State(models.TextChoices):
    """Where a cycle stands."""

    DRAFT = "draft", _("编制中")
    CHECKED = "checked", _("已复核，待批准")
    APPROVED = "approved", _("已批准，待付款")
    PAID = "paid", _("已付款")
    CLOSED = "closed", _("已结")


class Cycle(models.Model):
    """What is given in one month, from one pack, in one area. `month` is its first day.

    `after_person` is the last person worked out: where a draft that was stopped goes on. `marks` are the last
    statement and step seen and when it began, `rules` the digest of each programme by month: the next cycle looks back
    only where one of them moved on.
    """

    pack = models.CharField(_("政策包"), max_length=60)
    month = models.DateField(_("月份"))
    area = models.CharField(_("区划"), max_length=12, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    look_back_months = models.PositiveSmallIntegerField(_("追溯月数"), default=24)
    instalment_percent_max = models.PositiveSmallIntegerField(_("每月最多扣回百分比"), default=30)
    known_at = models.DateTimeField(_("按何时所知编制"))
    persons_total = models.PositiveIntegerField(_("应编制人数"), default=0)
    persons_done = models.PositiveIntegerField(_("已编制人数"), default=0)
    after_person = models.BigIntegerField(default=0)
    is_drafted = models.BooleanField(_("编制完成"), default=False)
    marks = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    bank_reference = models.CharField(_("银行受理号"), max_length=60, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cycle_once", fields=["pack", "month", "area"]),
            models.CheckConstraint(
                name="cycle_checked_by_another",
                condition=Q(checked_by=None) | Q(drafted_by=None) | ~Q(checked_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="cycle_approved_by_another", condition=Q(approved_by=None) | ~Q(approved_by=F("checked_by"))
            ),
            models.CheckConstraint(
                name="cycle_state_has_people",
                condition=Q(state="draft")
                | Q(state="checked", checked_by__isnull=False)
                | Q(state__in=sorted(states.FROZEN), checked_by__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(name="cycle_month_is_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(name="cycle_share_at_most_all", condition=Q(instalment_percent_max__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.month:%Y-%m} {self.area}"


class CycleStep(AppendOnly):
    """One step in a cycle's life."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


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

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="%(class)ss")
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

    programme = models.CharField(_("项目"), max_length=60)
    for_month = models.DateField(_("所属月份"))
    kind = models.CharField(_("性质"), max_length=10, choices=RowKind)
    amount_fen = models.BigIntegerField(_("金额"))
    by_fund = models.JSONField(_("资金来源"), default=dict)
    reason = models.ForeignKey(CycleReason, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(_("所据情况"), default=dict)
    segments = models.JSONField(_("分段"), default=list)
    rule_version = models.CharField(max_length=40, blank=True)
    cause = models.CharField(_("说明"), max_length=300, blank=True)
    recovery = models.ForeignKey("Recovery", models.PROTECT, null=True, related_name="instalments")
    repeats = models.ForeignKey("CyclePayment", models.PROTECT, null=True, related_name="repeated_in")

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


class CycleProblem(OfCycle):
    """What somebody must look into; nothing was silently left out."""

    programme = models.CharField(_("项目"), max_length=60, blank=True)
    for_month = models.DateField(_("所属月份"))
    kind = models.CharField(_("问题"), max_length=16, choices=ProblemKind)
    words = models.CharField(_("说明"), max_length=300)
    reason = models.ForeignKey(CycleReason, models.PROTECT, null=True, related_name="+")

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
    HELD = "held", _("没有收款账户，下月重发")


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


class Recovery(models.Model):
    """What a person was given too much in one programme, from one cycle's recovery rows; made when it is approved."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12, blank=True)
    pack = models.CharField(max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="recoveries")
    total_fen = models.BigIntegerField(_("应追回"))
    by_fund = models.JSONField(_("资金来源"), default=dict)
    percent_max = models.PositiveSmallIntegerField(_("每月最多扣回百分比"), null=True)

    objects = OfPerson.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recovery_once", fields=["cycle", "person", "programme"]),
            models.CheckConstraint(name="recovery_positive", condition=Q(total_fen__gt=0)),
            models.CheckConstraint(
                name="recovery_share_at_most_all", condition=Q(percent_max=None) | Q(percent_max__lte=100)
            ),
        ]
        indexes = [models.Index(name="recovery_by_person", fields=["person", "programme"])]

    def __str__(self) -> str:
        return f"{self.programme} {self.total_fen}"


class Relief(models.Model):
    """Part of a recovery that is not kept back from money: paid back by hand, or written off by two people."""

    class Kind(models.TextChoices):
        """Only a write-off waits for another person."""

        REPAID = "repaid", _("已退还")
        WRITTEN_OFF = "written_off", _("核销")

    class State(models.TextChoices):
        """What was asked for, and what came of it."""

        ASKED = "asked", _("待批准")
        GRANTED = "granted", _("已办")
        REFUSED = "refused", _("未批准")

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="reliefs")
    kind = models.CharField(_("方式"), max_length=12, choices=Kind)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    by_fund = models.JSONField(_("资金来源"), default=dict)
    amount_fen = models.BigIntegerField(_("金额"))
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_by_name = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="relief_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="write_off_by_two_people",
                condition=~Q(kind="written_off", state="granted")
                | Q(asked_by__isnull=False, settled_by__isnull=False) & ~Q(asked_by=F("settled_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_fen}"


class Allotment(models.Model):
    """Money that came into a fund for monthly payments, with the document that says so."""

    fund = models.CharField(_("资金"), max_length=60)
    amount_fen = models.BigIntegerField(_("金额"))
    source_document = models.CharField(_("依据文件"), max_length=200)
    received_on = models.DateField(_("到账日期"))
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="cycles_allotment_positive", condition=Q(amount_fen__gt=0)),
            models.UniqueConstraint(name="cycles_allotment_document_once", fields=["fund", "source_document"]),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.amount_fen}"
