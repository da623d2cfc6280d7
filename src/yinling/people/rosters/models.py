"""Sources, import batches, and what was wrong with their rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor


class Source(models.Model):
    """A department or survey. The smaller priority wins, by field where `field_priorities` says so; `columns` is the
    mapping of the last file.
    """

    name = models.CharField(_("来源"), max_length=60, unique=True)
    priority = models.PositiveSmallIntegerField(_("优先次序"), default=50)
    field_priorities = models.JSONField(_("按字段的优先次序"), default=dict, blank=True)
    columns = models.JSONField(_("列对应"), default=dict, blank=True)

    def __str__(self) -> str:
        return self.name


class BatchState(models.TextChoices):
    """The way of a batch."""

    UPLOADED = "uploaded", _("待确认列对应")
    PREVIEWING = "previewing", _("正在预览")
    PREVIEWED = "previewed", _("待导入")
    APPLYING = "applying", _("正在导入")
    APPLIED = "applied", _("已导入")
    FAILED = "failed", _("未能完成")
    CANCELLED = "cancelled", _("已取消")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Batches by viewer."""

    def visible_to(self, actor: Actor) -> "ImportBatchQuerySet":
        """Those who may import see the batches of their area."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("registry.import") else self.none()


class ImportBatch(models.Model):
    """One file. `area` bounds whose rows it may touch; `rows_done` and `counts` move with each stored chunk."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="batches")
    file_name = models.CharField(_("文件"), max_length=200)
    sha256 = models.CharField(max_length=64)
    document_id = models.BigIntegerField(null=True, blank=True)
    reported_on = models.DateField(_("报送日期"))
    area = models.CharField(_("区划"), max_length=12, blank=True)
    columns = models.JSONField(_("列对应"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=BatchState, default=BatchState.UPLOADED)
    rows_total = models.PositiveIntegerField(_("总行数"), default=0)
    rows_done = models.PositiveIntegerField(_("已处理行数"), default=0)
    counts = models.JSONField(_("统计"), default=dict, blank=True)
    preview = models.JSONField(_("预览"), default=dict, blank=True)
    failure = models.CharField(_("未完成的原因"), max_length=300, blank=True)
    by_user_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("经办人"), max_length=60)
    made_at = models.DateTimeField(_("上传时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportFault(models.Model):
    """Something wrong with a row. `is_error`: the row was not taken; else it was, with this remark."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="faults")
    row_number = models.PositiveIntegerField(_("行号"))
    field = models.CharField(_("字段"), max_length=60)
    reason = models.CharField(_("原因"), max_length=200)
    is_error = models.BooleanField(_("错误"), default=True)

    class Meta:
        ordering = ["row_number", "id"]

    def __str__(self) -> str:
        return f"{self.row_number} {self.field}"
