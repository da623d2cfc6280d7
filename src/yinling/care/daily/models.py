"""One person's day: asked whether all is well, and what came of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.care.daily.domain.states import BY_WORDS, DAILY_WORDS, Daily
from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor

_STATES = [(str(code), words) for code, words in DAILY_WORDS.items()]
_WAYS = [(str(code), words) for code, words in BY_WORDS.items()]


class DailyQuerySet(models.QuerySet["DailyWell"]):
    """Days by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who look after the list, and the call desk, in their area; visitors none."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("wellbeing.view") else self.none()


class DailyWell(models.Model):
    """One person's day: asked whether all is well, and what came of it; `ticket` is the visit that followed silence."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    on = models.DateField(_("日期"))
    state = models.CharField(_("状态"), max_length=10, choices=_STATES, default=Daily.ASKED)
    tries = models.PositiveSmallIntegerField(_("提醒次数"), default=0)
    said_by = models.CharField(_("怎样报的平安"), max_length=8, choices=_WAYS, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(_("最近一次"))
    ticket = models.ForeignKey("wellbeing.Ticket", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DailyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="daily_asked_once_a_day"),
            models.CheckConstraint(condition=~Q(state=Daily.WELL) | ~Q(said_by=""), name="daily_well_is_said"),
            models.CheckConstraint(
                condition=~Q(state=Daily.VISIT) | Q(ticket__isnull=False), name="daily_silence_is_followed"
            ),
        ]
        indexes = [models.Index(fields=["on", "state", "area"], name="daily_by_state")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"
