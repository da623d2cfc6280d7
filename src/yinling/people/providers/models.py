"""Firms, sites and the statuses that both went through."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor
from yinling.kernel.area import ancestors


class ProviderKind(models.TextChoices):
    """What a provider mainly does."""

    ADAPTATION_FIRM = "adaptation_firm", _("适老化改造企业")
    CARE_OPERATOR = "care_operator", _("养老服务运营机构")
    MEAL_OPERATOR = "meal_operator", _("助餐服务机构")
    OTHER = "other", _("其他")


class ProviderStatus(models.TextChoices):
    """Whether a provider may take new work."""

    ACTIVE = "active", _("正常")
    SUSPENDED = "suspended", _("暂停")
    ENDED = "ended", _("终止")


class SiteStatus(models.TextChoices):
    """Statuses of facilities as the decomposition tables print them."""

    OPERATING = "operating", _("运营")
    CLOSED = "closed", _("关闭")
    NOT_OPERATING = "not_operating", _("未运营")
    NAME_PLATE_ONLY = "name_plate_only", _("仅挂牌")
    INSIDE_INSTITUTION = "inside_institution", _("养老机构内")
    PLANNED = "planned", _("计划建设")
    TO_BE_SITED = "to_be_sited", _("待选址")


class Spell(models.Model):
    """A status from one day until the next spell begins; never changed afterwards."""

    status: str
    since = models.DateField(_("自"))
    reason = models.CharField(_("原因"), max_length=200)
    by_name = models.CharField(_("经办人"), max_length=60)
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        abstract = True
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.since}"  # type: ignore[attr-defined]  # by each kind's choices


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Providers by viewer."""

    def visible_to(self, actor: Actor) -> "ProviderQuerySet":
        """Desk roles: those in their area and those that serve it; a firm's staff: their own; machines: all."""
        if actor.role == "machine":
            return self
        if actor.organisation_id is not None:
            return self.filter(id=actor.organisation_id)
        if not actor.may("providers.view"):
            return self.none()
        above = ancestors(actor.area) if actor.area else []
        return self.filter(within(actor) | Q(area__in=above))


class Provider(models.Model):
    """A legal person; active from its registration until a first spell says otherwise.

    `area` is the area it serves; `account_number` is opened for payment runs only; `status` repeats the latest of
    `spells`.
    """

    name = models.CharField(_("名称"), max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=ProviderKind)
    status = models.CharField(_("状态"), max_length=12, choices=ProviderStatus, default=ProviderStatus.ACTIVE)
    area = models.CharField(_("服务区域"), max_length=12, db_index=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = SealedTextField(_("联系电话"), blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=120, blank=True)
    account_name = models.CharField(_("账户名称"), max_length=120, blank=True)
    account_number = SealedTextField(_("银行账号"), blank=True)
    account_masked = models.CharField(_("银行账号"), max_length=40, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class ProviderSpell(Spell):
    """Whether a provider might take work."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="spells")
    status = models.CharField(_("状态"), max_length=12, choices=ProviderStatus)


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites by viewer."""

    def visible_to(self, actor: Actor) -> "SiteQuerySet":
        """Desk roles: those in their area; a firm's staff: their own; machines: all."""
        if actor.role == "machine":
            return self
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor)) if actor.may("providers.view") else self.none()


class Site(models.Model):
    """A facility. `kind` is a facility type of the pack; `status` repeats the latest of `spells`."""

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="sites", null=True, blank=True, verbose_name=_("运营机构")
    )
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("设施类型"), max_length=40, db_index=True)
    area = models.CharField(_("所在区划"), max_length=12, db_index=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    status = models.CharField(_("状态"), max_length=20, choices=SiteStatus)
    floor_area_m2 = models.DecimalField(_("建筑面积（平方米）"), max_digits=9, decimal_places=2, null=True, blank=True)
    capacity = models.PositiveIntegerField(_("容量（床、座或客）"), null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=8, decimal_places=5, null=True, blank=True)
    opened_on = models.DateField(_("启用日期"), null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="site_name_once_in_area", fields=["area", "kind", "name"])]

    def __str__(self) -> str:
        return self.name


class SiteSpell(Spell):
    """How a site stood."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="spells")
    status = models.CharField(_("状态"), max_length=20, choices=SiteStatus)

    class Meta(Spell.Meta):
        indexes = [models.Index(name="site_spell_by_day", fields=["site", "since"])]
