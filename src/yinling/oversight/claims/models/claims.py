"""Claims and their lines; constraints hold what must never happen."""

from collections.abc import Iterable
from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


def funds_word(codes: Iterable[str]) -> str:
    """Codes of benefits in one word that can be searched, each between bars."""
    found = "|".join(dict.fromkeys(codes))
    return f"|{found}|" if found else ""


Row = TypeVar("Row", bound=models.Model)


class OfClaim(models.QuerySet[Row]):
    """Rows of a claim by viewer; `way` leads to the claim."""

    way = "claim__"

    def visible_to(self, actor: Actor) -> Self:
        """The bureau, finance and auditors: claims in their area; an office: its own; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("claims.view"):
            return self.filter(within(actor, f"{self.way}area"))
        if actor.may("claims.submit") and actor.organisation_id is not None:
            return self.filter(**{f"{self.way}provider_id": actor.organisation_id})
        return self.none()


class ClaimQuerySet(OfClaim["Claim"]):
    """Claims by viewer."""

    way = ""


class ClaimLineQuerySet(OfClaim["ClaimLine"]):
    """Lines by viewer."""

    def waiting(self) -> Self:
        """Those that speak against themselves, or were drawn, and that nobody has decided."""
        return self.filter(Q(is_odd=True) | Q(is_sampled=True), decision="")

    def of_elder(self, actor: Actor, *, on: date) -> Self:
        """An older person's own, those of whom an agent speaks for, or of whoever rings the desk of their area."""
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        return self.filter(within(actor, "person__area")) if actor.may("orders.place") else self.none()


class ClaimState(models.TextChoices):
    """How a claim stands."""

    BUILDING = "building", _("正在编制")
    DRAFT = "draft", _("待机构提交")
    SUBMITTED = "submitted", _("待审核")
    UNDER_REVIEW = "under_review", _("审核中")
    APPROVED = "approved", _("待付款")
    SENT = "sent", _("等银行结果")
    PAID = "paid", _("已付款")


class Claim(models.Model):
    """A provider's visits of one month; what comes late is a further part. `left_out`: visits that cannot be claimed,
    with their reasons, as the claim was drawn up. While it is, everybody up to `after_person` is done, that is
    `visits_done` of about `visits_total` visits; `failure` says why it was cut off. `seed` and `sample_size` say how
    the sample was drawn.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    area = models.CharField(_("区划"), max_length=12)
    month = models.DateField(_("月份"))
    part = models.PositiveSmallIntegerField(_("第几份"), default=1)
    state = models.CharField(_("状态"), max_length=12, choices=ClaimState, default=ClaimState.BUILDING)
    left_out = models.JSONField(_("不能申报"), default=list, blank=True)
    after_person = models.BigIntegerField(default=0)
    visits_done = models.PositiveIntegerField(_("已编制"), default=0)
    visits_total = models.PositiveIntegerField(_("当月上门"), default=0)
    failure = models.CharField(_("编制中断的原因"), max_length=100, blank=True)
    seed = models.BigIntegerField(_("抽样种子"), null=True, blank=True)
    sample_size = models.PositiveIntegerField(_("抽样行数"), default=0)
    answer_until = models.DateField(_("机构答复期限"), null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    built_at = models.DateTimeField(_("编制时间"))

    objects = ClaimQuerySet.as_manager()
    UNSUBMITTED = (ClaimState.BUILDING, ClaimState.DRAFT)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="claim_part_once", fields=["provider", "month", "part"]),
            models.UniqueConstraint(
                name="claim_one_unsubmitted", fields=["provider", "month"], condition=Q(state__in=["building", "draft"])
            ),
            models.CheckConstraint(
                name="claim_takes_two_people", condition=Q(approved_by=None) | ~Q(approved_by=F("reviewed_by"))
            ),
            models.CheckConstraint(
                name="claim_paid_is_approved",
                condition=~Q(state__in=["approved", "sent", "paid"])
                | Q(approved_by__isnull=False, reviewed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.month:%Y-%m} {self.part}"


class Decision(models.TextChoices):
    """What the reviewer made of a line."""

    KEPT = "kept", _("核对无误")
    ADJUSTED = "adjusted", _("核减")


class ClaimLine(models.Model):
    """One visit. Fen: `asked` is what the catalogue gives, `adjusted` what review takes off, `approved` what is left,
    of which benefits take over `subsidy` (`shares`, by benefit; those that give something are named in `funds`) and
    the person pays `own`; `paid` is what a fund paid.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="+", verbose_name=_("上门"))
    was_proved = models.BooleanField(_("凭证齐全"), default=False)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    on = models.DateField(_("日期"))
    service_code = models.CharField(_("服务项目"), max_length=40)
    service_name = models.CharField(_("服务项目"), max_length=60)
    minutes = models.PositiveSmallIntegerField(_("计费分钟"))
    price_fen = models.PositiveBigIntegerField(_("单价"))
    asked_fen = models.BigIntegerField(_("申报"))
    adjusted_fen = models.BigIntegerField(_("核减"), default=0)
    approved_fen = models.BigIntegerField(_("核定"))
    subsidy_fen = models.BigIntegerField(_("补贴"))
    own_fen = models.BigIntegerField(pgettext_lazy("money", "本人"))
    paid_fen = models.BigIntegerField(_("已付"), default=0)
    shares = models.JSONField(_("补贴来源"), default=list, blank=True)
    funds = models.CharField(_("资金"), max_length=200, blank=True)
    is_sampled = models.BooleanField(_("抽中"), default=False)
    is_odd = models.BooleanField(_("有疑点"), default=False)
    decision = models.CharField(_("核定结果"), max_length=8, choices=Decision, blank=True)
    reason_code = models.CharField(_("核减原因"), max_length=24, blank=True)

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="claim_line_by_person", fields=["person", "on"]),
            models.Index(name="claim_line_by_need", fields=["claim", "-is_odd", "-is_sampled", "id"]),
        ]
        constraints = [
            models.CheckConstraint(name="claim_line_has_proof", condition=Q(was_proved=True)),
            models.CheckConstraint(
                name="claim_line_not_negative",
                condition=Q(asked_fen__gte=0, adjusted_fen__gte=0, approved_fen__gte=0)
                & Q(subsidy_fen__gte=0, own_fen__gte=0, paid_fen__gte=0),
            ),
            models.CheckConstraint(
                name="claim_line_asked_whole", condition=Q(asked_fen=F("adjusted_fen") + F("approved_fen"))
            ),
            models.CheckConstraint(
                name="claim_line_split_whole", condition=Q(approved_fen=F("subsidy_fen") + F("own_fen"))
            ),
            models.CheckConstraint(
                name="claim_line_paid_whole", condition=Q(paid_fen=0) | Q(paid_fen=F("subsidy_fen"))
            ),
            models.CheckConstraint(
                name="claim_line_adjusted_why",
                condition=Q(adjusted_fen=0) | Q(decision="adjusted") & ~Q(reason_code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.visit_id}"


class ClaimStep(AppendOnly):
    """One step in a claim's life."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="steps")
    verb = models.CharField(_("步骤"), max_length=12)
    state = models.CharField(_("之后的状态"), max_length=12, choices=ClaimState)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
