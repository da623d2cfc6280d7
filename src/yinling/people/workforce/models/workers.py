"""Workers of providers: who they are, what they can do, when they work and when they are away."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor


class Gender(models.TextChoices):
    """As the identity number tells it."""

    FEMALE = "female", _("女")
    MALE = "male", _("男")


class Occupation(models.TextChoices):
    """Posts of a care provider; the codes are those of the fact `staff_role`."""

    CAREGIVER = "caregiver", _("护理员")
    NURSE = "nurse", _("护士")
    DOCTOR = "doctor", _("医生")
    SOCIAL_WORKER = "social_worker", _("社会工作者")
    MANAGER = "manager", _("负责人")
    COMMUNITY_HELPER = "community_helper", _("助老员")
    CARE_OFFICER = "care_officer", _("养老专职工作人员")


class Transport(models.TextChoices):
    """How a worker gets from home to home."""

    WALK = "walk", _("步行")
    EBIKE = "ebike", _("电动自行车")
    BUS = "bus", _("公交")
    CAR = "car", _("汽车")


class SkillCode(models.TextChoices):
    """What services may ask of a worker."""

    BASIC_CARE = "basic_care", _("生活照料")
    BATHING = "bathing", _("助浴")
    TRANSFER = "transfer", _("移位搬运")
    COOKING = "cooking", _("做饭")
    CLEANING = "cleaning", _("保洁")
    DEMENTIA = "dementia", _("认知症照护")
    REHABILITATION = "rehabilitation", _("康复护理")
    NURSING = "nursing", _("医疗护理")
    COMPANIONSHIP = "companionship", _("陪伴关爱")
    ESCORT = "escort", _("陪医代办")


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers by viewer."""

    def visible_to(self, actor: Actor) -> "WorkerQuerySet":
        """Desk roles: those who work in their area; a provider's office: its own; a carer: themself; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("workforce.own"):
            return self.filter(user_id=actor.user_id) if actor.user_id else self.none()
        if not actor.may("workforce.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor))


class Worker(models.Model):
    """A person in the employ of one provider. `area`, `longitude` and `latitude` are where the day's work begins.

    `id_index` finds the same person at other providers. `employed_until` is the first day after the employment.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("机构"))
    site = models.ForeignKey(
        "providers.Site", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("站点")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    id_number = SealedTextField(_("身份证号"))
    id_index = models.CharField(max_length=64, db_index=True)
    id_masked = models.CharField(_("身份证号"), max_length=20)
    phone = SealedTextField(_("电话"), blank=True)
    phone_masked = models.CharField(_("电话"), max_length=20, blank=True)
    gender = models.CharField(_("性别"), max_length=6, choices=Gender)
    born_on = models.DateField(_("出生日期"))
    occupation = models.CharField(_("岗位"), max_length=20, choices=Occupation, default=Occupation.CAREGIVER)
    is_full_time = models.BooleanField(_("专职"), default=True)
    languages = models.JSONField(_("语言"), default=list, blank=True)
    area = models.CharField(_("工作区划"), max_length=12)
    longitude = models.DecimalField(_("经度"), max_digits=8, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=5, null=True, blank=True)
    transport = models.CharField(_("出行方式"), max_length=6, choices=Transport, default=Transport.EBIKE)
    employed_from = models.DateField(_("入职日期"))
    employed_until = models.DateField(_("离职日期"), null=True, blank=True)
    leaving_reason = models.CharField(_("离职原因"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))

    objects = WorkerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="worker_by_area", fields=["area", "id"]),
            models.Index(name="worker_by_provider", fields=["provider", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="worker_employed_once", fields=["provider", "id_index"], condition=Q(employed_until=None)
            ),
            models.UniqueConstraint(
                name="worker_one_log_in", fields=["user"], condition=Q(employed_until=None, user__isnull=False)
            ),
            models.CheckConstraint(
                name="worker_leaves_after_entry",
                condition=Q(employed_until=None) | Q(employed_until__gte=F("employed_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the worker."""
        return reverse("workforce:worker", args=[self.pk])


class Skill(models.Model):
    """Something a worker can do; one that rests on a qualification holds only while that is in force."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="skills")
    code = models.CharField(_("技能"), max_length=20, choices=SkillCode)
    qualification = models.ForeignKey("workforce.Qualification", models.SET_NULL, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="worker_skill_once", fields=["worker", "code"])]

    def __str__(self) -> str:
        return self.code


class WorkingHours(models.Model):
    """A stretch of a weekday (0 Monday) from one day until another; minutes from midnight, several a day allowed."""

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("星期"))
    starts = models.PositiveSmallIntegerField(_("开始（分钟）"))
    ends = models.PositiveSmallIntegerField(_("结束（分钟）"))
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts"]
        indexes = [models.Index(name="hours_by_day", fields=["weekday", "valid_from"])]
        constraints = [
            models.CheckConstraint(
                name="hours_end_after_start",
                condition=Q(weekday__lte=6, ends__lte=1440, ends__gt=F("starts")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}–{self.ends}"


class AbsenceReason(models.TextChoices):
    """Why a worker is away."""

    SICK = "sick", _("病假")
    PERSONAL = "personal", _("事假")
    HOLIDAY = "holiday", _("休假")
    TRAINING = "training", _("培训")
    OTHER = "other", _("其他")


class Absence(models.Model):
    """A stretch of time in which a worker cannot be sent; one that was withdrawn stays with its time."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    reason = models.CharField(_("原因"), max_length=10, choices=AbsenceReason)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    recorded_by = models.CharField(_("登记人"), max_length=60)
    at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(name="absence_by_time", fields=["worker", "starts_at"])]
        constraints = [models.CheckConstraint(name="absence_has_length", condition=Q(ends_at__gt=F("starts_at")))]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.starts_at:%Y-%m-%d}"
