"""Visits: one coming to one person on one day, who goes, and each step as a record."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.orders.queries import OfHome
from yinling.gateways.append_only import AppendOnly


class VisitState(models.TextChoices):
    """How a visit stands."""

    PLANNED = "planned", _("待安排人员")
    ASSIGNED = "assigned", _("已安排")
    UNDER_WAY = "under_way", _("服务中")
    DONE = "done", _("已完成")
    MISSED = "missed", _("漏访")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("老人谢绝")


class Cause(models.TextChoices):
    """Why a visit did not take place as planned."""

    HOSPITAL = "hospital", _("老人住院")
    AWAY = "away", _("老人外出")
    INSTITUTION = "institution", _("老人入住机构")
    ELDER_REFUSED = "elder_refused", _("老人谢绝")
    NOBODY_HOME = "nobody_home", _("敲门无人应答")
    NO_CARER = "no_carer", _("没有人手")
    CARER_ABSENT = "carer_absent", _("护理员请假")
    NOT_COME = "not_come", _("到时未上门")
    WEATHER = "weather", _("天气或道路")
    ORDER_ENDED = "order_ended", _("订单已结束")
    OTHER = "other", _("其他")


class VisitQuerySet(OfHome["Visit"]):
    """Visits by viewer."""

    view, office, work, carer_user = "visits.view", "visits.manage", "visits.work", "carers__worker__user"


class Visit(models.Model):
    """What is to be done and by when; `planned_start` (minutes from midnight) comes from the day plan.

    `is_proved` is settled when the visit ends; `oddities` are what speaks against it. `is_fixed`: a new day plan
    leaves time and carers alone.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="visits")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12)
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    service_code = models.CharField(_("服务项目"), max_length=40)
    on = models.DateField(_("日期"))
    window_from = models.PositiveSmallIntegerField(_("最早上门"))
    window_until = models.PositiveSmallIntegerField(_("最晚上门"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    carers_needed = models.PositiveSmallIntegerField(_("人数"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=VisitState, default=VisitState.PLANNED)
    cause = models.CharField(_("原因"), max_length=16, choices=Cause, blank=True)
    planned_start = models.PositiveSmallIntegerField(_("计划上门时间"), null=True, blank=True)
    is_fixed = models.BooleanField(_("固定不调"), default=False)
    is_confirmed = models.BooleanField(_("老人已确认"), default=False)
    started_at = models.DateTimeField(_("开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束"), null=True, blank=True)
    minutes_counted = models.PositiveSmallIntegerField(_("认定分钟数"), null=True, blank=True)
    is_proved = models.BooleanField(_("凭证齐全"), default=False)
    oddities = models.JSONField(_("异常"), default=list, blank=True)
    late_told_at = models.DateTimeField(_("迟到提醒时间"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="visit_by_day", fields=["provider", "on", "state"]),
            models.Index(name="visit_by_person", fields=["person", "on"]),
            models.Index(name="visit_by_area", fields=["area", "on"]),
        ]
        constraints = [
            models.UniqueConstraint(name="visit_once_a_day", fields=["order", "on"]),
            models.CheckConstraint(name="visit_window", condition=Q(window_from__lte=F("window_until"))),
            models.CheckConstraint(
                name="visit_done_has_times",
                condition=~Q(state="done") | Q(started_at__isnull=False, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="visit_ends_after_it_starts", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
            models.CheckConstraint(name="visit_only_done_is_proved", condition=Q(is_proved=False) | Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.on}"


class VisitCarer(models.Model):
    """One of those who go. `starts` and `ends` are minutes of the day that the visit keeps them busy."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="carers")
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", verbose_name=_("护理员"))
    on = models.DateField(_("日期"))
    starts = models.PositiveSmallIntegerField(_("开始"))
    ends = models.PositiveSmallIntegerField(_("结束"))

    class Meta:
        indexes = [models.Index(name="visit_carer_by_day", fields=["worker", "on", "starts"])]
        constraints = [
            models.UniqueConstraint(name="visit_carer_once", fields=["visit", "worker"]),
            models.UniqueConstraint(name="visit_carer_one_start", fields=["worker", "on", "starts"]),
            models.CheckConstraint(name="visit_carer_span", condition=Q(starts__lt=F("ends"))),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.on}"


class VisitRecord(AppendOnly):
    """One step of a visit; a correction keeps what stood before."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="records")
    verb = models.CharField(_("步骤"), max_length=12)
    state = models.CharField(_("之后的状态"), max_length=10, choices=VisitState)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    before = models.JSONField(_("之前"), default=dict, blank=True)
    after = models.JSONField(_("之后"), default=dict, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
