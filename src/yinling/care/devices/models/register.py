"""The register: each device, where it hung and hangs, each step as a record."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force


class Line(models.TextChoices):
    """By which way a device speaks."""

    DC09 = "dc09", _("DC-09（报警主机）")
    SCAIP = "scaip", _("SCAIP（呼叫主机）")
    JSON = "json", _("MQTT 或 HTTP（JSON）")


class DeviceState(models.TextChoices):
    """Where a device is. In test (installer mode) nothing is dispatched."""

    IN_STORE = "in_store", _("在库")
    INSTALLED = "installed", _("已安装")
    TESTING = "testing", _("测试中")
    RETIRED = "retired", _("已报废")


class DeviceQuerySet(models.QuerySet["Device"]):
    """Devices by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: their area; an older person or agent: what hangs in their home."""
        if actor.role == "machine":
            return self
        if actor.may("devices.view"):
            return self.filter(within(actor))
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(installations__removed_at=None, installations__person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(
                mandate_in_force(actor, on, "installations__person"), installations__removed_at=None
            ).distinct()
        return self.none()


class Device(models.Model):
    """One device. `protocol` and `account` are what its frames say; `kind` is a word of devices.yaml.

    `watched_from`: since when silence counts, None while nobody lives with it. `test_until`: when the test ends by
    itself. `expected_seconds`: its own period where it differs from that of its kind. `area`: of the home, else of
    the office that keeps it.
    """

    kind = models.CharField(_("种类"), max_length=30)
    protocol = models.CharField(_("接入方式"), max_length=10, choices=Line)
    account = models.CharField(_("账号"), max_length=64)
    serial = models.CharField(_("序列号"), max_length=60, blank=True)
    label = models.CharField(_("名称"), max_length=60, blank=True)
    secret = SealedTextField(_("密钥"), blank=True, default="")
    expected_seconds = models.PositiveIntegerField(_("平安周期（秒）"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DeviceState, default=DeviceState.IN_STORE)
    area = models.CharField(_("区划"), max_length=12)
    watched_from = models.DateTimeField(null=True, blank=True)
    test_since = models.DateTimeField(null=True, blank=True)
    test_until = models.DateTimeField(null=True, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by_name = models.CharField(_("登记人"), max_length=150)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="device_by_area", fields=["area", "id"]),
            models.Index(name="device_by_state", fields=["state", "kind", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(name="device_account_once", fields=["account", "protocol"]),
            models.CheckConstraint(
                name="device_period",
                condition=Q(expected_seconds=None) | Q(expected_seconds__gte=10, expected_seconds__lte=7 * 86_400),
            ),
            models.CheckConstraint(
                name="device_watched_where_installed",
                condition=Q(state__in=["installed", "testing"], watched_from__isnull=False)
                | Q(state__in=["in_store", "retired"], watched_from=None),
            ),
            models.CheckConstraint(
                name="device_test_ends",
                condition=Q(state="testing", test_since__isnull=False, test_until__gt=F("test_since"))
                | ~Q(state="testing") & Q(test_since=None, test_until=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.account}"

    @property
    def secret_masked(self) -> str:
        """That there is one, and how it ends."""
        return f"****{self.secret[-2:]}" if len(self.secret) > 8 else "****" if self.secret else ""


class Installation(models.Model):
    """A device in a home, from the day it was put up until it was taken down; kept for good."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="installations")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    room = models.CharField(_("安装位置"), max_length=60)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    installed_at = models.DateTimeField(_("安装时间"))
    removed_at = models.DateTimeField(_("拆除时间"), null=True, blank=True)
    tested_at = models.DateTimeField(_("测试通过"), null=True, blank=True)
    by_name = models.CharField(_("安装人"), max_length=150)
    removed_by_name = models.CharField(_("拆除人"), max_length=150, blank=True)
    why_removed = models.CharField(_("拆除原因"), max_length=200, blank=True)
    vacated_at = models.DateTimeField(_("住户去世或迁出"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="installation_open_once", fields=["device"], condition=Q(removed_at=None)),
            models.CheckConstraint(
                name="installation_span", condition=Q(removed_at=None) | Q(removed_at__gte=F("installed_at"))
            ),
            models.CheckConstraint(
                name="installation_place_whole",
                condition=Q(longitude=None, latitude=None) | Q(longitude__isnull=False, latitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.room}"


class DeviceRecord(AppendOnly):
    """One step of a device."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="records")
    verb = models.CharField(_("步骤"), max_length=12)
    state = models.CharField(_("之后的状态"), max_length=10, choices=DeviceState)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
