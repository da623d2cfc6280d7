"""Sources and what they said: the ground on which every current value stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.gateways.sealing import SealedTextField
from yinling.people.registry.models.persons import Person


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


class Statement(models.Model):
    """What one source said about one person: field values that were new or different on that day. Never changed.

    `values` are open (flags, areas, dates, amounts in fen); `private` is sealed JSON of phone, address, account.
    `row_key` finds the row of a roster that bears no identity number again.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    source = models.ForeignKey(Source, models.PROTECT, related_name="statements")
    reported_on = models.DateField(_("报送日期"))
    values = models.JSONField(_("内容"), default=dict)
    private = SealedTextField(_("敏感内容"), blank=True)
    batch = models.ForeignKey("registry.ImportBatch", models.PROTECT, null=True, blank=True, related_name="statements")
    row_number = models.PositiveIntegerField(_("行号"), null=True, blank=True)
    row_key = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    by_name = models.CharField(_("经办人"), max_length=60)
    at = models.DateTimeField(_("收到时间"))

    class Meta:
        ordering = ["reported_on", "id"]
        indexes = [
            models.Index(name="statement_by_row", fields=["source", "row_key"], condition=~Q(row_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reported_on}"
