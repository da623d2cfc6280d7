"""Responders, when they are on duty, and whom of the family to tell."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.responders.domain.kinds import KIND_WORDS, MODE_WORDS, Mode
from yinling.foundation.access.queries import within
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), text) for code, text in words.items()]


class ResponderQuerySet(models.QuerySet["Responder"]):
    """Responders by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """The call desk and the town: their area; a responder: themself; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("alarms.view"):
            return self.filter(within(actor))
        return self.filter(user_id=actor.user_id) if actor.may("alarms.respond") and actor.user_id else self.none()


class Responder(models.Model):
    """Somebody who can be sent to a door. Whom they come for is their area, or one person alone.

    Degrees are where they set out from. `left_on` is the first day on which they come no more.
    """

    name = models.CharField(_("姓名"), max_length=60)
    kind = models.CharField(_("身份"), max_length=10, choices=_choices(KIND_WORDS))
    phone = SealedTextField(_("电话"))
    phone_masked = models.CharField(_("电话"), max_length=20)
    area = models.CharField(_("区划"), max_length=12)
    for_person = models.ForeignKey(
        "registry.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("只为哪位老人")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登录名")
    )
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    mode = models.CharField(_("出行方式"), max_length=6, choices=_choices(MODE_WORDS), default=Mode.EBIKE.value)
    registered_at = models.DateTimeField(_("登记时间"))
    left_on = models.DateField(_("停用日期"), null=True, blank=True)

    objects = ResponderQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="responder_by_area", fields=["area", "id"])]
        constraints = [
            models.UniqueConstraint(
                name="responder_one_log_in", fields=["user"], condition=Q(left_on=None, user__isnull=False)
            ),
            models.CheckConstraint(
                name="responder_place_whole",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def spot(self) -> tuple[float, float] | None:
        """(longitude, latitude); None where it is unknown."""
        return None if self.longitude is None or self.latitude is None else (self.longitude, self.latitude)


class Duty(models.Model):
    """A responder is on duty from a moment until another. `ended_by_name` where it was taken back before its end."""

    responder = models.ForeignKey(Responder, models.PROTECT, related_name="duties")
    from_at = models.DateTimeField(_("自"))
    until_at = models.DateTimeField(_("至"))
    by_name = models.CharField(_("排班人"), max_length=150)
    at = models.DateTimeField(_("排班时间"))

    class Meta:
        indexes = [models.Index(name="duty_by_time", fields=["until_at", "from_at"])]
        constraints = [
            models.CheckConstraint(name="duty_has_hours", condition=Q(until_at__gt=F("from_at"))),
            models.UniqueConstraint(name="duty_one_start", fields=["responder", "from_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.responder_id} {self.from_at}"


class WeeklyDuty(models.Model):
    """Every week on a weekday (0 Monday) from a minute of the day until another, past midnight above 1,440."""

    responder = models.ForeignKey(Responder, models.CASCADE, related_name="weekly_duties")
    weekday = models.PositiveSmallIntegerField(_("星期"))
    starts = models.PositiveSmallIntegerField(_("自"))
    ends = models.PositiveSmallIntegerField(_("至"))

    class Meta:
        constraints = [
            models.UniqueConstraint(name="weekly_duty_once", fields=["responder", "weekday", "starts"]),
            models.CheckConstraint(
                name="weekly_duty_span",
                condition=Q(weekday__lte=6, starts__lt=1440, ends__gt=F("starts"), ends__lte=F("starts") + 1440),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.responder_id} {self.weekday}"


class Contact(models.Model):
    """A relative who is to be told, in the ways that they chose and to which the older person agreed.

    A message in the application goes to an agent's log-in and only while the mandate is in force.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代办人")
    )
    name = models.CharField(_("姓名"), max_length=60)
    relation = models.CharField(_("关系"), max_length=20)
    phone = SealedTextField(_("电话"), blank=True)
    phone_masked = models.CharField(_("电话"), max_length=20, blank=True)
    ways = models.JSONField(_("怎样告诉"), default=list)
    order = models.PositiveSmallIntegerField(_("先后"), default=1)
    has_key = models.BooleanField(_("有钥匙"), default=False)
    consented_on = models.DateField(_("老人同意日期"))
    recorded_by_name = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    ended_by_name = models.CharField(_("停用人"), max_length=150, blank=True)

    class Meta:
        ordering = ["order", "id"]
        indexes = [models.Index(name="contact_by_person", fields=["person", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                name="contact_can_be_reached", condition=Q(agent__isnull=False) | ~Q(phone_masked="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.name}"


class HomeNote(models.Model):
    """What whoever answers a call must know of a home: floor, door and keys; illnesses and medicines. Sealed."""

    person = models.OneToOneField("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    way_in = SealedTextField(_("楼层、进门和钥匙"), blank=True)
    medical = SealedTextField(_("疾病、用药和过敏"), blank=True)
    recorded_by_name = models.CharField(_("登记人"), max_length=150)
    recorded_at = models.DateTimeField(_("登记时间"))

    def __str__(self) -> str:
        return str(self.person_id)
