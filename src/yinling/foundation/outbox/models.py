"""What happened (events), who was told (notices), and what left the house (messages)."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor


class Event(AppendOnly):
    """Something happened; kept in the transaction in which it did."""

    kind = models.CharField(max_length=120, db_index=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=150)
    role = models.CharField(max_length=30)


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices."""

    def visible_to(self, actor: Actor) -> Self:
        """Told to the user, to the older person, or to the role in the actor's area or organisation."""
        if actor.user_id is None:
            return self.none()
        mine = Q(user_id=actor.user_id)
        if actor.person_id is not None:
            mine |= Q(person_id=actor.person_id)
        if actor.organisation_id is not None:
            mine |= Q(organisation_id=actor.organisation_id) & Q(role__in=["", actor.role])
        by_role = Q(role=actor.role, organisation_id=None, person_id=None, user_id=None)
        return self.filter(mine | by_role & (Q(area="") | within(actor)))

    def unread_by(self, actor: Actor) -> Self:
        """Those that this user has not yet read."""
        return self.visible_to(actor).exclude(readings__user_id=actor.user_id)


class Notice(models.Model):
    """One thing told to someone. A recipient is a user, an older person, or a role in an area or organisation."""

    text = models.CharField(_("内容"), max_length=500)
    link = models.CharField(_("链接"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField(null=True, db_index=True)
    role = models.CharField(max_length=30, blank=True)
    area = models.CharField(max_length=12, blank=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["role", "area"], name="notice_role_area")]
        constraints = [
            models.CheckConstraint(
                name="notice_has_a_recipient",
                condition=Q(user__isnull=False)
                | Q(person_id__isnull=False)
                | Q(organisation_id__isnull=False)
                | ~Q(role=""),
            )
        ]


class Reading(models.Model):
    """A user has read a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readings")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_read_once")]


class Message(models.Model):
    """What was, or would have been, sent outside the application."""

    class State(models.TextChoices):
        """`stand_in`: nothing really left the house."""

        STAND_IN = "stand_in", _("演示，未真实发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(_("渠道"), max_length=20)
    recipient = models.CharField(_("接收人"), max_length=60)
    text = models.CharField(_("内容"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    at = models.DateTimeField(_("时间"))
