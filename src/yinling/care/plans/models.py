"""Plans, their versions and items, and steps. A version that was agreed is never changed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.plans.domain import states
from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


class VersionState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("起草中")
    PROPOSED = "proposed", _("待老人同意")
    AGREED = "agreed", _("执行中")
    DECLINED = "declined", _("老人要求修改")
    REPLACED = "replaced", _("已被新版代替")
    ENDED = "ended", _("已结束")


class AgreedHow(models.TextChoices):
    """How somebody agreed."""

    PAGE = "page", _("本人在网上同意")
    SIGNATURE = "signature", _("在纸上签字")
    PHONE = "phone", _("电话同意")


class AgreedAs(models.TextChoices):
    """Who agreed."""

    ELDER = "elder", _("老人本人")
    GUARDIAN = "guardian", _("监护人")
    AGENT = "agent", _("受老人委托的人")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """A provider's staff: their own; an older person: their own; agents by mandate; the desk: their area."""
        if actor.role == "machine":
            return self
        if actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        if not actor.may("plans.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor))


class Plan(models.Model):
    """A person's care by one provider, from the first version to the last. `area` is the person's."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    area = models.CharField(_("区划"), max_length=12)
    opened_at = models.DateTimeField(_("建立时间"))
    ended_on = models.DateField(_("结束日"), null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="plan_by_area", fields=["area", "id"])]
        constraints = [
            models.UniqueConstraint(name="plan_open_once", fields=["person", "provider"], condition=Q(ended_on=None))
        ]

    def __str__(self) -> str:
        return f"plan:{self.pk}"


class Version(models.Model):
    """What was planned in the days [in_force_from, in_force_until). `result_id` is the grade it was made from."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    result_id = models.BigIntegerField(_("评估结果"), null=True)
    grade_words = models.CharField(_("能力等级"), max_length=60, blank=True)
    goals = models.TextField(_("照护目标"), blank=True)
    why = models.CharField(_("这一版的原因"), max_length=200, blank=True)
    in_force_from = models.DateField(_("自"))
    in_force_until = models.DateField(_("至"), null=True)
    review_due_on = models.DateField(_("复核到期"))
    agreed_by = models.CharField(_("同意人"), max_length=60, blank=True)
    agreed_as = models.CharField(_("同意人身份"), max_length=10, choices=AgreedAs, blank=True)
    agreed_how = models.CharField(_("同意方式"), max_length=10, choices=AgreedHow, blank=True)
    agreed_at = models.DateTimeField(_("同意时间"), null=True)
    made_by_name = models.CharField(_("制订人"), max_length=150)
    made_at = models.DateTimeField(_("制订时间"))

    class Meta:
        indexes = [models.Index(name="version_by_day", fields=["state", "in_force_from", "in_force_until"])]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["plan", "number"]),
            models.UniqueConstraint(
                name="version_written_one_at_a_time", fields=["plan"], condition=Q(state__in=sorted(states.OPEN))
            ),
            models.UniqueConstraint(name="version_agreed_once", fields=["plan"], condition=Q(state=states.AGREED)),
            models.CheckConstraint(
                name="version_agreed_by_someone",
                condition=~Q(state__in=[states.AGREED, states.REPLACED])
                | (~Q(agreed_by="") & Q(agreed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="version_ends_not_before_it_starts",
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"


class PlanItem(models.Model):
    """A service on weekdays of every `every_weeks` weeks. Windows in minutes from midnight; priority 1 comes first."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="items")
    service_code = models.CharField(_("服务项目"), max_length=40)
    weekdays = models.JSONField(_("星期"), default=list)
    every_weeks = models.PositiveSmallIntegerField(_("每几周"), default=1)
    window_from = models.PositiveSmallIntegerField(_("最早开始"))
    window_until = models.PositiveSmallIntegerField(_("最晚结束"))
    minutes = models.PositiveSmallIntegerField(_("时长"))
    carers = models.PositiveSmallIntegerField(_("护理人员人数"), default=1)
    wished_worker = models.ForeignKey(
        "workforce.Worker", models.PROTECT, related_name="+", null=True, verbose_name=_("希望的护理人员")
    )
    wished_gender = models.CharField(_("希望的性别"), max_length=6, blank=True)
    priority = models.PositiveSmallIntegerField(_("优先级"), default=2)
    note = models.CharField(_("要求"), max_length=200, blank=True)
    why = models.CharField(_("为什么安排"), max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_item_fits_its_window",
                condition=Q(window_until__gte=F("window_from") + F("minutes"), window_until__lte=1440),
            ),
            models.CheckConstraint(name="plan_item_one_or_two_carers", condition=Q(carers__in=[1, 2])),
            models.CheckConstraint(name="plan_item_priority", condition=Q(priority__in=[1, 2, 3])),
            models.CheckConstraint(name="plan_item_every_weeks", condition=Q(every_weeks__in=[1, 2, 4])),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.weekdays}"


class PlanStep(AppendOnly):
    """One step of a plan: who, when, why, in which version."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(_("版本"), null=True)
    verb = models.CharField(max_length=20)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
