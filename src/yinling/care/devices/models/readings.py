"""What devices said, when each was heard last, and when one fell silent."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.devices.models.register import Device
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet


class DeviceSeen(models.Model):
    """One narrow row a device, written in bulk. No index but its key: each heartbeat touches it.

    `last_seen_at` None: never heard. `low_since`: the low battery that was told.
    """

    device = models.OneToOneField(Device, models.PROTECT, primary_key=True, related_name="seen")
    last_seen_at = models.DateTimeField(_("最后一次收到"), null=True)
    battery_percent = models.PositiveSmallIntegerField(_("电量"), null=True)
    low_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="seen_battery", condition=Q(battery_percent=None) | Q(battery_percent__lte=100))
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.last_seen_at}"


class EventVerdict(models.TextChoices):
    """What became of a report that was stored. Duplicates are not stored again."""

    TAKEN = "taken", _("收下")
    TEST = "test", _("测试")
    CLOCK = "clock", _("收下（设备时间不对）")
    NOT_INSTALLED = "not_installed", _("设备未安装")
    UNKNOWN = "unknown", _("未登记的账号")


class DeviceEventQuerySet(AppendOnlyQuerySet["DeviceEvent"]):
    """Reports: written once, but for the bytes whose time is over."""

    def forget_raw(self) -> int:
        """Takes the bytes off; what they said stays. How many reports."""
        return models.QuerySet.update(self, raw=b"")


DeviceEventManager = AppendOnlyManager.from_queryset(DeviceEventQuerySet)


class DeviceEvent(AppendOnly):
    """One report. `device` None: nobody registered the account. `person` and `area`: as they were then.

    `key` and `key_shifted` tell the same report sent twice (domain/sameness.py).
    """

    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="events")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    area = models.CharField(_("区划"), max_length=12, blank=True)
    protocol = models.CharField(_("协议"), max_length=12)
    account = models.CharField(_("账号"), max_length=64)
    code = models.CharField(_("代码"), max_length=40)
    kind = models.CharField(_("事件"), max_length=20)
    severity = models.CharField(_("轻重"), max_length=10)
    qualifier = models.CharField(_("新发或恢复"), max_length=10)
    zone = models.CharField(_("防区"), max_length=40, blank=True)
    reference = models.CharField(_("消息号"), max_length=80, blank=True)
    text = models.CharField(_("文字"), max_length=500, blank=True)
    values = models.JSONField(_("读数"), default=dict, blank=True)
    longitude = models.FloatField(_("经度"), null=True)
    latitude = models.FloatField(_("纬度"), null=True)
    occurred_at = models.DateTimeField(_("设备所说时间"), null=True)
    received_at = models.DateTimeField(_("收到时间"))
    is_test = models.BooleanField(_("测试"), default=False)
    verdict = models.CharField(_("处理"), max_length=14, choices=EventVerdict)
    raw = models.BinaryField(_("原文"))
    key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  None: told by ourselves, never sent
    key_shifted = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001

    objects: ClassVar[DeviceEventManager[Self]] = DeviceEventManager()

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(name="device_event_of_device", fields=["device", "-id"]),
            models.Index(
                name="device_event_unknown",
                fields=["protocol", "account", "id"],
                condition=Q(verdict__in=["unknown", "not_installed"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="device_event_unknown_account",
                condition=Q(verdict="unknown", device=None) | ~Q(verdict="unknown") & Q(device__isnull=False),
            ),
            models.CheckConstraint(name="device_event_test", condition=~Q(verdict="test") | Q(is_test=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_at}"


class RawForgotten(models.Model):
    """One row: up to which report the bytes were forgotten, for their time was over."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    up_to_event = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="raw_forgotten_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.up_to_event}"


class Ending(models.TextChoices):
    """How a silence ended."""

    HEARD = "heard", _("恢复")
    REMOVED = "removed", _("设备已拆除")
    VACATED = "vacated", _("住户去世或迁出")


class Silence(models.Model):
    """A device said nothing for longer than it may: found once, ended once."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="silences")
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="+")
    silent_since = models.DateTimeField(_("最后一次收到"))
    found_at = models.DateTimeField(_("发现时间"))
    back_at = models.DateTimeField(_("结束时间"), null=True)
    ending = models.CharField(_("结束原因"), max_length=8, choices=Ending, blank=True)

    class Meta:
        indexes = [models.Index(name="silence_of_person", fields=["person", "back_at"])]
        constraints = [
            models.UniqueConstraint(name="silence_open_once", fields=["device"], condition=Q(back_at=None)),
            models.UniqueConstraint(name="silence_told_once", fields=["device", "silent_since"]),
            models.CheckConstraint(
                name="silence_ends",
                condition=Q(back_at=None, ending="") | Q(back_at__gte=F("silent_since")) & ~Q(ending=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.silent_since}"


class Watching(models.Model):
    """One row: since when somebody has been listening without a break. While we were away, no device was silent."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="watching_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.since}"
