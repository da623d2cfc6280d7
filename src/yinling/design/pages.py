"""How a page says who may see it. Every view carries exactly one of these; a test walks all routes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from yinling.kernel.actor import Actor, NotVisible

View = Callable[..., HttpResponseBase]
Found = TypeVar("Found")
DIGITS_MAX = 18  # of what a database keeps as a whole number


class Request(HttpRequest):
    """What a view is given: the session's middleware has set who acts, and which posts the user holds."""

    actor: Actor
    # Rows of foundation/access, a floor above this one.
    posts: Sequence[Any]


def page(*permissions: str) -> Callable[[View], View]:
    """For those whose role holds any of `permissions`; others get the log-in page or 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.is_signed_in:
                return redirect_to_login(request.get_full_path())
            if not any(request.actor.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _for_audience(guarded, permissions)

    return decorate


def signed_in_page(view: View) -> View:
    """For anyone who is signed in, in any role."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor.is_signed_in:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return _for_audience(guarded, ("signed_in",))


def public_page(view: View) -> View:
    """For everyone, without log-in."""

    @wraps(view)
    def open_view(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _for_audience(open_view, ("public",))


def or_404(found: Found | None) -> Found:
    """What was looked for; what is not there, or not the viewer's to see, is answered alike. Raises Http404."""
    if found is None:
        raise Http404
    return found


def number_in(text: str) -> int:
    """The number of a record as it came in an address or a form; 0, which no record has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS_MAX else 0


def _for_audience(view: View, audience: tuple[str, ...]) -> View:
    @wraps(view)
    def answer(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotVisible as unseen:
            raise Http404 from unseen

    answer.audience = audience  # type: ignore[attr-defined]
    return answer
