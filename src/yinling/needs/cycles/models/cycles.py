"""A cycle, its steps, and its figures."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.needs.cycles.domain import states
from yinling.people.registry.queries import people_visible

Row = TypeVar("Row", bound=models.Model)


class ByArea(models.QuerySet[Row]):
    """Rows that carry an area code."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Rows within the area of those who may see cycles."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("cycles.view") else self.none()


class OfPerson(ByArea[Row]):
    """Rows that carry an area code and concern a person."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """As by area; older persons and their agents see their own."""
        if actor.may("elder.own") or actor.may("elder.represent"):
            return self.filter(person__in=people_visible(actor, on=on))
        return super().visible_to(actor, on=on)


class State(models.TextChoices):
    """Where a cycle stands."""

    DRAFT = "draft", _("编制中")
    CHECKED = "checked", _("已复核，待批准")
    APPROVED = "approved", _("已批准，待付款")
    PAID = "paid", _("已付款")
    CLOSED = "closed", _("已结")


class Cycle(models.Model):
    """What is given in one month, from one pack, in one area. `month` is its first day.

    `after_person` is the last person worked out: where a draft that was stopped goes on. `marks` are the last
    statement and step seen and when it began, `rules` the digest of each programme by month: the next cycle looks back
    only where one of them moved on.
    """

    pack = models.CharField(_("政策包"), max_length=60)
    month = models.DateField(_("月份"))
    area = models.CharField(_("区划"), max_length=12, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.DRAFT)
    look_back_months = models.PositiveSmallIntegerField(_("追溯月数"), default=24)
    instalment_percent_max = models.PositiveSmallIntegerField(_("每月最多扣回百分比"), default=30)
    known_at = models.DateTimeField(_("按何时所知编制"))
    persons_total = models.PositiveIntegerField(_("应编制人数"), default=0)
    persons_done = models.PositiveIntegerField(_("已编制人数"), default=0)
    after_person = models.BigIntegerField(default=0)
    is_drafted = models.BooleanField(_("编制完成"), default=False)
    marks = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    bank_reference = models.CharField(_("银行受理号"), max_length=60, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ByArea.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cycle_once", fields=["pack", "month", "area"]),
            models.CheckConstraint(
                name="cycle_checked_by_another",
                condition=Q(checked_by=None) | Q(drafted_by=None) | ~Q(checked_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="cycle_approved_by_another", condition=Q(approved_by=None) | ~Q(approved_by=F("checked_by"))
            ),
            models.CheckConstraint(
                name="cycle_state_has_people",
                condition=Q(state="draft")
                | Q(state="checked", checked_by__isnull=False)
                | Q(state__in=sorted(states.FROZEN), checked_by__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(name="cycle_share_at_most_all", condition=Q(instalment_percent_max__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.month:%Y-%m} {self.area}"


class CycleStep(AppendOnly):
    """One step in a cycle's life."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=20)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class CycleFigure(models.Model):
    """Sums of a part of the people, by town, programme and fund: what a page adds up without reading every row.

    `what` is a kind of row, `paid`, or a change since the month before (domain.changes). `fund` is empty for sums of
    all funds.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="figures")
    area = models.CharField(_("区划"), max_length=12, blank=True)
    programme = models.CharField(_("项目"), max_length=60, blank=True)
    what = models.CharField(max_length=16)
    fund = models.CharField(_("资金"), max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)
    amount_fen = models.BigIntegerField(default=0)

    objects = ByArea.as_manager()

    class Meta:
        indexes = [models.Index(name="cycle_figure_by_what", fields=["cycle", "what"])]

    def __str__(self) -> str:
        return f"{self.what} {self.programme} {self.amount_fen}"
