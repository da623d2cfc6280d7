"""Who is acting, and what lies within their area."""

from datetime import date

from django.db.models import Q, QuerySet

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.kernel.actor import Actor
from yinling.kernel.area import code_range


def posts_in_force(*, user: User, on: date) -> QuerySet[Post]:
    """Posts that `user` holds on a day."""
    return user.posts.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gt=on)).order_by("id")


def actor_for(post: Post) -> Actor:
    """The post as an actor."""
    role = ROLES[post.role]
    bounded_by_area = role.scope == "area"
    return Actor(
        user_id=post.user_id,
        name=str(post.user),
        role=post.role,
        area=post.area if bounded_by_area else "-",
        organisation_id=post.organisation_id,
        person_id=post.person_id,
        permissions=role.permissions,
    )


def within(actor: Actor, field: str = "area") -> Q:
    """Rows whose area code in `field` lies in the actor's area."""
    first, last = code_range(actor.area)
    return Q(**{f"{field}__gte": first, f"{field}__lt": last})
