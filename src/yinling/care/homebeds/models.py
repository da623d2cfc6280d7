"""Home beds with what belongs to them; reviews, subsidies and steps are written once."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.homebeds.domain import states
from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor


class BedState(models.TextChoices):
    """Where a home bed stands."""

    APPLIED = "applied", _("待评估")
    ASSESSED = "assessed", _("待装设备")
    EQUIPPED = "equipped", _("待签协议")
    CONTRACTED = "contracted", _("待开床")
    OPEN = "open", _("服务中")
    CLOSED = "closed", _("已撤床")


class HomeBedQuerySet(models.QuerySet["HomeBed"]):
    """Home beds by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """A provider's staff: their own; the desk: their area; machines: all."""
        if actor.role == "machine":
            return self
        if not actor.may("homebeds.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor))


class HomeBed(models.Model):
    """One bed at one person's home. Occupied in the days [opened_on, closed_on)."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    area = models.CharField(_("区划"), max_length=12)
    state = models.CharField(_("状态"), max_length=10, choices=BedState, default=BedState.APPLIED)
    result_id = models.BigIntegerField(_("评估结果"), null=True)
    grade_words = models.CharField(_("能力等级"), max_length=60, blank=True)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="+", null=True, verbose_name=_("照护计划"))
    contract_number = models.CharField(_("协议编号"), max_length=40, blank=True)
    contract_signed_by = models.CharField(_("签字人"), max_length=60, blank=True)
    contract_from = models.DateField(_("协议自"), null=True)
    contract_until = models.DateField(_("协议至"), null=True)
    month_fee_fen = models.PositiveBigIntegerField(_("每月收费"), null=True)
    opened_on = models.DateField(_("开床日"), null=True)
    closed_on = models.DateField(_("撤床日"), null=True)
    review_due_on = models.DateField(_("复核日"), null=True)
    applied_at = models.DateTimeField(_("申请时间"))

    objects = HomeBedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="home_bed_by_area", fields=["area", "state", "id"])]
        constraints = [
            models.UniqueConstraint(name="home_bed_one_a_person", fields=["person"], condition=~Q(state=states.CLOSED)),
            models.CheckConstraint(
                name="home_bed_open_has_contract_and_plan",
                condition=~Q(state=states.OPEN)
                | (~Q(contract_number="") & Q(plan__isnull=False, opened_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="home_bed_closes_not_before_it_opens",
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"homebed:{self.pk}"


class Equipment(models.Model):
    """One thing at the home, from a day on; `is_alarm`: it calls for help."""

    bed = models.ForeignKey(HomeBed, models.PROTECT, related_name="equipment")
    name = models.CharField(_("设备"), max_length=60)
    serial = models.CharField(_("编号"), max_length=60, blank=True)
    is_alarm = models.BooleanField(_("能呼叫报警"), default=False)
    installed_on = models.DateField(_("安装日"))
    removed_on = models.DateField(_("拆除日"), null=True)

    def __str__(self) -> str:
        return self.name


class BedReview(AppendOnly):
    """Somebody looked whether the bed is still right."""

    bed = models.ForeignKey(HomeBed, models.PROTECT, related_name="reviews")
    on = models.DateField(_("复核日期"))
    finding = models.CharField(_("情况"), max_length=300)
    next_due_on = models.DateField(_("下次复核"))
    by_name = models.CharField(_("复核人"), max_length=150)
    at = models.DateTimeField(_("记录时间"))


class SubsidyKind(models.TextChoices):
    """What a subsidy of a home bed is for."""

    BUILDING = "building", _("建床补贴")
    OPERATING = "operating", _("运营补贴")


class BedSubsidy(AppendOnly):
    """A subsidy as the authority set it; building once, operating once a month."""

    bed = models.ForeignKey(HomeBed, models.PROTECT, related_name="subsidies")
    kind = models.CharField(_("种类"), max_length=10, choices=SubsidyKind)
    month = models.DateField(_("月份"), null=True)
    fen = models.PositiveBigIntegerField(_("金额"))
    source = models.CharField(_("依据"), max_length=120)
    by_name = models.CharField(_("登记人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="bed_built_once", fields=["bed"], condition=Q(kind="building")),
            models.UniqueConstraint(
                name="bed_operated_once_a_month", fields=["bed", "month"], condition=Q(kind="operating")
            ),
            models.CheckConstraint(
                name="bed_subsidy_month",
                condition=Q(kind="building", month=None) | Q(kind="operating", month__isnull=False),
            ),
        ]


class BedStep(AppendOnly):
    """One step of a bed: who, when, why."""

    bed = models.ForeignKey(HomeBed, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
