"""Bookings of respite and their steps."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


class Form(models.TextChoices):
    """Where somebody else cares."""

    HOME = "home", _("在家里")
    INSTITUTION = "institution", _("在养老机构")


class BookingState(models.TextChoices):
    """Where a booking stands."""

    ASKED = "asked", _("等机构答复")
    CONFIRMED = "confirmed", _("已安排")
    DECLINED = "declined", _("机构不能安排")
    CANCELLED = "cancelled", _("已取消")
    USED = "used", _("已服务")


class BookingQuerySet(models.QuerySet["Booking"]):
    """Bookings by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """A provider's staff: their own; an older person: their own; agents by mandate; the desk: their area."""
        if actor.role == "machine":
            return self
        if actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        if not actor.may("respite.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor))


class Booking(models.Model):
    """Days [from_on, until_on) of care in the family's place. `days_max` is what the rule gave for the year."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    area = models.CharField(_("区划"), max_length=12)
    form = models.CharField(_("方式"), max_length=12, choices=Form)
    from_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"))
    days_max = models.PositiveSmallIntegerField(_("每年天数"))
    state = models.CharField(_("状态"), max_length=10, choices=BookingState, default=BookingState.ASKED)
    note = models.CharField(_("要求"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("预约时间"))

    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="booking_by_area", fields=["area", "state", "id"])]
        constraints = [
            models.CheckConstraint(name="booking_has_days", condition=Q(until_on__gt=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"booking:{self.pk}"


class BookingStep(AppendOnly):
    """One step of a booking: who, when, why."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    reason = models.CharField(_("说明"), max_length=200, blank=True)
    by_name = models.CharField(_("经办人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("时间"))
