"""Verbs of access: open a log-in, give and end posts, set a first password."""

import secrets
import string
from collections.abc import Callable
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from yinling.foundation.access.domain.passwords import is_mixed
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.foundation.access.queries import actor_for, posts_in_force
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of

FIRST_PASSWORD_LETTERS = 12
_LETTERS = "".join(sorted(set(string.ascii_letters + string.digits) - set("0Oo1lI")))
# The audit stands one floor up; it asks to be told of every change made here.
_record_keepers: list[Callable[..., None]] = []


class UsernameTaken(Exception):
    """A log-in of that name exists."""


class PostNotPossible(Exception):
    """The post lacks what its role needs, or overlaps one held; the text says which, to a person."""


def first_password() -> str:
    """A password to be handed over once, without letters that look alike."""
    while not is_mixed(password := "".join(secrets.choice(_LETTERS) for _ in range(FIRST_PASSWORD_LETTERS))):
        pass
    return password


def keep_record_with(record: Callable[..., None]) -> None:
    """Has `record(by=, at=, verb=, subject=, …)` called with every change, in its transaction."""
    if record not in _record_keepers:
        _record_keepers.append(record)


@transaction.atomic
def open_user(*, username: str, name: str, password: str, by: Actor, at: datetime, is_first: bool = False) -> User:
    """A new log-in; `is_first` has its user replace the password before anything else.

    Raises UsernameTaken, ValidationError (the password is too weak).
    """
    _may_manage(by)
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username)
    user = User(username=username, name=name, password_is_first=is_first)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    user.save()
    _record(by=by, at=at, verb="access.open_user", subject=f"user:{user.pk}", after={"username": username})
    return user


@transaction.atomic
def reset_password(*, user_id: int, password: str, by: Actor, at: datetime) -> None:
    """Gives a forgotten log-in a new first password. Raises ValidationError."""
    _may_manage(by)
    user = User.objects.select_for_update().get(pk=user_id)
    validate_password(password, user)
    user.set_password(password)
    user.password_is_first = True
    user.save()
    _record(by=by, at=at, verb="access.reset_password", subject=f"user:{user.pk}")


@transaction.atomic
def set_active(*, user_id: int, is_active: bool, by: Actor, at: datetime) -> None:
    """Closes a log-in, or opens it again; nobody closes their own."""
    _may_manage(by)
    if user_id == by.user_id:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user_id)
    before, user.is_active = user.is_active, is_active
    user.save(update_fields=["is_active"])
    if before != is_active:
        verb = "access.reopen_user" if is_active else "access.close_user"
        _record(by=by, at=at, verb=verb, subject=f"user:{user.pk}")


@transaction.atomic
def give_post(
    *,
    user_id: int,
    role: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    area: str = "",
    organisation_id: int | None = None,
    person_id: int | None = None,
) -> Post:
    """Gives a role from a day on. Nobody gives themselves one. The same post again is the post already held."""
    _may_manage(by)
    _check_bounds(role, area, organisation_id, person_id)
    outside = ROLES[role].scope == "area" and not contains(by.area, area)
    if user_id == by.user_id or outside:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user_id)
    bounds = {"role": role, "area": area, "organisation_id": organisation_id, "person_id": person_id}
    if held := user.posts.filter(valid_until=None, **bounds).first():
        return held
    post = user.posts.create(valid_from=valid_from, **bounds)
    _record(
        by=by, at=at, verb="access.give_post", subject=f"user:{user_id}", area=area,
        after={"post": post.pk, "valid_from": valid_from, **bounds},
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(*, post_id: int, valid_until: date, by: Actor, at: datetime, reason: str = "") -> None:
    """Ends a post on a day; the session that uses it loses it at its next request."""
    _may_manage(by)
    post = Post.objects.select_for_update().get(pk=post_id)
    if post.valid_until is not None:
        return
    post.valid_until = max(valid_until, post.valid_from)
    post.save(update_fields=["valid_until"])
    _record(
        by=by, at=at, verb="access.end_post", subject=f"user:{post.user_id}", area=post.area, reason=reason,
        after={"post": post.pk, "role": post.role, "valid_until": post.valid_until},
    )  # fmt: skip


def take_post(*, user_id: int, post_id: int, by: Actor, at: datetime) -> Post:
    """The post that a session is to act in. Raises PostNotPossible if the user does not hold it on that day."""
    user = User.objects.get(pk=user_id)
    post = posts_in_force(user=user, on=day_of(at)).filter(pk=post_id).first()
    if post is None:
        raise PostNotPossible(_("这个岗位已经终止"))
    _record(
        by=actor_for(post), at=at, verb="access.take_post", subject=f"user:{user_id}", area=post.area,
        before={"role": by.role}, after={"post": post.pk, "role": post.role},
    )  # fmt: skip
    return post


def password_changed(*, user: User) -> None:
    """The user has replaced the first password by one that only they know."""
    if user.password_is_first:
        user.password_is_first = False
        user.save(update_fields=["password_is_first"])


def _check_bounds(role: str, area: str, organisation_id: int | None, person_id: int | None) -> None:
    if role not in ROLES:
        raise PostNotPossible(_("没有这个角色：%(role)s") % {"role": role})
    scope = ROLES[role].scope
    if scope == "organisation" and organisation_id is None:
        raise PostNotPossible(_("企业岗位须指定机构"))
    if scope == "person" and person_id is None:
        raise PostNotPossible(_("老年人登录须对应一位已登记的老年人"))
    if role == "town_clerk" and not area:
        raise PostNotPossible(_("街镇经办人须指定街镇"))


def _may_manage(by: Actor) -> None:
    if by.role != "machine" and not by.may("access.manage"):
        raise PermissionDenied


def _record(**change: object) -> None:
    for record in _record_keepers:
        record(**change)
