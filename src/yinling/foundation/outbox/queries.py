"""Questions to the outbox."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from yinling.foundation.outbox.models import Message, Notice, Reading
from yinling.kernel.actor import Actor

_COUNT_MAX = 100
CHANNELS = {"sms": _("短信"), "wechat": _("微信")}


@dataclass(frozen=True)
class NoticeLine:
    """One notice for reading."""

    id: int
    text: str
    link: str
    at: datetime
    is_read: bool
    sent_by: list[object]
    not_really_sent_by: list[object]


def unread_count(actor: Actor) -> int:
    """Notices that the actor has not read, counted up to a hundred."""
    return Notice.objects.unread_by(actor)[:_COUNT_MAX].count()


def notice_lines(actor: Actor, *, before_id: int | None, limit: int) -> list[NoticeLine]:
    """The actor's own notices, newest first, at most `limit`; `before_id` goes on where a page ended."""
    mine = Reading.objects.filter(notice=OuterRef("pk"), user_id=actor.user_id or 0)
    found = Notice.objects.visible_to(actor).annotate(is_read=Exists(mine)).prefetch_related("messages")
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return [
        NoticeLine(
            id=row.pk,
            text=row.text,
            link=row.link,
            at=row.at,
            is_read=row.is_read,
            sent_by=_channels(row, Message.State.SENT),
            not_really_sent_by=_channels(row, Message.State.STAND_IN),
        )
        for row in found.order_by("-pk")[:limit]
    ]


def _channels(notice: Notice, state: str) -> list[object]:
    """Names of the channels whose message is in that state."""
    return [CHANNELS.get(one.channel, one.channel) for one in notice.messages.all() if one.state == state]
