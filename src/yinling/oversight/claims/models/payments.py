"""Money: what came into the care funds, what went to providers, what a dispute changes afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.gateways.append_only import AppendOnly
from yinling.gateways.sealing import SealedTextField
from yinling.oversight.claims.models.claims import OfClaim


class CareAllotment(AppendOnly):
    """Money that came into a care fund, with the document that says so."""

    fund = models.CharField(_("资金"), max_length=40)
    area = models.CharField(_("区划"), max_length=12)
    amount_fen = models.BigIntegerField(_("金额"))
    source_document = models.CharField(_("依据文件"), max_length=200)
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(name="care_allotment_positive", condition=Q(amount_fen__gt=0)),
            models.UniqueConstraint(name="care_allotment_once", fields=["fund", "source_document"]),
        ]


class PaymentState(models.TextChoices):
    """What became of a payment."""

    SENT = "sent", _("等银行结果")
    PAID = "paid", _("已付款")
    RETURNED = "returned", _("已退回")


class Payment(models.Model):
    """One claim's subsidy on its way to the provider; a returned one stays, the next is a further row.

    `number` is the row in the batch's bank file; `by_fund` are fen by care fund.
    """

    claim = models.ForeignKey("claims.Claim", models.PROTECT, related_name="payments")
    batch = models.CharField(_("批次号"), max_length=30)
    number = models.PositiveIntegerField(_("序号"))
    state = models.CharField(_("状态"), max_length=10, choices=PaymentState, default=PaymentState.SENT)
    amount_fen = models.BigIntegerField(_("金额"))
    by_fund = models.JSONField(_("资金来源"))
    payee_name = models.CharField(_("收款户名"), max_length=120)
    bank_name = models.CharField(_("开户银行"), max_length=120)
    account_number = SealedTextField(_("收款账号"))
    account_masked = models.CharField(_("收款账号"), max_length=40)
    reason = models.CharField(_("退回原因"), max_length=200, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    sent_at = models.DateTimeField(_("送出时间"))
    result_at = models.DateTimeField(_("结果时间"), null=True, blank=True)

    objects = OfClaim["Payment"].as_manager()
    ON_THE_WAY = (PaymentState.SENT, PaymentState.PAID)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="care_payment_number_once", fields=["batch", "number"]),
            models.UniqueConstraint(
                name="claim_never_paid_twice", fields=["claim"], condition=Q(state__in=["sent", "paid"])
            ),
            models.CheckConstraint(name="care_payment_not_negative", condition=Q(amount_fen__gte=0)),
            models.CheckConstraint(name="care_payment_returned_why", condition=~Q(state="returned") | ~Q(reason="")),
        ]


class CorrectionQuerySet(OfClaim["Correction"]):
    """Corrections by viewer."""

    way = "line__claim__"


class Correction(models.Model):
    """A dispute after payment: fen that the provider gives back (below zero) or gets (above), with another claim.

    The line stays as it was paid. Another person agrees; `settled_in` is the claim whose payment carried it.
    """

    line = models.ForeignKey("claims.ClaimLine", models.PROTECT, related_name="corrections")
    fund = models.CharField(_("资金"), max_length=40)
    fen = models.BigIntegerField(_("金额"))
    reason_code = models.CharField(_("原因"), max_length=24)
    text = models.CharField(_("说明"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(_("提出人"), max_length=150)
    asked_at = models.DateTimeField(_("提出时间"))
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_by_name = models.CharField(_("同意人"), max_length=150, blank=True)
    agreed_at = models.DateTimeField(_("同意时间"), null=True)
    settled_in = models.ForeignKey("claims.Claim", models.PROTECT, null=True, related_name="corrections")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="correction_moves_money", condition=~Q(fen=0)),
            models.CheckConstraint(
                name="correction_takes_two_people", condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="correction_settled_is_agreed", condition=Q(settled_in=None) | Q(agreed_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.fen}"
