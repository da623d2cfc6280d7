"""Versions of chains: the district's own, after the one of the pack's file."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor


class VersionState(models.TextChoices):
    """How far a version has come."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever looks after the district's chains, and machines."""
        return self if actor.role == "machine" or actor.may("chains.manage") else self.none()


class Version(models.Model):
    """How a chain of a pack climbs from a moment on. `body` is written as in alarms.yaml; a draft may hold faults.

    `number` follows that of the pack's file, which is 1; a draft has none yet. A withdrawn version never began.
    """

    pack = models.CharField(_("政策包"), max_length=60)
    chain = models.CharField(_("升级链"), max_length=40)
    number = models.PositiveIntegerField(_("版本"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=VersionState, default=VersionState.DRAFT)
    body = models.JSONField(_("内容"))
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    in_force_from = models.DateTimeField(_("起执行"), null=True, blank=True)
    drafted_by_name = models.CharField(_("起草人"), max_length=150)
    drafted_at = models.DateTimeField(_("起草时间"))
    published_by_name = models.CharField(_("发布人"), max_length=150, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    withdrawn_by_name = models.CharField(_("撤回人"), max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="chain_one_draft", fields=["pack", "chain"], condition=Q(state="draft")),
            models.UniqueConstraint(name="chain_number_once", fields=["pack", "chain", "number"]),
            models.UniqueConstraint(
                name="chain_moment_once", fields=["pack", "chain", "in_force_from"], condition=Q(state="published")
            ),
            models.CheckConstraint(
                name="chain_published_whole",
                condition=~Q(state="published")
                | Q(number__gte=2, in_force_from__isnull=False, published_at__isnull=False)
                & ~Q(reason="")
                & ~Q(published_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"
