"""The door: where it is and which code hangs there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Door(models.Model):
    """A person's door. The code is kept as a digest: who reads the table cannot print it."""

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("进门说明"), max_length=200, blank=True)
    recorded_by_name = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="door_place_whole",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
