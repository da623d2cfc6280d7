"""What sources said: the ground on which every current value stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.gateways.sealing import SealedTextField
from yinling.people.registry.models.persons import Person


class Statement(models.Model):
    """What one source said about one person: field values that were new or different on that day. Never changed.

    `values` are open (flags, areas, dates, amounts in fen); `private` is sealed JSON of phone, address, account.
    `row_key` finds the row of a roster that bears no identity number again.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    source = models.ForeignKey("rosters.Source", models.PROTECT, related_name="statements")
    reported_on = models.DateField(_("报送日期"))
    values = models.JSONField(_("内容"), default=dict)
    private = SealedTextField(_("敏感内容"), blank=True)
    batch_id = models.BigIntegerField(_("导入批次"), null=True, blank=True)
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
