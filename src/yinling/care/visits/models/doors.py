"""The door: where it is and which code hangs there; and when somebody is not at home for a time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.visits.models.scopes import OfHome


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


class Rest(models.Model):
    """Nobody needs to come from a day on until another (exclusive; open while not known)."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12)
    reason = models.CharField(
        _("原因"), max_length=10, choices=[("hospital", _("住院")), ("away", _("外出")), ("other", _("其他"))]
    )
    from_day = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    by_name = models.CharField(_("登记人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))

    objects = OfHome.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="rest_span", condition=Q(until=None) | Q(until__gt=F("from_day")))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_day}"
