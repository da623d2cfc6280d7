"""Items that the district added or changed, and prices by day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor


class Unit(models.TextChoices):
    """What one price is for."""

    VISIT = "visit", _("次")
    HOUR = "hour", _("小时")
    DAY = "day", _("天")
    MEAL = "meal", _("份")
    MONTH = "month", _("月")


class Service(models.Model):
    """An item of the district: a new code adds one, a code of the policy files stands in its place.

    `skills` and `proof` are codes of the policy files. `category` is a category of the files or of the 24 listed items.
    """

    code = models.SlugField(_("编号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    category = models.CharField(_("大类"), max_length=40)
    listed_under = models.CharField(_("所属目录项目"), max_length=40, blank=True)
    unit = models.CharField(_("计价单位"), max_length=8, choices=Unit, default=Unit.VISIT)
    minutes = models.PositiveSmallIntegerField(_("通常时长（分钟）"))
    skills = models.JSONField(_("需要的技能"), default=list)
    carers = models.PositiveSmallIntegerField(_("护理人员人数"), default=1)
    proof = models.JSONField(_("服务凭证"), default=list)
    same_sex = models.BooleanField(_("同性护理人员"), default=False)
    grade_min = models.PositiveSmallIntegerField(_("最低能力等级"), default=0)
    is_offered = models.BooleanField(_("提供"), default=True)
    changed_by_name = models.CharField(_("修改人"), max_length=150)
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_one_or_two_carers", condition=Q(carers__in=[1, 2])),
            models.CheckConstraint(name="service_takes_time", condition=Q(minutes__gte=5, minutes__lte=1440)),
        ]

    def __str__(self) -> str:
        return self.name


class PriceQuerySet(models.QuerySet["Price"]):
    """Prices by viewer."""

    def visible_to(self, actor: Actor) -> "PriceQuerySet":
        """The desk: all; a provider's staff: the district's and their own; others: the district's."""
        if actor.role == "machine" or (actor.may("catalogue.view") and actor.organisation_id is None):
            return self
        return self.filter(Q(provider=None) | Q(provider_id=actor.organisation_id))


class Price(models.Model):
    """What one unit of an item costs in the days [valid_from, valid_until): the district's highest price, or a
    provider's own."""

    service_code = models.CharField(_("项目"), max_length=40)
    provider = models.ForeignKey(
        "providers.Provider", models.PROTECT, related_name="+", null=True, verbose_name=_("机构")
    )
    fen = models.PositiveBigIntegerField(_("价格"))
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    by_name = models.CharField(_("录入人"), max_length=150)
    by_user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(_("录入时间"))

    objects = PriceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="price_by_day", fields=["service_code", "provider", "valid_from"])]
        constraints = [
            models.UniqueConstraint(name="provider_price_once", fields=["service_code", "provider", "valid_from"]),
            models.UniqueConstraint(
                name="district_price_once", fields=["service_code", "valid_from"], condition=Q(provider=None)
            ),
            models.CheckConstraint(
                name="price_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.fen} {self.valid_from}"
