"""Matters that a person decides: conflicts, possible duplicates, mandates."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.people.registry.models.persons import Person
from yinling.people.registry.models.statements import Statement

Row = TypeVar("Row", bound=models.Model)


class MatterQuerySet(models.QuerySet[Row]):
    """Matters by the area of the person they concern."""

    def visible_to(self, actor: Actor) -> Self:
        """Desk roles see those of their area."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor, "person__area")) if actor.may("registry.view") else self.none()


class Conflict(models.Model):
    """Sources differ on a field of a person. Settled by a person's choice of one statement."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    field = models.CharField(_("字段"), max_length=30)
    opened_at = models.DateTimeField(_("发现时间"))
    chosen = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="chosen_in")
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    settled_by_name = models.CharField(_("处理人"), max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="conflict_open_once", fields=["person", "field"], condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field}"


class DuplicateState(models.TextChoices):
    """What became of a suspicion."""

    OPEN = "open", _("待判断")
    MERGED = "merged", _("已合并")
    SEPARATE = "separate", _("不是同一人")


class PossibleDuplicate(models.Model):
    """Two persons with the same name, birth date and town. `person` came later than `other`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="suspicions")
    other = models.ForeignKey(Person, models.PROTECT, related_name="suspicions_as_other")
    state = models.CharField(_("状态"), max_length=10, choices=DuplicateState, default=DuplicateState.OPEN)
    opened_at = models.DateTimeField(_("发现时间"))
    decided_at = models.DateTimeField(_("判断时间"), null=True, blank=True)
    decided_by_name = models.CharField(_("判断人"), max_length=60, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="suspicion_once", fields=["person", "other"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.other_id}"


class Relation(models.TextChoices):
    """Who an agent is to the older person."""

    FAMILY = "family", _("子女亲属")
    ADVISER = "adviser", _("养老顾问")
    COMMITTEE = "committee", _("居村委会工作人员")


class Mandate(models.Model):
    """An older person lets a log-in act for them, from a day until another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    relation = models.CharField(_("关系"), max_length=12, choices=Relation)
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)
    evidence_id = models.BigIntegerField(_("委托书"), null=True, blank=True)
    granted_by_name = models.CharField(_("登记人"), max_length=60)
    granted_at = models.DateTimeField(_("登记时间"))
    revoked_by_name = models.CharField(_("撤销人"), max_length=60, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    reason = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation}"
