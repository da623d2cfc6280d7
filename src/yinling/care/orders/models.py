"""Orders, offers, each step as a record; times in which nobody needs to come."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.kernel.dates import Period
from yinling.people.registry.queries import mandate_in_force

Row = TypeVar("Row", bound=models.Model)
DAY_MINUTES = 24 * 60


class OfHome(models.QuerySet[Row]):
    """Rows with `person`, `area` and `provider` by viewer; a subclass names its own permissions.

    `carer_user` leads to the log-in of those who go, where there are any.
    """

    view, office, work, carer_user = "orders.view", "orders.answer", "", ""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: their area; an office: its own; a carer: where they go; an older person or agent: their own."""
        if actor.role == "machine":
            return self
        if actor.may(self.view):
            return self.filter(within(actor))
        if actor.may(self.office):
            return self.filter(**self.of_office(actor))
        if self.work and actor.may(self.work):
            return self.filter(**{self.carer_user: actor.user_id}, provider_id=actor.organisation_id).distinct()
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        return self.none()

    def of_office(self, actor: Actor) -> dict[str, object]:
        """Which rows are a provider's."""
        return {"provider_id": actor.organisation_id}


class RestQuerySet(OfHome["Rest"]):
    """Rests by viewer: an office sees those of people for whom it has orders."""

    def of_office(self, actor: Actor) -> dict[str, object]:
        """Of its own people."""
        return {"person__in": Order.objects.filter(provider=actor.organisation_id or 0).values("person")}


class RestReason(models.TextChoices):
    """Why nobody comes for a while."""

    HOSPITAL = "hospital", _("住院")
    AWAY = "away", _("外出")
    INSTITUTION = "institution", _("入住机构")
    OTHER = "other", _("其他")


class Source(models.TextChoices):
    """Who asked."""

    PLAN = "plan", _("照护计划")
    DESK = "desk", _("电话或窗口代下单")
    ELDER = "elder", _("老人本人")
    FAMILY = "family", _("家属或代办人")


class OrderState(models.TextChoices):
    """How an order stands."""

    OPEN = "open", _("待派单")
    OFFERED = "offered", _("待机构答复")
    ACCEPTED = "accepted", _("服务中")
    DECLINED = "declined", _("机构未接")
    LAPSED = "lapsed", _("超时未答复")
    ENDED = "ended", _("已结束")
    CANCELLED = "cancelled", _("已取消")


class Order(models.Model):
    """One service for one person: once (no weekdays) or week after week until `until` (exclusive).

    Times are minutes from midnight; a visit begins within the window. `carers` come together.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12)
    provider = models.ForeignKey(
        "providers.Provider", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("服务机构")
    )
    plan_item = models.ForeignKey("plans.PlanItem", models.PROTECT, null=True, blank=True, related_name="+")
    service_code = models.CharField(_("服务项目"), max_length=40)
    source = models.CharField(_("来源"), max_length=8, choices=Source)
    state = models.CharField(_("状态"), max_length=10, choices=OrderState, default=OrderState.OPEN)
    from_day = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    weekdays = models.JSONField(_("星期"), default=list, blank=True)
    every_weeks = models.PositiveSmallIntegerField(_("每几周"), default=1)
    skips_holidays = models.BooleanField(_("节假日不上门"), default=False)
    window_from = models.PositiveSmallIntegerField(_("最早上门"))
    window_until = models.PositiveSmallIntegerField(_("最晚上门"))
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    carers = models.PositiveSmallIntegerField(_("人数"), default=1)
    wished_worker = models.ForeignKey(
        "workforce.Worker", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("希望的护理员")
    )
    wished_gender = models.CharField(_("护理员性别要求"), max_length=6, blank=True)
    priority = models.PositiveSmallIntegerField(_("优先级"), default=2)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("下单时间"))

    objects = OfHome.as_manager()

    class Meta:
        indexes = [models.Index(name="order_by_provider", fields=["provider", "state", "id"])]
        constraints = [
            models.CheckConstraint(
                name="order_window",
                condition=Q(window_from__lte=F("window_until"), window_until__lt=DAY_MINUTES),
            ),
            models.CheckConstraint(name="order_lasts", condition=Q(minutes__gte=5, minutes__lte=720)),
            models.CheckConstraint(name="order_carers", condition=Q(carers__gte=1, carers__lte=2)),
            models.CheckConstraint(name="order_weeks", condition=Q(every_weeks__gte=1)),
            models.CheckConstraint(name="order_span", condition=Q(until=None) | Q(until__gte=F("from_day"))),
            models.CheckConstraint(
                name="order_accepted_by_somebody",
                condition=~Q(state__in=["offered", "accepted"]) | Q(provider__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.from_day}"

    @property
    def span(self) -> Period:
        """The days over which the order runs."""
        return Period(self.from_day, self.until) if self.until else Period(self.from_day)


class Offer(models.Model):
    """An order put to one provider, who answers until `answer_by`; unanswered offers lapse."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="offers")
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("服务机构"))
    offered_at = models.DateTimeField(_("派单时间"))
    answer_by = models.DateTimeField(_("答复期限"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answer = models.CharField(
        _("答复"),
        max_length=8,
        blank=True,
        choices=[("accepted", _("接单")), ("declined", _("不接")), ("lapsed", _("超时"))],
    )
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offer_open_once", fields=["order"], condition=Q(answered_at=None)),
            models.CheckConstraint(
                name="offer_answer_has_time",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.offered_at}"


class OrderRecord(AppendOnly):
    """One step of an order."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="records")
    verb = models.CharField(_("步骤"), max_length=12)
    state = models.CharField(_("之后的状态"), max_length=10, choices=OrderState)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class Rest(models.Model):
    """Nobody needs to come to a person, whoever cares for them, in [from_day, until); `until` None: not known yet.

    Both days the same: it was withdrawn before it began.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    area = models.CharField(_("区划"), max_length=12)
    reason = models.CharField(_("原因"), max_length=12, choices=RestReason)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    from_day = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    by_name = models.CharField(_("登记人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))

    objects = RestQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="rest_span", condition=Q(until=None) | Q(until__gte=F("from_day")))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_day}"
