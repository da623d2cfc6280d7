"""Rows that were left out of a frozen month because somebody objected to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yinling.gateways.append_only import AppendOnly
from yinling.needs.cycles.models.cycles import Cycle
from yinling.needs.cycles.models.rows import CycleRow


class WithheldRow(AppendOnly):
    """A row whose money did not go out, nor ever will through this row: its month counts as not given."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="withheld")
    row = models.OneToOneField(CycleRow, models.PROTECT, related_name="withheld")
    reason = models.CharField(_("原因"), max_length=200)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
