"""Stored facts of inlets: by which ways receivers take reports, and when none did."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Inlet(models.Model):
    """A way into one receiver: when it was open for calls last, by its own word, and when something came in by it last.

    Whoever has heard nothing but signs of life was never open.
    """

    receiver = models.CharField(_("接收程序"), max_length=80)
    line = models.CharField(_("接入方式"), max_length=10)
    open_at = models.DateTimeField(_("最近一次报告"), null=True)
    heard_at = models.DateTimeField(_("最近一次收到报文"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="inlet_once", fields=["receiver", "line"])]

    def __str__(self) -> str:
        return f"{self.receiver} {self.line}"


class Outage(models.Model):
    """A time in which nobody received what comes by a line: found once, ended once. No device was silent in it."""

    line = models.CharField(_("接入方式"), max_length=10)
    since = models.DateTimeField(_("最近一次收到"))
    found_at = models.DateTimeField(_("发现时间"))
    over_at = models.DateTimeField(_("结束时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outage_open_once", fields=["line"], condition=Q(over_at=None)),
            models.CheckConstraint(name="outage_span", condition=Q(over_at=None) | Q(over_at__gte=F("found_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.since}"
