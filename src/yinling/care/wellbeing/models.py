"""The list, who goes, what was found, signals, tickets, and the walks that keep the list."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from yinling.care.wellbeing.domain.states import (
    OUTCOME_WORDS,
    TICKET_WORDS,
    WAY_WORDS,
    Outcome,
    TicketState,
)
from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), text) for code, text in words.items()]


def _seen_by(actor: Actor, visitor: str) -> Q | None:
    """Rows by viewer: the desk its area, a visitor only who is theirs; None: nobody's."""
    if actor.role == "machine":
        return Q()
    if actor.may("wellbeing.view"):
        return within(actor)
    if actor.may("wellbeing.visit") and actor.user_id is not None:
        return Q(**{visitor: actor.user_id}) & within(actor)
    return None


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """The desk: its area; a visitor: the people assigned to them while they are on the list."""
        seen = _seen_by(actor, "visitor")
        if seen is None:
            return self.none()
        return self.filter(seen) if actor.may("wellbeing.view") or actor.role == "machine" else self.filter(seen).open()

    def open(self) -> Self:
        """Those on the list now."""
        return self.filter(until_on=None)


class Target(models.Model):
    """A person on the list from a day until another. `due_on` is always known: until when somebody is to go next.

    `reasons` are the groups with their clauses; `first_due_on` is fixed on joining and says in which month the person
    begins to count.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    reasons = models.JSONField(_("列入原因"), default=list)
    risk = models.CharField(_("风险等级"), max_length=30)
    per_month = models.PositiveSmallIntegerField(_("每月次数"))
    has_daily_call = models.BooleanField(_("每天报平安"), default=False)
    from_on = models.DateField(_("列入"))
    first_due_on = models.DateField(_("第一次探访期限"))
    due_on = models.DateField(_("下次探访期限"))
    last_visit_on = models.DateField(_("最近探访"), null=True, blank=True)
    until_on = models.DateField(_("移出"), null=True, blank=True)
    left_why = models.CharField(_("移出原因"), max_length=200, blank=True)
    visitor = models.ForeignKey("access.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="wellbeing_listed_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="wellbeing_leaves_after_joining"
            ),
            models.CheckConstraint(condition=Q(per_month__gte=1), name="wellbeing_visited_at_all"),
        ]
        indexes = [
            models.Index(fields=["area", "id"], name="wellbeing_by_area"),
            models.Index(fields=["visitor", "until_on", "due_on"], name="wellbeing_by_visitor"),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class TargetStep(AppendOnly):
    """What happened to somebody's place on the list."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    why = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.verb


class Assignment(models.Model):
    """Who visits a village, or one person, from a day until another; a person's own goes before the village's."""

    area = models.CharField(_("区划"), max_length=12)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, blank=True, related_name="+")
    visitor = models.ForeignKey("access.User", models.PROTECT, related_name="+", verbose_name=_("探访员"))
    from_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"), null=True, blank=True)
    by_name = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(until_on=None, person=None), name="wellbeing_one_visitor_a_village"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until_on=None), name="wellbeing_one_visitor_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.area


class WelfareVisitQuerySet(AppendOnlyQuerySet["WelfareVisit"]):
    """Visits by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """The desk: its area; a visitor: their own."""
        seen = _seen_by(actor, "by")
        return self.none() if seen is None else self.filter(seen)


WelfareVisitManager = AppendOnlyManager.from_queryset(WelfareVisitQuerySet)


class WelfareVisit(AppendOnly):
    """Somebody went, or telephoned. `is_counted`: serves the monthly rate by the rules of that day.

    `key` makes a form that is sent twice one visit. `longitude` and `latitude` are where the phone was.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=6, choices=_choices(WAY_WORDS))
    outcome = models.CharField(_("结果"), max_length=8, choices=_choices(OUTCOME_WORDS))
    is_counted = models.BooleanField(_("计入探访率"))
    findings = models.JSONField(_("情况"), default=list)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    photo = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    key = models.CharField(max_length=36, unique=True)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(_("登记时间"))

    objects: ClassVar[WelfareVisitManager[Self]] = WelfareVisitManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_counted=False) | Q(outcome=Outcome.MET), name="wellbeing_counts_who_was_met"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on"], name="wellbeing_visit_by_person"),
            models.Index(fields=["on", "area"], name="wellbeing_visit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """The desk: its area; a visitor: what is given to them."""
        seen = _seen_by(actor, "assignee")
        return self.none() if seen is None else self.filter(seen)

    def readable_by(self, actor: Actor) -> Self:
        """Also those that went with whoever moved away, for the desk of a place where something was done about them."""
        if actor.role == "machine" or not actor.may("wellbeing.view"):
            return self.visible_to(actor)
        return self.filter(within(actor) | Exists(TicketStep.objects.filter(within(actor), ticket=OuterRef("pk"))))


class Ticket(models.Model):
    """Something to be done for a person until a moment; every ticket ends closed or escalated."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    kind = models.CharField(_("事项"), max_length=30)
    words = models.CharField(_("说明"), max_length=300)
    visit = models.ForeignKey(WelfareVisit, models.PROTECT, null=True, blank=True, related_name="tickets")
    state = models.CharField(_("状态"), max_length=10, choices=_choices(TICKET_WORDS), default=TicketState.OPEN)
    is_urgent = models.BooleanField(_("紧急"), default=False)
    assignee = models.ForeignKey("access.User", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(_("开单时间"))
    due_at = models.DateTimeField(_("期限"))
    ended_at = models.DateTimeField(_("办结或升级时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=300, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="wellbeing_ticket_has_time"),
            models.CheckConstraint(
                condition=Q(state__in=[TicketState.CLOSED, TicketState.ESCALATED], ended_at__isnull=False)
                | (~Q(state__in=[TicketState.CLOSED, TicketState.ESCALATED]) & Q(ended_at=None)),
                name="wellbeing_ticket_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.CLOSED) | ~Q(outcome=""), name="wellbeing_ticket_closed_with_words"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="wellbeing_ticket_by_due"),
            models.Index(fields=["area", "id"], name="wellbeing_ticket_by_area"),
            models.Index(fields=["person", "kind"], name="wellbeing_ticket_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class TicketStep(AppendOnly):
    """What was done about a ticket, and where it was then."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=_choices(TICKET_WORDS))
    area = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.verb


class SignalQuerySet(models.QuerySet["Signal"]):
    """Signals by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who look after the list, and the call desk, in their area; visitors none."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("wellbeing.view") else self.none()


class Signal(models.Model):
    """Something that may worry, once by its source: what happened once ended on its day, what goes on has no end."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    area = models.CharField(_("区划"), max_length=12)
    kind = models.CharField(_("信号"), max_length=20)
    source = models.CharField(max_length=60)
    since_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"), null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source"], name="wellbeing_signal_once")]
        indexes = [models.Index(fields=["area", "since_on"], name="wellbeing_signal_by_area")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class ListRun(models.Model):
    """One walk over the register on a day; cut off, it goes on after `after_person`."""

    on = models.DateField(_("计算日"))
    after_person = models.BigIntegerField(default=0)
    people_done = models.PositiveIntegerField(_("已查人数"), default=0)
    people_total = models.PositiveIntegerField(_("应查人数"), default=0)
    joined = models.PositiveIntegerField(_("列入"), default=0)
    changed = models.PositiveIntegerField(_("变化"), default=0)
    left = models.PositiveIntegerField(_("移出"), default=0)
    is_running = models.BooleanField(default=True)
    by_name = models.CharField(_("发起人"), max_length=150)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["is_running"], condition=Q(is_running=True), name="wellbeing_one_run"),
        ]

    def __str__(self) -> str:
        return str(self.on)
