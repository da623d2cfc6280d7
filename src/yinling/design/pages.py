"""How a page says who may see it. Every view carries exactly one of these; a test walks all routes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def page(*permissions: str) -> Callable[[View], View]:
    """For those whose role holds any of `permissions`; others get the log-in page or 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_signed_in:
                return redirect_to_login(request.get_full_path())
            if not any(actor.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.audience = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in_page(view: View) -> View:
    """For anyone who is signed in, in any role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_signed_in:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.audience = ("signed_in",)  # type: ignore[attr-defined]
    return guarded


def public_page(view: View) -> View:
    """For everyone, without log-in."""

    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    open_view.audience = ("public",)  # type: ignore[attr-defined]
    return open_view
