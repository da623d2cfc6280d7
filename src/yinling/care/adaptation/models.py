"""Stored facts of home adaptation. Every answer, round and step is a row with who, when and why."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.adaptation.domain import states
from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


class Recorded(models.Model):
    """Who recorded the row, in which words, and when."""

    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=60)
    by_role = models.CharField(_("角色"), max_length=30)
    at = models.DateTimeField(_("时间"))

    class Meta:
        abstract = True


class JobState(models.TextChoices):
    """Where a job stands."""

    TO_ASSIGN = "to_assign", _("待指派企业")
    ASSIGNED = "assigned", _("待上门评估")
    SURVEYED = "surveyed", _("待报价")
    QUOTED = "quoted", _("待老人同意报价")
    WAITING_DECISION = "waiting_decision", _("待审定公示")
    CLEARED = "cleared", _("待签合同")
    CONTRACTED = "contracted", _("待开工")
    WORKING = "working", _("施工中")
    FINISHED = "finished", _("待老人验收")
    ACCEPTED = "accepted", _("已验收")
    CANCELLED = "cancelled", _("已取消")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """A firm's own; an older person's own; by mandate for agents; by area for the desk."""
        if actor.role == "machine":
            return self
        if actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        if actor.may("adaptation.work") and actor.organisation_id is not None:
            return self.filter(firm_id=actor.organisation_id)
        return self.filter(within(actor)) if actor.may("adaptation.view") else self.none()


class Job(models.Model):
    """The works of one case."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey("registry.Household", on_delete=models.PROTECT, null=True, related_name="+")
    firm = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, null=True, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    state = models.CharField(_("状态"), max_length=20, choices=JobState, default=JobState.TO_ASSIGN)
    since = models.DateTimeField(_("进入本状态时间"))
    accepted_on = models.DateField(_("验收日期"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["area", "state", "id"]),
            models.Index(fields=["firm", "state", "id"]),
            models.Index(fields=["accepted_on", "area"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_past_assignment_has_firm",
                condition=Q(state__in=[states.TO_ASSIGN, states.CANCELLED]) | Q(firm__isnull=False),
            ),
            models.CheckConstraint(
                name="job_accepted_has_date",
                condition=~Q(state=states.ACCEPTED) | Q(accepted_on__isnull=False),
            ),
        ]


class JobStep(Recorded, AppendOnly):
    """One step in a job's life."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    reason = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class Survey(Recorded):
    """A visit to the home that looked for risks."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="surveys")
    surveyed_on = models.DateField(_("评估日期"))
    remark = models.TextField(_("评估说明"), blank=True)

    class Meta:
        ordering = ["id"]


class Severity(models.TextChoices):
    """How bad a risk is."""

    MINOR = "minor", _("轻微")
    MODERATE = "moderate", _("一般")
    SEVERE = "severe", _("严重")


class Finding(models.Model):
    """A risk item that the survey found; words are kept as the catalogue had them that day."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="findings")
    item = models.CharField(max_length=60)
    room = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    measure = models.CharField(max_length=120, blank=True)
    severity = models.CharField(max_length=10, choices=Severity)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["survey", "item"], name="finding_once_a_survey")]


class Answer(models.TextChoices):
    """What became of a quote."""

    OPEN = "open", _("待答复")
    AGREED = "agreed", _("已同意")
    DECLINED = "declined", _("要求修改")
    REPLACED = "replaced", _("已被新报价取代")


class Quote(Recorded):
    """A firm's offer; `answered_as` says for whom the answer was given."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="quotes")
    version = models.PositiveSmallIntegerField()
    total_fen = models.BigIntegerField()
    note = models.TextField(_("报价说明"), blank=True)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_name = models.CharField(max_length=60, blank=True)
    answered_role = models.CharField(max_length=30, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["job", "version"], name="quote_version_once"),
            models.UniqueConstraint(
                fields=["job"], condition=Q(answer__in=["open", "agreed"]), name="quote_one_in_force"
            ),
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="quote_total_positive"),
        ]


class QuoteLine(models.Model):
    """One item of a quote."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    package = models.CharField(max_length=30)
    item = models.CharField(max_length=120)
    unit = models.CharField(max_length=10, blank=True)
    quantity = models.PositiveSmallIntegerField()
    unit_price_fen = models.BigIntegerField()
    total_fen = models.BigIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "number"], name="quote_line_number_once"),
            models.CheckConstraint(
                condition=Q(total_fen=F("quantity") * F("unit_price_fen")), name="quote_line_total_is_product"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1, unit_price_fen__gte=0), name="quote_line_in_range"),
        ]


class Contract(Recorded):
    """What the firm and the household signed; the shares are those of the determination."""

    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="contract")
    number = models.CharField(_("合同编号"), max_length=40, unique=True)
    signed_on = models.DateField(_("签订日期"))
    starts_on = models.DateField(_("计划开工"))
    ends_on = models.DateField(_("计划完工"))
    signed_by = models.CharField(_("签字人"), max_length=60)
    cost_fen = models.BigIntegerField()
    resident_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="contract_ends_after_start"),
            models.CheckConstraint(
                condition=Q(resident_fen__gte=0, resident_fen__lte=F("cost_fen")), name="contract_share_in_cost"
            ),
        ]


class Work(Recorded):
    """One round of works; photos hang on it as documents about `work:<id>:before` and `work:<id>:after`."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="works")
    round = models.PositiveSmallIntegerField()
    started_on = models.DateField(_("开工日期"))
    finished_on = models.DateField(_("完工日期"), null=True)
    note = models.TextField(_("施工说明"), blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["job", "round"], name="work_round_once"),
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(finished_on__gte=F("started_on")), name="work_ends_after_start"
            ),
        ]


class Acceptance(Recorded):
    """The answer to finished works: accepted, or done again."""

    work = models.OneToOneField(Work, on_delete=models.PROTECT, related_name="acceptance")
    satisfied = models.BooleanField(_("满意"))
    signature_name = models.CharField(_("签名"), max_length=60)
    remark = models.TextField(_("意见"), blank=True)
    on_behalf_reason = models.TextField(_("代为办理的理由"), blank=True)


class AfterCheck(Recorded):
    """A call or visit some time after acceptance (回访)."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="after_checks")
    visited_on = models.DateField(_("回访日期"))
    satisfied = models.BooleanField(_("满意"))
    note = models.TextField(_("回访记录"))

    class Meta:
        ordering = ["id"]
