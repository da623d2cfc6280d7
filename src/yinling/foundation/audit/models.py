"""The two books of the audit, and the head of each chain."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor


class Book(models.TextChoices):
    """Which chain."""

    CHANGES = "changes", _("变更记录")
    READS = "reads", _("查阅记录")


class ChainHead(models.Model):
    """How long a book is and the hash of its last row; locked while a row is appended."""

    book = models.CharField(primary_key=True, max_length=10, choices=Book.choices)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class RowQuerySet(AppendOnlyQuerySet[Any]):
    """Rows of a book."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the auditor's area; rows that concern no place only for one who sees everywhere."""
        if not actor.may("audit.view"):
            return self.none()
        return self.filter(within(actor) if actor.area else Q())


RowManager = AppendOnlyManager.from_queryset(RowQuerySet)


class Row(AppendOnly):
    """What both books keep: who, when, about what."""

    number = models.BigIntegerField(_("序号"), primary_key=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("时间"), db_index=True)
    user_id = models.BigIntegerField(_("用户"), null=True, db_index=True)
    user_name = models.CharField(_("姓名"), max_length=150)
    role = models.CharField(_("角色"), max_length=30)
    subject = models.CharField(_("对象"), max_length=100, db_index=True)
    area = models.CharField(_("区划"), max_length=12, blank=True, db_index=True)
    reason = models.TextField(_("原因"), blank=True)

    objects: ClassVar[RowManager[Self]] = RowManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["number"]


class Change(Row):
    """One change: what was before, what is after."""

    verb = models.CharField(_("动作"), max_length=80)
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"), null=True)


class Read(Row):
    """Personal data was looked at."""

    fields = models.JSONField(_("字段"), default=list)
