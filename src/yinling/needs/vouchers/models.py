"""Vouchers, their uses, and the monthly statements of providers."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


class VoucherQuerySet(models.QuerySet["Voucher"]):
    """Vouchers by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: their area; an older person: their own; an agent: by mandate; others: none."""
        if actor.role == "machine":
            return self
        if actor.may("vouchers.view"):
            return self.filter(within(actor))
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        return self.none()


class Voucher(models.Model):
    """One person's ceiling for one month. `valid_until` is the first day on which it no longer holds."""

    number = models.CharField(_("券号"), max_length=20, unique=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    pack = models.CharField(_("政策包"), max_length=60)
    kind = models.CharField(_("券种"), max_length=60)
    month = models.DateField(_("月份"))
    valid_until = models.DateField(_("失效日"))
    area = models.CharField(_("区划"), max_length=12)
    ceiling_fen = models.BigIntegerField(_("额度"))
    used_fen = models.BigIntegerField(_("已用"), default=0)
    reasons = models.JSONField(_("理由"), default=list)
    issued_at = models.DateTimeField(_("发放时间"))

    objects = VoucherQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="voucher_by_month", fields=["pack", "kind", "month", "area"])]
        constraints = [
            models.UniqueConstraint(name="voucher_once_a_month", fields=["person", "pack", "kind", "month"]),
            models.CheckConstraint(name="voucher_positive", condition=Q(ceiling_fen__gt=0)),
            models.CheckConstraint(
                name="voucher_never_overused", condition=Q(used_fen__gte=0, used_fen__lte=F("ceiling_fen"))
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def left_fen(self) -> int:
        """What is left of the ceiling."""
        return self.ceiling_fen - self.used_fen


class UseQuerySet(AppendOnlyQuerySet["Use"]):
    """Uses by viewer."""

    def visible_to(self, actor: Actor) -> "UseQuerySet":
        """Desk roles: vouchers of their area; a provider's staff: their own; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("vouchers.redeem") and actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor, "voucher__area")) if actor.may("vouchers.view") else self.none()


UseManager = AppendOnlyManager.from_queryset(UseQuerySet)


class Use(AppendOnly):
    """A sum taken off one bill. A wrong one is taken back by a second row that `reverses` it."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="uses")
    key = models.CharField(max_length=60, unique=True)
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    service_kind = models.CharField(_("服务种类"), max_length=60)
    served_on = models.DateField(_("服务日期"))
    bill_fen = models.BigIntegerField(_("账单金额"))
    ltci_paid_fen = models.BigIntegerField(_("长期护理保险已付"))
    deducted_fen = models.BigIntegerField(_("抵扣"))
    resident_fen = models.BigIntegerField(_("本人支付"))
    reasons = models.JSONField(_("理由"), default=list)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))

    objects: ClassVar[UseManager[Self]] = UseManager()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                name="use_shares_add_up",
                condition=Q(bill_fen=F("ltci_paid_fen") + F("deducted_fen") + F("resident_fen")),
            ),
            models.CheckConstraint(
                name="use_takes_something_off",
                condition=Q(reverses=None, deducted_fen__gt=0, resident_fen__gte=0, ltci_paid_fen__gte=0)
                | Q(reverses__isnull=False, deducted_fen__lt=0),
            ),
        ]


class StatementState(models.TextChoices):
    """Where a statement stands."""

    DRAWN_UP = "drawn_up", _("待机构确认")
    DISPUTED = "disputed", _("机构有异议")
    CONFIRMED = "confirmed", _("待批准")
    APPROVED = "approved", _("待付款")
    PAID = "paid", _("已付款")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Statements by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """A provider's staff: their own; desk roles: providers that serve their area; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("vouchers.redeem") and actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor)) if actor.may("vouchers.view") else self.none()


class Statement(models.Model):
    """What a provider is owed for the uses of one kind of voucher in one month; `part` counts later additions."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    pack = models.CharField(_("政策包"), max_length=60)
    kind = models.CharField(_("券种"), max_length=60)
    month = models.DateField(_("月份"))
    part = models.PositiveSmallIntegerField(_("第几份"), default=1)
    area = models.CharField(_("区划"), max_length=12)
    total_fen = models.BigIntegerField(_("应付"))
    state = models.CharField(_("状态"), max_length=10, choices=StatementState, default=StatementState.DRAWN_UP)
    drawn_up_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    bank_reference = models.CharField(_("银行受理号"), max_length=60, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="statement_once", fields=["provider", "pack", "kind", "month", "part"]),
            models.CheckConstraint(
                name="statement_takes_two_people",
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=F("drawn_up_by_id")),
            ),
            models.CheckConstraint(
                name="statement_approved_by_someone",
                condition=~Q(state__in=["approved", "paid"]) | Q(approved_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="statement_paid_has_reference", condition=~Q(state="paid") | ~Q(bank_reference="")
            ),
        ]


class StatementLine(AppendOnly):
    """One use in one statement: a use is billed once."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="lines")
    use = models.OneToOneField(Use, models.PROTECT, related_name="line")


class StatementStep(AppendOnly):
    """One step in a statement's life."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
