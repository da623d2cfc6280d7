"""What shows that a visit took place: arrival and leaving, tasks, pictures; what went wrong; how it was liked."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor


class MarkKind(models.TextChoices):
    """What a phone recorded."""

    ARRIVAL = "arrival", _("到达")
    LEAVING = "leaving", _("离开")
    TASKS = "tasks", _("服务内容")
    NOTE = "note", _("记录")
    PHOTO = "photo", _("照片")
    SIGNATURE = "signature", _("老人签字")


class VisitMark(AppendOnly):
    """One record of a phone; the same `key` sent again changes nothing. Places are in degrees, distances in metres."""

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="marks")
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", verbose_name=_("护理员"))
    kind = models.CharField(_("类别"), max_length=10, choices=MarkKind)
    key = models.CharField(max_length=64, unique=True)
    said_at = models.DateTimeField(_("手机时间"))
    received_at = models.DateTimeField(_("收到时间"))
    is_code_right = models.BooleanField(_("扫码相符"), default=False)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    accuracy_metres = models.FloatField(_("定位误差（米）"), null=True, blank=True)
    metres_from_door = models.FloatField(_("离门口（米）"), null=True, blank=True)
    content = models.JSONField(_("内容"), default=dict, blank=True)
    document_id = models.BigIntegerField(_("附件"), null=True, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(AppendOnly.Meta):
        ordering = ["said_at", "id"]


class TroubleKind(models.TextChoices):
    """What a carer tells the desk."""

    ELDER_UNWELL = "elder_unwell", _("老人身体不适")
    FALL = "fall", _("老人跌倒")
    NOBODY_HOME = "nobody_home", _("敲门无人应答")
    DANGER_AT_HOME = "danger_at_home", _("居家安全隐患")
    ABUSE = "abuse", _("疑似受虐待或欺骗")
    CARER_IN_NEED = "carer_in_need", _("护理员需要帮助")
    CANNOT_GO = "cannot_go", _("护理员无法前往")
    OTHER = "other", _("其他情况")


class TroubleQuerySet(models.QuerySet["Trouble"]):
    """Troubles by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Desk roles: their area; an office: its own; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("visits.view"):
            return self.filter(within(actor))
        if actor.may("visits.manage"):
            return self.filter(visit__provider_id=actor.organisation_id)
        return self.none()


class Trouble(models.Model):
    """Something is wrong: told by the carer, closed by somebody with what was done."""

    visit = models.ForeignKey("visits.Visit", models.PROTECT, related_name="troubles")
    area = models.CharField(_("区划"), max_length=12)
    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("类别"), max_length=16, choices=TroubleKind)
    text = models.CharField(_("情况"), max_length=400, blank=True)
    told_by_name = models.CharField(_("报告人"), max_length=150)
    told_at = models.DateTimeField(_("报告时间"))
    closed_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    closed_by_name = models.CharField(_("处理人"), max_length=150, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=400, blank=True)

    objects = TroubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trouble_closed_with_outcome",
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.told_at}"


class Rating(models.Model):
    """One touch after a visit: 3 good, 2 fair, 1 bad."""

    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评价"), choices=[(3, _("满意")), (2, _("一般")), (1, _("不满意"))])
    text = models.CharField(_("想说的话"), max_length=200, blank=True)
    by_name = models.CharField(_("评价人"), max_length=150)
    at = models.DateTimeField(_("评价时间"))

    class Meta:
        constraints = [models.CheckConstraint(name="rating_in_range", condition=Q(score__gte=1, score__lte=3))]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.score}"
