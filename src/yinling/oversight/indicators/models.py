"""Observations: figures that no register of the platform counts, entered by the bureau with their source."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor


class ObservationQuerySet(AppendOnlyQuerySet["Observation"]):
    """Observations by viewer."""

    def visible_to(self, actor: Actor) -> "ObservationQuerySet":
        """Those of the viewer's area; machines see all."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("indicators.view") else self.none()


ObservationManager = AppendOnlyManager.from_queryset(ObservationQuerySet)


class Observation(AppendOnly):
    """One figure for one area and period. A later row for the same replaces it; both stay.

    Shares have a denominator; counts and milestones (1 = done) a numerator only. `until` is the first day after.
    """

    pack = models.CharField(_("政策包"), max_length=60)
    indicator = models.CharField(_("指标"), max_length=60)
    area = models.CharField(_("区划"), max_length=12)
    period = models.CharField(_("期间"), max_length=7)
    from_on = models.DateField(_("期初"))
    until = models.DateField(_("期末次日"))
    numerator = models.DecimalField(_("分子或数值"), max_digits=20, decimal_places=2)
    denominator = models.DecimalField(_("分母"), max_digits=20, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("数据来源"), max_length=300)
    entered_by = models.ForeignKey("access.User", models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))

    objects: ClassVar[ObservationManager[Self]] = ObservationManager()

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
        indexes = [models.Index(name="observation_by_period", fields=["pack", "indicator", "until"])]
        constraints = [
            models.CheckConstraint(
                name="observation_not_negative",
                condition=Q(numerator__gte=0) & (Q(denominator=None) | Q(denominator__gte=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.period}"
