"""What is kept of workers: certificates, integrity events, stars."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.people.workforce.models.workers import Worker


class QualificationKind(models.TextChoices):
    """Certificates that a worker may hold."""

    CAREGIVER = "caregiver", _("养老护理员职业技能等级证书")
    HEALTH = "health", _("健康证明")
    NURSE = "nurse", _("护士执业证书")
    SOCIAL_WORKER = "social_worker", _("社会工作者职业资格证书")
    THERAPIST = "therapist", _("康复治疗师资格证书")
    DOCTOR = "doctor", _("医师执业证书")
    MANAGER = "manager", _("养老机构负责人培训合格证")
    FIRST_AID = "first_aid", _("急救员证书")


class QualificationLevel(models.TextChoices):
    """The five levels of the national occupational standard of caregivers, lowest first; empty for other kinds."""

    BEGINNER = "level_5", _("五级／初级工")
    INTERMEDIATE = "level_4", _("四级／中级工")
    ADVANCED = "level_3", _("三级／高级工")
    TECHNICIAN = "level_2", _("二级／技师")
    SENIOR_TECHNICIAN = "level_1", _("一级／高级技师")


class Qualification(models.Model):
    """A certificate. `valid_until` is the last day it holds, None for good; `document_id` is its scan.

    `told_stage` is the stage of running out of which the office was told last.
    """

    worker = models.ForeignKey(Worker, models.CASCADE, related_name="qualifications")
    kind = models.CharField(_("证书"), max_length=20, choices=QualificationKind)
    level = models.CharField(_("等级"), max_length=8, choices=QualificationLevel, blank=True)
    number = models.CharField(_("证书编号"), max_length=60, blank=True)
    issued_by = models.CharField(_("发证机构"), max_length=120, blank=True)
    issued_on = models.DateField(_("发证日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    document_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    told_stage = models.CharField(_("已提醒到"), max_length=10, blank=True)

    class Meta:
        ordering = ["kind", "-issued_on", "-id"]
        indexes = [models.Index(name="qualification_by_expiry", fields=["valid_until", "id"])]
        constraints = [
            models.CheckConstraint(
                name="qualification_ends_after_issue",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("issued_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class IntegrityKind(models.TextChoices):
    """What an integrity event is; being listed keeps a worker from being sent."""

    PRAISE = "praise", _("表扬")
    COMPLAINT = "complaint", _("查实的投诉")
    VIOLATION = "violation", _("违规")
    LISTED = "listed", _("列入失信名单")


class IntegrityEvent(models.Model):
    """An entry of the personal integrity record (个人诚信); one that was lifted stays with its day and reason."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="integrity_events")
    kind = models.CharField(_("类别"), max_length=10, choices=IntegrityKind)
    happened_on = models.DateField(_("日期"))
    facts = models.CharField(_("事实"), max_length=400)
    source_document = models.CharField(_("依据"), max_length=200, blank=True)
    lifted_on = models.DateField(_("解除日期"), null=True, blank=True)
    lifting_reason = models.CharField(_("解除理由"), max_length=200, blank=True)
    by_name = models.CharField(_("登记人"), max_length=60)
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on}"


class Star(models.Model):
    """A star grade (星级管理) for a year; a later grade of the same year replaces it by being later."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="stars")
    year = models.PositiveSmallIntegerField(_("年度"))
    stars = models.PositiveSmallIntegerField(_("星级"))
    reason = models.CharField(_("理由"), max_length=200)
    by_name = models.CharField(_("评定人"), max_length=60)
    at = models.DateTimeField(_("评定时间"))

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.CheckConstraint(name="star_one_to_five", condition=Q(stars__gte=1, stars__lte=5))]

    def __str__(self) -> str:
        return f"{self.year} {self.stars}"
