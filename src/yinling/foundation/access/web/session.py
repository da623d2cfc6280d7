"""Gives every request its actor; stops at the door who has a borrowed password, no second factor or no post."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from yinling.design.pages import Request
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post
from yinling.foundation.access.queries import actor_for, posts_in_force
from yinling.kernel.actor import PUBLIC, Actor

POST_KEY = "post_id"
# Older people read and type slowly, and do it at home.
ELDER_IDLE_FACTOR = 3
_AT_THE_DOOR = {
    "account_login",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "set_language",
    "access:post",
    "access:session",
}


class SessionActorMiddleware:
    """Sets `request.posts` and `request.actor`; a post that has ended is dropped at the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.posts = posts_of(request)
        request.actor = current_actor(request, request.posts)
        if request.user.is_authenticated:
            request.session.set_expiry(idle_seconds(request.actor))
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Sends a signed-in user to whatever is still to be done at the door."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_open = name in _AT_THE_DOOR or name.startswith("mfa_") or getattr(view, "audience", ()) == ("public",)
        if is_open and name != "home":
            return None
        return at_the_door(request)


def posts_of(request: HttpRequest) -> list[Post]:
    """Posts in force of the signed-in user."""
    if not request.user.is_authenticated:
        return []
    return list(posts_in_force(user=request.user, on=timezone.localdate()).select_related("user"))


def current_actor(request: HttpRequest, posts: Sequence[Post]) -> Actor:
    """The actor of the session's post; the first post in force where none was chosen yet."""
    chosen = [post for post in posts if post.pk == request.session.get(POST_KEY)] or posts[:1]
    return actor_for(chosen[0]) if chosen else PUBLIC


def idle_seconds(actor: Actor) -> int:
    """How long a session of this role may rest; one on a carer's phone lasts through a visit."""
    seconds = settings.IDLE_MINUTES_MAX * 60
    role = ROLES.get(actor.role)
    if role is not None and role.is_afield:
        return settings.FIELD_IDLE_MINUTES_MAX * 60
    return seconds if role is None or role.is_staff_role else seconds * ELDER_IDLE_FACTOR


def at_the_door(request: Request) -> HttpResponse | None:
    """Where the user must go first: own password, second factor, choice of post. None: nowhere."""
    user, posts = request.user, request.posts
    if not user.is_authenticated:
        return None
    if user.password_is_first:
        return redirect("account_change_password")
    if lacks_second_factor(user, posts):
        return redirect("mfa_activate_totp")
    if not posts or (len(posts) > 1 and request.session.get(POST_KEY) not in {post.pk for post in posts}):
        return redirect(f"{reverse('access:post')}?{urlencode({'next': request.get_full_path()})}")
    return None


def lacks_second_factor(user: Any, posts: Sequence[Post]) -> bool:
    """Whether a holder of a staff post has not set up one-time codes although they are required."""
    if not settings.STAFF_CODE_REQUIRED or not any(ROLES[post.role].is_staff_role for post in posts):
        return False
    return not get_adapter().is_mfa_enabled(user, types=[Authenticator.Type.TOTP])
