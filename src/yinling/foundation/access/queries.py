"""Who is acting, what lies within their area, and who holds which post."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.kernel.actor import Actor
from yinling.kernel.area import ancestors, code_range

Choices = Sequence[tuple[str, str]]
# Names of areas ("area") and firms ("organisation") are known on upper floors; the wiring puts the questions here.
_directories: dict[str, Callable[[], Choices]] = {}


@dataclass(frozen=True)
class PostLine:
    """One post for reading."""

    id: int
    role: str
    role_name: str
    sentence: str
    bounds: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class UserLine:
    """One log-in for reading, its posts newest first."""

    id: int
    name: str
    username: str
    is_active: bool
    password_is_first: bool
    last_login: datetime | None
    posts: list[PostLine]


def posts_in_force(*, user: User, on: date) -> QuerySet[Post]:
    """Posts that `user` holds on a day."""
    return user.posts.filter(valid_from__lte=on).filter(Q(valid_until=None) | Q(valid_until__gt=on)).order_by("id")


def open_posts(user_id: int, *, role: str, organisation_id: int) -> QuerySet[Post]:
    """Posts of a user in a role at an organisation that have no end yet."""
    return Post.objects.filter(user_id=user_id, role=role, organisation_id=organisation_id, valid_until=None)


def holders(role: str, *, area: str, on: date) -> dict[int, str]:
    """Names of those who hold a post in a role on a day whose area lies in `area` or around it, by user number."""
    first, last = code_range(area)
    here = Q(area__gte=first, area__lt=last) | Q(area__in=["", *ancestors(area)] if area not in ("", "-") else [""])
    in_force = Q(valid_until=None) | Q(valid_until__gt=on)
    posts = Post.objects.filter(here, in_force, role=role, valid_from__lte=on, user__is_active=True)
    return {post.user_id: str(post.user) for post in posts.select_related("user").order_by("user__name", "user_id")}


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


def look_up_with(kind: str, choices: Callable[[], Choices]) -> None:
    """Where forms find the codes and names of a `kind`: "area" or "organisation"."""
    _directories[kind] = choices


def choices_of(kind: str) -> Choices:
    """(code, name) of everything of a kind; empty where nobody was told of it."""
    return _directories[kind]() if kind in _directories else []


def post_lines(posts: Sequence[Post]) -> list[PostLine]:
    """Posts in words."""
    return _in_words(posts, dict(choices_of("area")), dict(choices_of("organisation")))


def _in_words(posts: Iterable[Post], areas: dict[str, str], organisations: dict[str, str]) -> list[PostLine]:
    return [
        PostLine(
            id=post.pk,
            role=post.role,
            role_name=ROLES[post.role].name,
            sentence=ROLES[post.role].sentence,
            bounds=_bounds(post, areas, organisations),
            valid_from=post.valid_from,
            valid_until=post.valid_until,
        )
        for post in posts
    ]


def users_visible(actor: Actor, *, text: str = "") -> QuerySet[User]:
    """Log-ins that an administrator looks after: those with a post in the area, or with none yet."""
    if not actor.may("access.manage"):
        return User.objects.none()
    users = User.objects.all()
    if actor.area:
        users = users.filter(Q(posts=None) | Q(pk__in=Post.objects.filter(within(actor)).values("user_id")))
    if text:
        users = users.filter(Q(username__icontains=text) | Q(name__icontains=text))
    return users.prefetch_related("posts").order_by("pk")


def user_lines(users: Iterable[User]) -> list[UserLine]:
    """Log-ins in words; `users` come from `users_visible`."""
    areas, organisations = dict(choices_of("area")), dict(choices_of("organisation"))
    return [
        UserLine(
            id=user.pk,
            name=user.name,
            username=user.username,
            is_active=user.is_active,
            password_is_first=user.password_is_first,
            last_login=user.last_login,
            posts=_in_words(sorted(user.posts.all(), key=lambda post: -post.pk), areas, organisations),
        )
        for user in users
    ]


def _bounds(post: Post, areas: dict[str, str], organisations: dict[str, str]) -> str:
    scope = ROLES[post.role].scope
    if scope == "organisation":
        return organisations.get(str(post.organisation_id), _("机构 %(number)s") % {"number": post.organisation_id})
    if scope == "person":
        return _("本人")
    if scope == "mandate":
        return _("委托人")
    return areas.get(post.area, post.area) if post.area else _("全部区域")
