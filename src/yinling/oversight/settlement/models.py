"""Stored facts of settlement; constraints hold what must never happen: double payment, one person alone."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.oversight.settlement.domain import postings, states

Row = TypeVar("Row", bound=models.Model)


class ByArea(models.QuerySet[Row]):
    """Rows that carry an area code."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows within the area of those who may see payments."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("settlement.view") else self.none()


class FundCode(models.TextChoices):
    """Where public money comes from."""

    MUNICIPAL = "municipal_welfare_lottery", _("市级福利彩票公益金")
    DISTRICT = "district_budget", _("区级财政资金")


class Fund(models.Model):
    """A fund of the district; its row is locked while its money is promised."""

    code = models.CharField(primary_key=True, max_length=40, choices=FundCode)
    area = models.CharField(_("区划"), max_length=12)

    objects = ByArea.as_manager()


class Allotment(models.Model):
    """Money that came into a fund, with the document that says so."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allotments")
    area = models.CharField(_("区划"), max_length=12)
    amount_fen = models.BigIntegerField(_("金额"))
    source_document = models.CharField(_("依据文件"), max_length=200)
    received_on = models.DateField(_("到账日期"))
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="allotment_positive"),
            models.UniqueConstraint(fields=["fund", "source_document"], name="allotment_document_once"),
        ]


class Payable(models.Model):
    """What one case's determination owes a firm, by fund."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+")
    determination = models.ForeignKey("entitlements.Determination", on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    case_number = models.CharField(max_length=40)
    area = models.CharField(_("区划"), max_length=12)
    cost_fen = models.BigIntegerField()
    municipal_fen = models.BigIntegerField()
    district_fen = models.BigIntegerField()
    accepted_on = models.DateField()
    at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    objects = ByArea.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area", "id"])]
        constraints = [
            models.CheckConstraint(condition=Q(municipal_fen__gte=0, district_fen__gte=0), name="payable_not_negative"),
            models.CheckConstraint(
                condition=Q(cost_fen__gte=F("municipal_fen") + F("district_fen")), name="payable_within_cost"
            ),
        ]

    @property
    def by_fund(self) -> dict[str, int]:
        """Fen owed from each fund."""
        return {postings.MUNICIPAL: self.municipal_fen, postings.DISTRICT: self.district_fen}


class RunState(models.TextChoices):
    """Where a payment run stands."""

    DRAFT = "draft", _("待复核")
    APPROVED = "approved", _("待发送银行")
    SENT = "sent", _("等银行回执")
    SETTLED = "settled", _("已结清")
    CANCELLED = "cancelled", _("已作废")


class PaymentRun(models.Model):
    """Payments that go to the bank together."""

    number = models.CharField(_("批次号"), max_length=20, unique=True)
    area = models.CharField(_("区划"), max_length=12)
    state = models.CharField(_("状态"), max_length=10, choices=RunState, default=RunState.DRAFT)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    bank_reference = models.CharField(_("银行受理号"), max_length=60, blank=True)

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")), name="run_takes_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[states.APPROVED, states.SENT, states.SETTLED]) | Q(approved_by__isnull=False),
                name="run_on_its_way_is_approved",
            ),
        ]


class RunStep(AppendOnly):
    """One step in a run's life."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class LineState(models.TextChoices):
    """What became of one payment."""

    WAITING = "waiting", _("待付款")
    PAID = "paid", _("已付款")
    RETURNED = "returned", _("已退回")
    DROPPED = "dropped", _("随批次作废")


class PaymentLine(models.Model):
    """One amount from one fund for one case. A payable has at most one live line for each fund."""

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="lines")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="lines")
    area = models.CharField(_("区划"), max_length=12)
    amount_fen = models.BigIntegerField()
    payee_name = models.CharField(max_length=100)
    bank_name = models.CharField(max_length=100)
    account_number = SealedTextField()
    account_masked = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=LineState, default=LineState.WAITING)
    reason = models.TextField(_("退回原因"), blank=True)
    result_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=60, blank=True)
    reopen_reason = models.TextField(blank=True)

    objects = ByArea.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["fund", "state", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="line_number_once"),
            models.UniqueConstraint(
                fields=["payable", "fund"],
                condition=Q(state__in=sorted(states.LIVE_LINES)),
                name="line_never_paid_twice",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="line_positive"),
            models.CheckConstraint(
                condition=~Q(state=states.RETURNED) | ~Q(reason=""), name="line_returned_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | Q(state=states.RETURNED), name="line_reopened_was_returned"
            ),
        ]
