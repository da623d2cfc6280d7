"""Stored facts of hearings: notices as they were published, objections with sealed words, and what is held."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import people_visible

Row = TypeVar("Row", bound=models.Model)


class ByArea(AppendOnlyQuerySet[Row]):
    """Notices."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Those published over places of the actor's area, or over a wider one that holds it."""
        if actor.role == "machine":
            return self
        if not actor.may("hearings.view"):
            return self.none()
        wider = [actor.area[:digits] for digits in range(len(actor.area))]
        return self.filter(within(actor) | Q(area__in=wider))


class OfPerson(models.QuerySet[Row]):
    """Objections and holds."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: of their area. Older persons and their agents: their own, never who objected to them."""
        if actor.role == "machine":
            return self
        if actor.may("hearings.view"):
            return self.filter(within(actor))
        if actor.may("elder.own") or actor.may("elder.represent"):
            mine = self.filter(person__in=people_visible(actor, on=on))
            return mine.filter(kind="own") if self.model is BenefitObjection else mine
        return self.none()


NoticeManager = AppendOnlyManager.from_queryset(ByArea)


class TermName(models.TextChoices):
    """What is counted in working days."""

    NOTICE = "notice_days", _("公示")
    REVIEW = "review_days", _("异议核查")


class HearingDays(AppendOnly):
    """A number of working days that the bureau set from a day on, with the document that says so."""

    name = models.CharField(_("事项"), max_length=12, choices=TermName)
    days = models.PositiveSmallIntegerField(_("工作日"))
    valid_from = models.DateField(_("自"))
    source = models.CharField(_("依据"), max_length=200)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [models.CheckConstraint(name="hearing_days_sensible", condition=Q(days__gte=1, days__lte=90))]


class BenefitNotice(AppendOnly):
    """New benefits shown to the public until (not including) a day. `digest` proves what it said; see the audit."""

    area = models.CharField(_("区划"), max_length=12, blank=True)
    published_at = models.DateTimeField(_("发布时间"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_by_name = models.CharField(_("发布人"), max_length=150)
    open_from = models.DateField(_("公示开始"))
    open_until = models.DateField(_("公示截止（不含当日）"), db_index=True)
    days = models.PositiveSmallIntegerField(_("公示工作日"))
    days_source = models.CharField(_("天数依据"), max_length=200)
    days_verified = models.BooleanField(_("天数已核实"), default=False)
    digest = models.CharField(_("校验值"), max_length=64)

    objects: ClassVar[NoticeManager[Self]] = NoticeManager()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(name="benefit_notice_ends_after_start", condition=Q(open_until__gt=F("open_from")))
        ]


class NoticedLine(AppendOnly):
    """One benefit as the public sees it: masked name, town, programme, sum, clause; nothing of need or income."""

    notice = models.ForeignKey(BenefitNotice, models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey("enrolments.Enrolment", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    name_masked = models.CharField(max_length=60)
    town = models.CharField(max_length=12)
    pack = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    clause = models.CharField(max_length=60, blank=True)
    monthly_fen = models.BigIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="noticed_line_once", fields=["notice", "enrolment"])]


class NoticeOpening(models.Model):
    """How often the public opened a notice on a day; nothing about who."""

    notice = models.ForeignKey(BenefitNotice, models.PROTECT, related_name="openings")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_opening_by_day", fields=["notice", "day"])]


class BenefitHold(models.Model):
    """Money of one enrolment that is not paid from a day on while objections to it are examined."""

    enrolment = models.ForeignKey("enrolments.Enrolment", models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12, blank=True)
    pack = models.CharField(max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    held_from = models.DateField(_("停付自"))
    monthly_fen = models.BigIntegerField(_("每月金额"), null=True)
    reason = models.CharField(_("原因"), max_length=200)
    placed_by_name = models.CharField(max_length=150)
    placed_at = models.DateTimeField(_("停付时间"))
    released_at = models.DateTimeField(_("解除时间"), null=True)
    released_by_name = models.CharField(max_length=150, blank=True)

    objects = OfPerson.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="benefit_hold_open_once", fields=["enrolment"], condition=Q(released_at__isnull=True)
            )
        ]


class BenefitObjection(models.Model):
    """Somebody holds a benefit to be wrong. Who they are and what they say is sealed.

    `key` keeps the same words from counting twice; with `code` the objector asks what came of it.
    """

    class Kind(models.TextChoices):
        """From whom."""

        PUBLIC = "public", _("公众异议")
        OWN = "own", _("本人异议")

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("核查中")
        UPHELD = "upheld", _("成立")
        DISMISSED = "dismissed", _("不成立")

    class Remedy(models.TextChoices):
        """How what was wrong is put right."""

        ENDED = "ended", _("终止享受")
        RECALCULATED = "recalculated", _("更正情况后重新计算，多退少补")
        ENROLLED = "enrolled", _("登记享受")

    kind = models.CharField(_("来自"), max_length=8, choices=Kind)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12, blank=True)
    pack = models.CharField(max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    enrolment = models.ForeignKey("enrolments.Enrolment", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(NoticedLine, models.PROTECT, null=True, related_name="objections")
    hold = models.ForeignKey(BenefitHold, models.PROTECT, null=True, related_name="objections")
    questioned_from = models.DateField(_("质疑自"), null=True)
    name = SealedTextField(_("姓名"), blank=True)
    contact = SealedTextField(_("联系方式"), blank=True)
    text = SealedTextField(_("异议内容"))
    key = models.CharField(max_length=64, unique=True)
    code = models.CharField(_("查询码"), max_length=16, unique=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=150)
    raised_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("应办结日"), db_index=True)
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.OPEN)
    remedy = models.CharField(_("纠正方式"), max_length=12, choices=Remedy, blank=True)
    remedy_from = models.DateField(_("自何日起"), null=True)
    finding = models.TextField(_("核查结果"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    replied_at = models.DateTimeField(_("答复时间"), null=True)
    replied_by_name = models.CharField(max_length=150, blank=True)

    objects = OfPerson.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="benefit_objection_by_another",
                condition=Q(decided_by=None) | Q(raised_by=None) | ~Q(decided_by=F("raised_by")),
            ),
            models.CheckConstraint(
                name="benefit_objection_decided_has_day",
                condition=Q(state="open", decided_at=None)
                | ~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="benefit_objection_by_state", fields=["state", "due_on", "id"])]


class ObjectionReading(models.Model):
    """Somebody at a desk has opened an objection: it is no longer new to them."""

    objection = models.ForeignKey(BenefitObjection, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="objection_reading_once", fields=["objection", "user"])]
