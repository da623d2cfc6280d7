"""Alarms, every step of them, the timers that make them climb, who was sent, and whether anybody watches."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.care.alarms.domain.chain import What
from yinling.care.alarms.domain.states import STATE_WORDS, State
from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor

STATES = [(state.value, words) for state, words in STATE_WORDS.items()]


class Source(models.TextChoices):
    """What raised an alarm."""

    DEVICE = "device", _("设备")
    PERSON = "person", _("本人")
    CALL = "call", _("来电")
    STRANGER = "stranger", _("没有登记的账号")


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """The desk: its area; a responder: those to which they are sent now; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("alarms.view"):
            return self.filter(within(actor))
        if actor.may("alarms.respond") and actor.user_id is not None:
            sent = Dispatch.objects.filter(responder__user_id=actor.user_id, ended_at=None)
            return self.filter(pk__in=sent.values("alarm_id"))
        return self.none()

    def open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(closed_at=None)


class Alarm(models.Model):
    """A call for help. One source has one open alarm of a kind: the same again is counted, not doubled.

    `chain` is the copy of how it climbs, `calls_done` the places in it that are done, `counts_from` the moment from
    which the next wait counts. `first_…` are never moved: times are measured by them. Closing is a person's word alone.
    """

    source = models.CharField(_("来源"), max_length=8, choices=Source)
    source_key = models.CharField(max_length=80)
    device = models.ForeignKey(
        "devices.Device", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("设备")
    )
    person = models.ForeignKey(
        "registry.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("老年人")
    )
    kind = models.CharField(_("种类"), max_length=20)
    severity = models.CharField(_("轻重"), max_length=20)
    order = models.PositiveSmallIntegerField(default=1)
    area = models.CharField(_("区划"), max_length=12)
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default=State.RAISED.value)
    raised_at = models.DateTimeField(_("报警时间"))
    last_raised_at = models.DateTimeField(_("最近一次报警"))
    times_raised = models.PositiveIntegerField(_("报警次数"), default=1)
    cleared_at = models.DateTimeField(_("设备报告解除"), null=True, blank=True)
    chain = models.JSONField(_("升级链"))
    calls_done = models.JSONField(default=list)
    counts_from = models.DateTimeField()
    exhausted_at = models.DateTimeField(_("升级走完"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acknowledged_by_name = models.CharField(_("处置人"), max_length=150, blank=True)
    first_acknowledged_at = models.DateTimeField(_("受理"), null=True, blank=True)
    first_sent_at = models.DateTimeField(_("派人"), null=True, blank=True)
    first_arrived_at = models.DateTimeField(_("到场"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=30, blank=True)
    is_false = models.BooleanField(_("误报"), default=False)
    closed_at = models.DateTimeField(_("关闭"), null=True, blank=True)
    closed_by_name = models.CharField(_("关闭人"), max_length=150, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(name="alarm_by_time", fields=["area", "raised_at"]),
            models.Index(name="alarm_open", fields=["area", "order", "raised_at"], condition=Q(closed_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="alarm_one_open", fields=["source_key", "kind"], condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="alarm_closed_with_outcome",
                condition=Q(closed_at=None) & ~Q(state="closed")
                | Q(closed_at__isnull=False, state="closed") & ~Q(outcome="") & ~Q(closed_by_name=""),
            ),
            models.CheckConstraint(
                name="alarm_owned_unless_raised",
                condition=Q(state="raised", acknowledged_by_name="", acknowledged_by=None)
                | ~Q(state="raised") & ~Q(acknowledged_by_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AlarmStep(AppendOnly):
    """One thing that happened to an alarm: who, when, what with. `event_id` is the device's report, told once."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="steps")
    verb = models.CharField(_("步骤"), max_length=20)
    state = models.CharField(_("之后的状态"), max_length=12, choices=STATES)
    note = models.CharField(_("说明"), max_length=400, blank=True)
    data = models.JSONField(default=dict, blank=True)
    event_id = models.BigIntegerField(null=True, blank=True, unique=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class AlarmTimer(models.Model):
    """What happens next to an alarm and when; an open alarm has exactly one that nobody has taken."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="timers")
    what = models.CharField(max_length=10, choices=[(what.value, what.name) for what in What])
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(name="timer_due", fields=["due_at"], condition=Q(taken_at=None))]
        constraints = [
            models.UniqueConstraint(name="timer_one_open", fields=["alarm"], condition=Q(taken_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.what} {self.due_at}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Dispatches by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """A responder: their own; the desk: those of the alarms it sees; machines: all."""
        if actor.role == "machine":
            return self
        if actor.may("alarms.view"):
            return self.filter(within(actor, "alarm__area"))
        return self.filter(responder__user_id=actor.user_id) if actor.may("alarms.respond") else self.none()


class Dispatch(models.Model):
    """A responder is sent to an alarm; nobody is sent to two at once. `travel_seconds` is what was estimated."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="dispatches")
    responder = models.ForeignKey("responders.Responder", models.PROTECT, related_name="+", verbose_name=_("响应人员"))
    travel_seconds = models.PositiveIntegerField(_("预计路程（秒）"), null=True, blank=True)
    sent_at = models.DateTimeField(_("派出"))
    sent_by_name = models.CharField(_("派出人"), max_length=150)
    going_at = models.DateTimeField(_("出发"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("到场"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束"), null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dispatch_one_open", fields=["responder"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.responder_id}"


class Pulse(models.Model):
    """The last sign of life of what watches: timers and watchdog. Its silence is what the desk must see."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    found = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
