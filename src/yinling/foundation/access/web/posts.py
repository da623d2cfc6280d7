"""For everyone who is signed in: choosing the post of this session, keeping the session, the handbook of roles."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, public_page, signed_in_page
from yinling.foundation.access.actions import PostNotPossible, take_post
from yinling.foundation.access.domain.permissions import PERMISSIONS
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.queries import post_lines
from yinling.foundation.access.web.session import POST_KEY


@public_page  # a user without any post is signed in but is nobody yet
@require_http_methods(["GET", "POST"])
def post(request: Request) -> HttpResponse:
    """Chooses the one role of this session."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        return _take(request)
    chosen = request.session.get(POST_KEY)
    nothing_yet = {} if chosen or len(request.posts) == 1 else {"navigation": [], "elder_url": ""}
    context = nothing_yet | {
        "posts": post_lines(request.posts),
        "chosen": chosen,
        "next": _safe_next(request.GET.get("next", "")),
    }
    return render(request, "access/post.html", context)


def _take(request: Request) -> HttpResponse:
    try:
        taken = take_post(
            user_id=int(request.user.pk or 0),
            post_id=int(request.POST.get("post", "0")),
            by=request.actor,
            at=timezone.now(),
        )
    except (PostNotPossible, ValueError) as fault:
        raise PermissionDenied from fault
    request.session.cycle_key()
    request.session[POST_KEY] = taken.pk
    # What one role was looking at, another may not see: only an address asked for before any choice is kept.
    return redirect(_safe_next(request.POST.get("next", "")) or "home")


def _safe_next(address: str) -> str:
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@signed_in_page
@require_safe
def session(request: Request) -> HttpResponse:
    """Answers that the session lives on; the idle warning asks it."""
    return HttpResponse(status=204)


@signed_in_page
@require_safe
def roles(request: Request) -> HttpResponse:
    """The handbook of roles: who may do what."""
    handbook = [
        {"role": role, "permissions": [PERMISSIONS.get(code, code) for code in sorted(role.permissions)]}
        for role in ROLES.values()
    ]
    return render(request, "access/roles.html", {"handbook": handbook})


urlpatterns = [
    path("post/", post, name="post"),
    path("session/", session, name="session"),
    path("roles/", roles, name="roles"),
]
