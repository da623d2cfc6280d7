"""Assessments with their answers and signatures; assessors; and what followed: objections, draws."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.needs.assessment.domain.states import (
    OBJECTION_WORDS,
    OPEN,
    REASON_WORDS,
    WORDS,
    ObjectionState,
    State,
)

STATE_CHOICES = [(state.value, words) for state, words in WORDS.items()]
REASON_CHOICES = [(reason.value, words) for reason, words in REASON_WORDS.items()]
OBJECTION_CHOICES = [(state.value, words) for state, words in OBJECTION_WORDS.items()]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Assessments by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Assessors: their own assignments; an older person their own; agents by mandate; desk roles by area."""
        if actor.role == "machine":
            return self
        if actor.may("elder.own"):
            return self.filter(person_id=actor.person_id) if actor.person_id is not None else self.none()
        if actor.may("elder.represent"):
            in_force = Q(person__mandates__valid_until=None) | Q(person__mandates__valid_until__gt=on)
            agent = Q(person__mandates__agent_id=actor.user_id, person__mandates__valid_from__lte=on)
            return self.filter(in_force & agent).distinct()
        if actor.may("assessment.assess") and actor.user_id is not None:
            return self.filter(Q(first_assessor_id=actor.user_id) | Q(second_assessor_id=actor.user_id))
        return self.filter(within(actor)) if actor.may("assessment.view") else self.none()


class Assessment(models.Model):
    """One assessment on its way. `follows` is the one that it reviews; `cause` says what changed or why it is made."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    person_name_masked = models.CharField(_("姓名"), max_length=60)
    area = models.CharField(_("区划"), max_length=12, db_index=True)
    scale = models.CharField(_("量表"), max_length=40)
    reason = models.CharField(_("评估原因"), max_length=10, choices=REASON_CHOICES)
    cause = models.CharField(_("说明"), max_length=200, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    state = models.CharField(_("状态"), max_length=12, choices=STATE_CHOICES, default=State.REQUESTED)
    state_since = models.DateTimeField(_("进入本状态的时间"))
    requested_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    requested_by_role = models.CharField(_("申请方式"), max_length=30)
    requested_at = models.DateTimeField(_("申请时间"))
    first_assessor = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    second_assessor = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    planned_on = models.DateField(_("约定上门日期"), null=True, blank=True)
    place = models.CharField(_("评估地点"), max_length=120, blank=True)
    version = models.PositiveIntegerField(_("内容版次"), default=0)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "state_since", "id"], name="assessment_work_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scale"],
                condition=Q(state__in=sorted(OPEN)),
                name="assessment_one_open_for_a_person",
            ),
            models.CheckConstraint(
                name="assessment_two_different_assessors",
                condition=Q(first_assessor=None, second_assessor=None) | ~Q(first_assessor=F("second_assessor")),
            ),
            models.CheckConstraint(
                name="assessment_has_assessors_once_at_work",
                condition=Q(first_assessor__isnull=False, second_assessor__isnull=False)
                | ~Q(state__in=[State.ASSIGNED, State.SIGNED_ONCE, State.COMPLETED]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """评估编号, as form A.1.1 wants one."""
        return f"PG{self.pk:08d}"

    @property
    def assessor_ids(self) -> tuple[int, ...]:
        """The two assigned; empty before."""
        return tuple(each for each in (self.first_assessor_id, self.second_assessor_id) if each is not None)


class AssessmentStep(AppendOnly):
    """One step: who did what, when and why."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="steps")
    verb = models.CharField(_("步骤"), max_length=30)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    by_role = models.CharField(max_length=30)
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class Assessor(models.Model):
    """Somebody certified to assess; `valid_until` is the last day of the certificate."""

    user = models.OneToOneField("access.User", models.PROTECT, related_name="+", verbose_name=_("用户"))
    certificate_number = models.CharField(_("证书编号"), max_length=60, unique=True)
    certificate_class = models.CharField(_("证书类别"), max_length=60)
    valid_from = models.DateField(_("证书自"))
    valid_until = models.DateField(_("证书至"))
    organisation_id = models.BigIntegerField(_("评估机构"), null=True, blank=True)
    is_active = models.BooleanField(_("在岗"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessor_certificate_ends_after_it_starts", condition=Q(valid_until__gte=F("valid_from"))
            )
        ]


class AnswerSheet(AppendOnly):
    """One saved version of the form. `content` is sealed JSON; `key` is the client's, so that a repeat counts once."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="sheets")
    version = models.PositiveIntegerField(_("版次"))
    key = models.CharField(max_length=64)
    content = SealedTextField(_("评估内容"))
    saved_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="sheet_version_once", fields=["assessment", "version"]),
            models.UniqueConstraint(name="sheet_key_once", fields=["assessment", "key"]),
        ]


class Signature(AppendOnly):
    """One assessor's name under one version of the answers and one text of the scale."""

    sheet = models.ForeignKey(AnswerSheet, models.PROTECT, related_name="signatures")
    assessor = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    assessor_name = models.CharField(_("评估员"), max_length=60)
    certificate_number = models.CharField(_("证书编号"), max_length=60)
    scale_digest = models.CharField(_("量表版本"), max_length=64)
    content_digest = models.CharField(_("内容摘要"), max_length=64)
    informant = models.CharField(_("信息提供者"), max_length=60, blank=True)
    at = models.DateTimeField(_("签署时间"))

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["sheet", "assessor", "scale_digest"]),
        ]


class Objection(models.Model):
    """The person holds a result to be wrong."""

    result = models.ForeignKey("grades.Result", models.PROTECT, related_name="+")
    text = SealedTextField(_("异议内容"))
    raised_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    raised_by_name = models.CharField(_("提出人"), max_length=150)
    raised_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=12, choices=OBJECTION_CHOICES, default=ObjectionState.OPEN)
    reassessment = models.OneToOneField(Assessment, models.PROTECT, null=True, related_name="objection")
    resolved_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(_("处理意见"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="result_objected_to_once_at_a_time",
                fields=["result"],
                condition=Q(state__in=[ObjectionState.OPEN, ObjectionState.REASSESSING]),
            )
        ]


class RecheckDraw(AppendOnly):
    """A sample drawn for re-checking: whoever repeats it with this seed over these results draws the same ones."""

    seed = models.CharField(_("种子"), max_length=60)
    scale = models.CharField(_("量表"), max_length=40)
    area = models.CharField(_("区划"), max_length=12, blank=True)
    since = models.DateField(_("评估日期自"))
    until = models.DateField(_("评估日期至（不含当日）"))
    percent = models.PositiveSmallIntegerField(_("比例（%）"))
    population = models.PositiveIntegerField(_("评估数"))
    drawn = models.JSONField(_("抽中的结果"), default=list)
    skipped = models.JSONField(_("正在另行评估，未安排"), default=list)
    by_name = models.CharField(_("抽取人"), max_length=150)
    at = models.DateTimeField(_("抽取时间"))

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="recheck_drawn_once", fields=["scale", "area", "since", "until", "seed"]),
            models.CheckConstraint(name="recheck_percent_is_a_share", condition=Q(percent__gte=1, percent__lte=100)),
        ]
