"""Questions to the outbox."""

from django.db.models import Exists, OuterRef, QuerySet

from yinling.foundation.outbox.models import Notice, Reading
from yinling.kernel.actor import Actor

_COUNT_MAX = 100


def unread_count(actor: Actor) -> int:
    """Notices that the actor has not read, counted up to a hundred."""
    return Notice.objects.unread_by(actor)[:_COUNT_MAX].count()


def notices(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first, each with `is_read` and its messages."""
    mine = Reading.objects.filter(notice=OuterRef("pk"), user_id=actor.user_id)
    found = Notice.objects.visible_to(actor).annotate(is_read=Exists(mine))
    return found.prefetch_related("messages").order_by("-id")
