"""Persons, their identifiers, households and groups."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.sealing import SealedTextField
from yinling.kernel.actor import Actor


class Sex(models.TextChoices):
    """As the identity number tells it."""

    FEMALE = "female", _("女")
    MALE = "male", _("男")


class PersonQuerySet(models.QuerySet["Person"]):
    """Persons by viewer."""

    def visible_to(self, actor: Actor, *, on: date) -> "PersonQuerySet":
        """Desk roles: their area; an older person: themself; an agent: who mandates them on the day; others: no one."""
        if actor.role == "machine":
            return self
        if actor.may("registry.view"):
            return self.filter(within(actor))
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on)).distinct()
        return self.none()


def mandate_in_force(actor: Actor, on: date, person: str = "") -> Q:
    """Persons who have given the actor a mandate that is in force on the day; `person` is the way to them, if any."""
    to = f"{person}__mandates" if person else "mandates"
    in_force = Q(**{f"{to}__valid_until": None}) | Q(**{f"{to}__valid_until__gt": on})
    return in_force & Q(**{f"{to}__agent_id": actor.user_id, f"{to}__valid_from__lte": on})


class Person(models.Model):
    """An older person; its columns repeat the settled values of statements, so that lists need no settling.

    `area` is the place that looks after the person: residence, else registration. A merged person points to the one
    that stands for both. `match_key` finds possible duplicates; `phone_index` is a blind index.
    """

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField(_("出生日期"), null=True, blank=True)
    area = models.CharField(_("所属区划"), max_length=12, blank=True)
    registered_area = models.CharField(_("户籍区划"), max_length=12, blank=True)
    phone_masked = models.CharField(_("电话"), max_length=20, blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    match_key = models.CharField(max_length=64, blank=True, db_index=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    registered_at = models.DateTimeField(_("登记时间"))

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="person_by_area", fields=["area", "id"])]

    def __str__(self) -> str:
        return f"{self.name[:1]}{'*' * (len(self.name) - 1)}"


class IdentifierKind(models.TextChoices):
    """Documents that older people hold."""

    RESIDENT = "resident", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    FOREIGN_PERMIT = "foreign_permit", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")
    MILITARY = "military", _("军人证件")


class Identifier(models.Model):
    """A number of a document: sealed, masked for pages, found by its blind index."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    kind = models.CharField(_("证件类型"), max_length=16, choices=IdentifierKind, default=IdentifierKind.RESIDENT)
    number = SealedTextField(_("证件号码"))
    masked = models.CharField(_("证件号码"), max_length=30)
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="identifier_once", fields=["index", "kind"])]

    def __str__(self) -> str:
        return self.masked


class Household(models.Model):
    """People who share a household number of the registration."""

    number = models.CharField(_("户编号"), max_length=40, unique=True)

    def __str__(self) -> str:
        return self.number


class HouseholdMembership(models.Model):
    """A person in a household from a day until another; rebuilt from statements."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="household_memberships")
    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.household} {self.valid_from}"


class GroupMembership(models.Model):
    """A person in a group (`minimum_living`, `living_alone` …) from a day until another; rebuilt from statements."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="group_memberships")
    group = models.CharField(_("人群"), max_length=30)
    valid_from = models.DateField(_("自"))
    valid_until = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(name="group_by_day", fields=["group", "valid_from", "valid_until"])]

    def __str__(self) -> str:
        return f"{self.group} {self.valid_from}"
