"""Files of workers that providers sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor


class RosterFileState(models.TextChoices):
    """The way of a file of workers: looked at, then taken as a whole or put aside."""

    PREVIEWED = "previewed", _("待导入")
    APPLIED = "applied", _("已导入")
    CANCELLED = "cancelled", _("已取消")


class RosterFileQuerySet(models.QuerySet["RosterFile"]):
    """Files by viewer."""

    def visible_to(self, actor: Actor) -> "RosterFileQuerySet":
        """A provider's office sees its own; machines all."""
        if actor.role == "machine":
            return self
        if actor.may("workforce.manage") and actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.none()


class RosterFile(models.Model):
    """A file of workers that a provider sent. It is taken whole or not at all."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    document_id = models.BigIntegerField()
    file_name = models.CharField(_("文件"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=RosterFileState, default=RosterFileState.PREVIEWED)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    counts = models.JSONField(_("统计"), default=dict, blank=True)
    by_name = models.CharField(_("经办人"), max_length=60)
    made_at = models.DateTimeField(_("上传时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = RosterFileQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
