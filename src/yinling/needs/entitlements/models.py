"""Determinations, how each ended, whose cap they share, and the values that the bureau has set."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor


class Outcome(models.TextChoices):
    """How a determination ends; the words of the rules engine."""

    GRANTED = "granted", _("给予补贴")
    NOT_GRANTED = "not_granted", _("不予补贴")
    MISSING_FACTS = "missing_facts", _("情况不全，不能认定")
    UNPAYABLE = "unpayable", _("缺少政策参数，不能认定")


class SharedCap(models.Model):
    """One household in one programme: the row that is locked while a determination draws on the common cap."""

    pack = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    household = models.ForeignKey("registry.Household", models.PROTECT, related_name="+")
    draws = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="shared_cap_once", fields=["pack", "programme", "household"]),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.household_id}"


class DeterminationQuerySet(AppendOnlyQuerySet["Determination"]):
    """Determinations, and those of them that stand."""

    def visible_to(self, actor: Actor) -> "DeterminationQuerySet":
        """Desk roles: persons of their area; an older person: their own; machines: all; agents ask through the case."""
        if actor.role == "machine":
            return self
        if actor.may("casework.view"):
            return self.filter(within(actor, "person__area"))
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        return self.none()

    def standing(self) -> "DeterminationQuerySet":
        """Neither replaced by a later version nor released."""
        return self.filter(ending__isnull=True)


DeterminationManager = AppendOnlyManager.from_queryset(DeterminationQuerySet)


class Determination(AppendOnly):
    """What was decided for one case on the facts of a day: never changed, only followed by another version.

    `counted_fen` is what it draws on the household's cap; sums are empty where the outcome is undecided.
    """

    case_ref = models.CharField(_("办件"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版次"))
    pack = models.CharField(_("政策包"), max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    rule_version = models.CharField(_("规则版本"), max_length=64)
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    household = models.ForeignKey("registry.Household", models.PROTECT, null=True, related_name="+")
    options = models.JSONField(_("读法"), default=dict)
    parameters = models.JSONField(_("参数"), default=dict)
    facts = models.JSONField(_("所据情况"), default=dict)
    applied_on = models.DateField(_("申请日期"))
    cost_fen = models.BigIntegerField(_("费用"))
    outcome = models.CharField(_("结论"), max_length=16, choices=Outcome)
    tier = models.CharField(_("档次"), max_length=60, blank=True)
    counted_fen = models.BigIntegerField(_("占用本户上限"), default=0)
    municipal_fen = models.BigIntegerField(_("市级补贴"), null=True)
    district_fen = models.BigIntegerField(_("区级补贴"), null=True)
    resident_fen = models.BigIntegerField(_("居民自付"), null=True)
    reasons = models.JSONField(_("理由"), default=list)
    missing = models.JSONField(_("缺少"), default=list)
    made_at = models.DateTimeField(_("认定时间"))
    made_by = models.CharField(_("认定人"), max_length=150)
    made_by_user_id = models.BigIntegerField(null=True)

    objects: ClassVar[DeterminationManager[Self]] = DeterminationManager()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="determination_version_once", fields=["case_ref", "version"]),
            models.CheckConstraint(
                name="determination_shares_add_up",
                condition=Q(municipal_fen=None, district_fen=None, resident_fen=None)
                | Q(cost_fen=F("municipal_fen") + F("district_fen") + F("resident_fen")),
            ),
            models.CheckConstraint(
                name="determination_shares_not_negative",
                condition=Q(municipal_fen=None)
                | Q(municipal_fen__gte=0, district_fen__gte=0, resident_fen__gte=0, counted_fen__gte=0),
            ),
        ]
        indexes = [models.Index(name="determination_by_household", fields=["household", "programme"])]

    def __str__(self) -> str:
        return f"{self.case_ref} v{self.version}"


class Ending(AppendOnly):
    """Why a determination no longer stands: a later version replaced it, or its case was withdrawn or refused."""

    class Kind(models.TextChoices):
        """`superseded` and `released` both give back what was drawn on the cap."""

        SUPERSEDED = "superseded", _("已由新的认定取代")
        RELEASED = "released", _("已释放")

    determination = models.OneToOneField(Determination, models.PROTECT, related_name="ending")
    kind = models.CharField(_("原因"), max_length=12, choices=Kind)
    replaced_by = models.ForeignKey(Determination, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)


class ParameterValue(models.Model):
    """A number or a reading set by the bureau from a day on: entered by one person, settled by another.

    `name` is a parameter or an option of the pack; `value` is kept as people write it (yuan, years, a choice's id).
    """

    class State(models.TextChoices):
        """Only confirmed values take part in determinations."""

        PROPOSED = "proposed", _("待确认")
        CONFIRMED = "confirmed", _("已生效")
        REFUSED = "refused", _("未通过")

    pack = models.CharField(_("政策包"), max_length=60)
    name = models.CharField(_("名称"), max_length=60)
    value = models.CharField(_("数值"), max_length=60)
    valid_from = models.DateField(_("自何日起"))
    source = models.CharField(_("依据"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    entered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    settled_by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    settled_at = models.DateTimeField(_("确认时间"), null=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["name", "-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                name="parameter_value_by_two_people",
                condition=Q(settled_by=None) | ~Q(settled_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="parameter_value_settled_by_someone",
                condition=Q(state="proposed", settled_by=None, settled_at=None)
                | ~Q(state="proposed") & Q(settled_by__isnull=False, settled_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="parameter_value_proposed_once",
                fields=["pack", "name", "valid_from"],
                condition=Q(state="proposed"),
            ),
        ]
        indexes = [models.Index(name="parameter_value_in_force", fields=["pack", "state", "name"])]

    def __str__(self) -> str:
        return f"{self.name}={self.value} {self.valid_from}"
