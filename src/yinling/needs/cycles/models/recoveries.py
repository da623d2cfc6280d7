"""What was given too much, and how part of it is given up or paid back; money that came in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.needs.cycles.models.cycles import Cycle, OfPerson


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
