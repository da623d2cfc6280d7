"""For the administrator: log-ins and their posts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yinling.design.pages import Request, page
from yinling.foundation.access import actions
from yinling.foundation.access.models import Post, User
from yinling.foundation.access.queries import post_lines, user_lines, users_visible
from yinling.foundation.access.web.forms import EndForm, PasswordForm, PostForm, UserForm

_PAGE_ROWS = 50


@page("access.manage")
@require_safe
def users(request: Request) -> HttpResponse:
    """Log-ins by number, with their posts."""
    text = request.GET.get("q", "").strip()
    after = request.GET.get("after", "")
    found = users_visible(request.actor, text=text)
    rows = user_lines((found.filter(pk__gt=int(after)) if after.isdigit() else found)[: _PAGE_ROWS + 1])
    context = {
        "rows": rows[:_PAGE_ROWS],
        "next_after": rows[_PAGE_ROWS - 1].id if len(rows) > _PAGE_ROWS else None,
        "is_first": not after,
        "text": text,
    }
    return render(request, "access/users.html", context)


@page("access.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Opens a log-in."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.open_user(**form.cleaned_data, is_first=True, by=request.actor, at=timezone.now())
        except actions.UsernameTaken:
            form.add_error("username", _("已有这个登录名"))
        except ValidationError as fault:
            form.add_error(None, fault.messages)
        else:
            messages.success(request, _("已开设登录名。请继续授予岗位。"))
            return redirect("access:user", user.pk)
    return render(request, "access/user_new.html", {"form": form})


@page("access.manage")
@require_safe
def user(request: Request, user_id: int) -> HttpResponse:
    """One log-in: its posts, and what may be done."""
    found = _found(request, user_id)
    return _user_page(request, found)


@page("access.manage")
@require_POST
def posts(request: Request, user_id: int) -> HttpResponse:
    """Gives a post."""
    found = _found(request, user_id)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            actions.give_post(user_id=found.pk, **form.cleaned_data, by=request.actor, at=timezone.now())
        except actions.PostNotPossible as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("已授予岗位"))
            return redirect("access:user", found.pk)
    return _user_page(request, found, post_form=form)


@page("access.manage")
@require_http_methods(["GET", "POST"])
def post_end(request: Request, user_id: int, post_id: int) -> HttpResponse:
    """Ends a post today, with a reason."""
    post = get_object_or_404(Post, pk=post_id, user=_found(request, user_id))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_post(
            post_id=post.pk, valid_until=timezone.localdate(), by=request.actor, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("岗位已终止"))
        return redirect("access:user", user_id)
    return render(request, "access/post_end.html", {"form": form, "line": post_lines([post])[0], "user_id": user_id})


@page("access.manage")
@require_POST
def password(request: Request, user_id: int) -> HttpResponse:
    """A new first password."""
    found = _found(request, user_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        actions.reset_password(user_id=found.pk, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("已设新的首次密码，请当面交给本人"))
        return redirect("access:user", found.pk)
    return _user_page(request, found, password_form=form)


@page("access.manage")
@require_POST
def activity(request: Request, user_id: int) -> HttpResponse:
    """Closes a log-in, or opens it again."""
    found = _found(request, user_id)
    is_active = request.POST.get("is_active") == "1"
    actions.set_active(user_id=found.pk, is_active=is_active, by=request.actor, at=timezone.now())
    messages.success(request, _("登录名已启用") if is_active else _("登录名已停用"))
    return redirect("access:user", found.pk)


def _found(request: Request, user_id: int) -> User:
    if request.method == "POST" and user_id == request.actor.user_id:
        raise PermissionDenied  # nobody changes their own posts or state here
    return get_object_or_404(users_visible(request.actor), pk=user_id)


def _user_page(
    request: Request, found: User, post_form: PostForm | None = None, password_form: PasswordForm | None = None
) -> HttpResponse:
    context = {
        "found": user_lines([found])[0],
        "is_self": found.pk == request.actor.user_id,
        "post_form": post_form or PostForm(),
        "password_form": password_form or PasswordForm(),
    }
    failed = (post_form and post_form.errors) or (password_form and password_form.errors)
    return render(request, "access/user.html", context, status=400 if failed else 200)


urlpatterns = [
    path("users/", users, name="users"),
    path("users/new/", new, name="new"),
    path("users/<int:user_id>/", user, name="user"),
    path("users/<int:user_id>/posts/", posts, name="posts"),
    path("users/<int:user_id>/posts/<int:post_id>/end/", post_end, name="post_end"),
    path("users/<int:user_id>/password/", password, name="password"),
    path("users/<int:user_id>/activity/", activity, name="activity"),
]
