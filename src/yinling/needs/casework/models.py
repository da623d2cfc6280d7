"""Cases, and the rows that say what happened to them: steps, requests for papers, notices, objections."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.needs.casework.domain.states import (
    OBJECTION_WORDS,
    OPEN,
    OPINION_WORDS,
    WORDS,
    ObjectionState,
    State,
)
from yinling.people.registry.queries import mandate_in_force

STATE_CHOICES = [(state.value, words) for state, words in WORDS.items()]
OPINION_CHOICES = [(opinion.value, words) for opinion, words in OPINION_WORDS.items()]
OBJECTION_CHOICES = [(state.value, words) for state, words in OBJECTION_WORDS.items()]


class ApplicantKind(models.TextChoices):
    """Who filled the application in."""

    SELF = "self", _("本人申请")
    AGENT = "agent", _("代办人代为申请")
    CLERK = "clerk", _("窗口代为录入")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Own for the older person, by mandate for agents, by area for the desk, which sees only its own drafts."""
        if actor.role == "machine":
            return self
        if actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        if not actor.may("casework.view"):
            return self.none()
        return self.filter(within(actor)).filter(~Q(state=State.DRAFT) | Q(applicant_id=actor.user_id))


class Case(models.Model):
    """One application and where it stands. What led there is in its steps."""

    number = models.CharField(_("办件编号"), max_length=30, unique=True, null=True, blank=True)
    programme = models.CharField(_("项目"), max_length=60)
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(
        "registry.Household", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person_name_masked = models.CharField(_("姓名"), max_length=60)
    area = models.CharField(_("区划"), max_length=12, db_index=True)
    applicant_kind = models.CharField(_("申请方式"), max_length=10, choices=ApplicantKind.choices)
    applicant = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("渠道"), max_length=40, blank=True)
    answers = SealedTextField(_("申请内容"), blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=STATE_CHOICES, default=State.DRAFT)
    state_since = models.DateTimeField(_("进入本状态的时间"))
    clock_from = models.DateField(_("计时起点"))
    due_on = models.DateField(_("到期日"), null=True, blank=True)
    started_at = models.DateTimeField(_("开始填写"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    applied_on = models.DateField(_("申请日期"), null=True, blank=True)
    cost_fen = models.BigIntegerField(_("改造费用（分）"), null=True, blank=True)
    outcome = models.CharField(_("核定结果"), max_length=20, blank=True)
    opinion = models.CharField(_("初审意见"), max_length=10, choices=OPINION_CHOICES, blank=True)
    checked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("决定"), max_length=10, choices=OPINION_CHOICES, blank=True)
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision_reason = models.TextField(_("决定理由"), blank=True)
    objection_until = models.DateField(_("异议截止（不含当日）"), null=True, blank=True)
    contracted_at = models.DateTimeField(_("签约时间"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "state_since", "id"], name="case_work_list"),
            models.Index(fields=["due_on"], name="case_due_on"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state__in=sorted(OPEN)),
                name="case_one_open_for_a_person",
            ),
            models.CheckConstraint(
                name="case_decider_is_not_checker",
                condition=Q(checked_by=None) | Q(decided_by=None) | ~Q(checked_by=F("decided_by")),
            ),
            models.CheckConstraint(name="case_cost_is_not_negative", condition=Q(cost_fen=None) | Q(cost_fen__gte=0)),
            models.CheckConstraint(
                name="case_has_number_once_submitted",
                condition=Q(number__isnull=False) | Q(state__in=[State.DRAFT, State.WITHDRAWN]),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"草稿 {self.pk}"


class CaseStep(AppendOnly):
    """One step: who did what, when and why, and which states it joined."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(_("步骤"), max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=30)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class PapersRequest(models.Model):
    """Papers the town asked for; the clock stands from the asking to the answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers_requests")
    papers = models.JSONField(_("要补充的材料"))
    reason = models.TextField(_("说明"))
    from_state = models.CharField(max_length=20, choices=STATE_CHOICES)
    clock_from = models.DateField()
    asked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer = models.TextField(_("补充说明"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_on=None), name="papers_asked_once_at_a_time")
        ]


class NumberSeries(models.Model):
    """The last case number given out for a prefix and a year."""

    prefix = models.CharField(max_length=10)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="number_series_once")]


class PublicNotice(models.Model):
    """A notice of granted cases, open to objection until (not including) a day."""

    number = models.CharField(_("公示编号"), max_length=30, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    area = models.CharField(_("区划"), max_length=12)
    published_at = models.DateTimeField(_("发布时间"))
    published_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    objection_from = models.DateField(_("公示开始"))
    objection_until = models.DateField(_("公示截止（不含当日）"))


class NoticeLine(models.Model):
    """One case as the public sees it: masked name and number, town, programme, amount; nothing of need or income."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_lines")
    name_masked = models.CharField(max_length=60)
    id_number_masked = models.CharField(max_length=30)
    town = models.CharField(max_length=12)
    municipal_fen = models.BigIntegerField()
    district_fen = models.BigIntegerField()
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(taken_down_at=None), name="notice_line_stands_once")
        ]


class Objection(models.Model):
    """Someone holds the decision to be wrong. The contact is sealed; `key` keeps the same words from counting twice."""

    class Kind(models.TextChoices):
        """From whom."""

        PUBLIC = "public", _("公示期间公众异议")
        APPLICANT = "applicant", _("申请人异议")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = SealedTextField(_("姓名"), blank=True)
    contact = SealedTextField(_("联系方式"), blank=True)
    text = SealedTextField(_("异议内容"))
    key = models.CharField(max_length=64, unique=True)
    raised_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OBJECTION_CHOICES, default=ObjectionState.OPEN)
    resolved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(_("处理意见"), blank=True)
