"""Results with their endings, and the confirmations of scales whose tables were not verified."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor


class ResultQuerySet(AppendOnlyQuerySet["Result"]):
    """Results by viewer, and those that stand."""

    def visible_to(self, actor: Actor, *, on: date) -> "ResultQuerySet":
        """An older person: own; agents: by mandate; assessors: what they signed; desk roles: by area of the person."""
        if actor.role == "machine":
            return self
        if actor.may("elder.own"):
            return self.filter(person_id=actor.person_id) if actor.person_id is not None else self.none()
        if actor.may("elder.represent"):
            in_force = Q(person__mandates__valid_until=None) | Q(person__mandates__valid_until__gt=on)
            agent = Q(person__mandates__agent_id=actor.user_id, person__mandates__valid_from__lte=on)
            return self.filter(in_force & agent).distinct()
        if actor.may("assessment.assess") and actor.user_id is not None:
            return self.filter(Q(first_signer_id=actor.user_id) | Q(second_signer_id=actor.user_id))
        return self.filter(within(actor, "person__area")) if actor.may("assessment.view") else self.none()

    def standing(self, *, on: date) -> "ResultQuerySet":
        """In force on the day: assessed by then, not run out, not replaced by then."""
        replaced = Q(ending__isnull=False, ending__on__lte=on)
        return self.filter(assessed_on__lte=on, valid_until__gt=on).exclude(replaced)


ResultManager = AppendOnlyManager.from_queryset(ResultQuerySet)


class Result(AppendOnly):
    """A grade with all that led to it; never changed. Without an assessment it came from outside, with its report.

    `assessment_id` belongs to the floor above and is kept without a key.
    `valid_until` is the first day on which it no longer holds. `detail` is sealed JSON: sections, adjustments, reasons.
    """

    assessment_id = models.BigIntegerField(_("评估"), null=True, unique=True)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    scale = models.CharField(_("量表"), max_length=40)
    scale_digest = models.CharField(_("量表版本"), max_length=64)
    total = models.PositiveIntegerField(_("总分"), null=True)
    initial_grade = models.PositiveSmallIntegerField(_("初步等级"), null=True)
    grade = models.PositiveSmallIntegerField(_("等级"))
    detail = SealedTextField(_("依据"), blank=True)
    is_unverified = models.BooleanField(_("待核对"), default=False)
    assessed_on = models.DateField(_("评估日期"))
    valid_until = models.DateField(_("有效期至（不含当日）"))
    objection_until = models.DateField(_("异议截止（不含当日）"), null=True)
    organisation = models.CharField(_("评估机构"), max_length=120, blank=True)
    report_document_id = models.BigIntegerField(_("评估报告"), null=True)
    first_signer = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    second_signer = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("出具时间"))
    by_name = models.CharField(_("经办人"), max_length=150)

    objects: ClassVar[ResultManager[Self]] = ResultManager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(name="result_by_person", fields=["person", "scale", "assessed_on"])]
        constraints = [
            models.CheckConstraint(
                name="result_holds_for_a_time", condition=Q(valid_until__gt=F("assessed_on"))
            ),
            models.CheckConstraint(
                name="result_signed_by_two_or_reported",
                condition=Q(assessment_id__isnull=False, first_signer__isnull=False, second_signer__isnull=False)
                & ~Q(first_signer=F("second_signer"))
                | Q(assessment_id=None, report_document_id__isnull=False),
            ),
        ]  # fmt: skip


class ResultEnding(AppendOnly):
    """Why a result no longer stands from a day on."""

    class Kind(models.TextChoices):
        """A later result took its place, or its time ran out."""

        SUPERSEDED = "superseded", _("已有新的评估结果")
        EXPIRED = "expired", _("已过有效期")

    result = models.OneToOneField(Result, models.PROTECT, related_name="ending")
    kind = models.CharField(_("原因"), max_length=12, choices=Kind)
    on = models.DateField(_("自"))
    replaced_by = models.ForeignKey(Result, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))


class ScaleConfirmation(models.Model):
    """Two officials have compared an unverified text of a scale with the official annex."""

    scale = models.CharField(_("量表"), max_length=40)
    scale_digest = models.CharField(_("量表版本"), max_length=64)
    source = models.CharField(_("依据"), max_length=300)
    proposed_by = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"))
    confirmed_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="scale_text_confirmed_once", fields=["scale", "scale_digest"]),
            models.CheckConstraint(
                name="scale_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
            ),
        ]
