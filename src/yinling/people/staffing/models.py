"""What staffing rules need beside the registers: how many people live in an area."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor


class AreaPopulationQuerySet(models.QuerySet["AreaPopulation"]):
    """Populations by viewer."""

    def visible_to(self, actor: Actor) -> "AreaPopulationQuerySet":
        """Those of the actor's area; machines all."""
        return self if actor.role == "machine" else self.filter(within(actor))


class AreaPopulation(models.Model):
    """How many people are registered in an area on a day, of any age; the share of older people needs it."""

    area = models.CharField(_("区划"), max_length=12)
    counted_on = models.DateField(_("截至日期"))
    people = models.PositiveIntegerField(_("户籍人口"))
    source = models.CharField(_("来源"), max_length=120)
    by_name = models.CharField(_("登记人"), max_length=60)
    at = models.DateTimeField(_("登记时间"))

    objects = AreaPopulationQuerySet.as_manager()

    class Meta:
        ordering = ["area", "-counted_on", "-id"]
        constraints = [models.CheckConstraint(name="population_is_positive", condition=Q(people__gt=0))]

    def __str__(self) -> str:
        return f"{self.area} {self.people}"
