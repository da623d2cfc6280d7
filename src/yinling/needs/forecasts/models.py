"""Snapshots of the district without names, and saved scenarios with their frozen results."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor


class Snapshot(models.Model):
    """Facts of everybody in the register on a day, in parts; cut off, it goes on after `after_person`.

    `digest` fingerprints the content of all parts: two snapshots with one digest hold the same facts.
    """

    on = models.DateField(_("截止日"))
    after_person = models.BigIntegerField(default=0)
    people_done = models.PositiveIntegerField(_("人数"), default=0)
    people_total = models.PositiveIntegerField(default=0)
    digest = models.CharField(_("校验值"), max_length=64, blank=True)
    is_running = models.BooleanField(default=True)
    failure = models.CharField(_("未完成的原因"), max_length=300, blank=True)
    by_name = models.CharField(_("发起人"), max_length=60)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["is_running"], condition=Q(is_running=True), name="forecasts_one_snapshot"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class SnapshotPart(models.Model):
    """Some thousand people as a compressed, sealed table: no name, no number of a person, towns at the finest."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    content = SealedTextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "number"], name="forecasts_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ScenarioQuerySet(AppendOnlyQuerySet["Scenario"]):
    """Scenarios by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those made for the viewer's area or a part of it."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("forecasts.view") else self.none()


ScenarioManager = AppendOnlyManager.from_queryset(ScenarioQuerySet)


class Scenario(AppendOnly):
    """A calculation as it was saved: what was asked, on what ground, and the result, which never changes.

    `question` holds programmes, assumptions, changes, years and the survival table; `basis` the rule's version, the
    readings and the dated values of each programme on that day, so that the same can be computed again.
    """

    name = models.CharField(_("名称"), max_length=80)
    area = models.CharField(_("区划"), max_length=12, blank=True)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    question = models.JSONField(_("测算内容"))
    basis = models.JSONField(_("依据"))
    result = models.JSONField(_("结果"))
    result_digest = models.CharField(max_length=64)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("测算人"), max_length=60)
    at = models.DateTimeField(_("测算时间"))

    objects: ClassVar[ScenarioManager[Self]] = ScenarioManager()

    def __str__(self) -> str:
        return self.name
