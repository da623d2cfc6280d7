"""Log-ins and the posts they hold: a role, bounded by an area, an organisation or a person."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.domain.roles import ROLES


class User(AbstractUser):
    """A log-in. What it may do comes from its posts alone."""

    name = models.CharField(_("姓名"), max_length=60)
    password_is_first = models.BooleanField(_("首次密码"), default=False)

    def __str__(self) -> str:
        return self.name or self.username


class Post(models.Model):
    """A role held by a user from one day until another. Identifiers of upper floors are kept without a key."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("角色"), max_length=30, choices=[(r.code, r.name) for r in ROLES.values()])
    area = models.CharField(_("区划"), max_length=12, blank=True)
    organisation_id = models.BigIntegerField(_("机构"), null=True, blank=True)
    person_id = models.BigIntegerField(_("老年人"), null=True, blank=True)
    valid_from = models.DateField(_("开始"))
    valid_until = models.DateField(_("结束"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="post_firm_has_organisation",
                condition=~models.Q(role="adaptation_firm") | models.Q(organisation_id__isnull=False),
            ),
            models.CheckConstraint(
                name="post_older_person_is_someone",
                condition=~models.Q(role="older_person") | models.Q(person_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {ROLES[self.role].name}"
