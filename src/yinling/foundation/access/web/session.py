"""Gives every request its actor: the post chosen for this session, or the public."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from yinling.foundation.access.queries import actor_for, posts_in_force
from yinling.kernel.actor import PUBLIC, Actor

POST_KEY = "post_id"


class SessionActorMiddleware:
    """Sets `request.actor`; a post that has ended is dropped at the next request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = current_actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def current_actor(request: HttpRequest) -> Actor:
    """The actor of the session's post; the first post in force where none was chosen yet."""
    if not request.user.is_authenticated:
        return PUBLIC
    posts = list(posts_in_force(user=request.user, on=timezone.localdate()).select_related("user"))
    chosen = [post for post in posts if post.pk == request.session.get(POST_KEY)] or posts[:1]
    return actor_for(chosen[0]) if chosen else PUBLIC
