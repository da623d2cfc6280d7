"""Proposed day plans, what each line would change, every step as a record; calendar addresses of carers."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor


class PlanState(models.TextChoices):
    """How a plan stands."""

    RUNNING = "running", _("正在计算")
    PROPOSED = "proposed", _("待采用")
    APPLYING = "applying", _("正在采用")
    APPLIED = "applied", _("已采用")
    DROPPED = "dropped", _("未采用")
    FAILED = "failed", _("没有算成")


class DayPlanQuerySet(models.QuerySet["DayPlan"]):
    """Plans by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """A machine: all; desk roles: providers of their area; an office: its own."""
        if actor.role == "machine":
            return self
        if actor.may("visits.manage") and actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor)) if actor.may("visits.view") else self.none()


class DayPlan(models.Model):
    """One reckoning of one provider's day. `seed` repeats it; `share` is progress in percent.

    `is_replan`: who goes when was known already, and few are to be disturbed. `guessed` counts visits whose door is
    not known. `left_over` counts lines that could not be applied.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    area = models.CharField(_("区划"), max_length=12)
    on = models.DateField(_("日期"))
    is_replan = models.BooleanField(_("重排"), default=False)
    seconds = models.PositiveSmallIntegerField(_("计算秒数"))
    seed = models.PositiveIntegerField(_("随机种子"))
    state = models.CharField(_("状态"), max_length=10, choices=PlanState, default=PlanState.RUNNING)
    share = models.PositiveSmallIntegerField(_("进度"), default=0)
    unserved = models.PositiveIntegerField(_("未安排"), default=0)
    is_stopping = models.BooleanField(_("提前结束"), default=False)
    measures = models.JSONField(_("之后的指标"), default=dict, blank=True)
    measures_before = models.JSONField(_("之前的指标"), default=dict, blank=True)
    kept_away = models.JSONField(_("不能上班的护理员"), default=dict, blank=True)
    guessed = models.PositiveIntegerField(_("门口位置未知"), default=0)
    left_over = models.PositiveIntegerField(_("没有采用的"), default=0)
    failure = models.CharField(_("没有算成的原因"), max_length=400, blank=True)
    asked_at = models.DateTimeField(_("时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="dayplan_by_day", fields=["provider", "on", "id"])]
        constraints = [
            models.UniqueConstraint(
                name="dayplan_one_running", fields=["provider", "on"], condition=Q(state__in=["running", "applying"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.on}"


class PlanLine(models.Model):
    """One visit in a plan: who was to go when, who goes now. No `workers`: nobody, and `reasons` say why."""

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="lines")
    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="+")
    workers = models.JSONField(_("护理员"), default=list, blank=True)
    starts = models.PositiveSmallIntegerField(_("上门时间"), null=True, blank=True)
    workers_before = models.JSONField(_("原来的护理员"), default=list, blank=True)
    starts_before = models.PositiveSmallIntegerField(_("原来的时间"), null=True, blank=True)
    is_disturbed = models.BooleanField(_("有变动"), default=False)
    is_place_guessed = models.BooleanField(_("门口位置未知"), default=False)
    reasons = models.JSONField(_("未安排的原因"), default=list, blank=True)
    refusal = models.CharField(_("没有采用的原因"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="dayplan_line_once", fields=["plan", "visit"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.visit_id}"


class PlanRecord(AppendOnly):
    """One step of a plan."""

    plan = models.ForeignKey(DayPlan, models.PROTECT, related_name="records")
    verb = models.CharField(_("步骤"), max_length=12)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class CalendarFeed(models.Model):
    """A carer's address of a calendar. The token is kept as a digest: who reads the table cannot subscribe."""

    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", verbose_name=_("护理员"))
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("开通时间"))
    made_by_name = models.CharField(_("开通人"), max_length=150)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_feed_one", fields=["worker"], condition=Q(revoked_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.worker_id)

    def is_open(self, *, on: date, employed_until: date | None) -> bool:
        """Whether the address still answers: not revoked, and the employment has not ended."""
        return self.revoked_at is None and (employed_until is None or on < employed_until)
