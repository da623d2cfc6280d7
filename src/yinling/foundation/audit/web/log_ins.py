"""Log-ins, log-outs, refused log-ins and new passwords, which the framework reports by signal."""

from typing import Any

from allauth.account.signals import password_changed as password_was_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from yinling.foundation.access.actions import keep_record_with, password_changed
from yinling.foundation.audit.actions import record
from yinling.kernel.actor import Actor

_NAME_LENGTH_MAX = 60


def connect() -> None:
    """Listens to the framework's log-in signals, which know no actor yet, and to the actions of access."""
    keep_record_with(record)
    user_logged_in.connect(_logged_in, dispatch_uid="audit")
    user_logged_out.connect(_logged_out, dispatch_uid="audit")
    user_login_failed.connect(_login_failed, dispatch_uid="audit")
    password_was_changed.connect(_password_changed, dispatch_uid="audit")


def _logged_in(request: HttpRequest | None, user: Any, **_: Any) -> None:
    _keep("access.log_in", user, request)


def _logged_out(request: HttpRequest | None, user: Any, **_: Any) -> None:
    if user is not None:
        _keep("access.log_out", user, request)


def _login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    name = str(credentials.get("username") or credentials.get("login") or "")[:_NAME_LENGTH_MAX]
    record(
        by=Actor(user_id=None, name=name, role="public"),
        at=timezone.now(),
        verb="access.log_in_refused",
        subject=f"login:{name}",
        after={"address": _address(request)},
    )


def _password_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    password_changed(user=user)
    _keep("access.change_password", user, request)


def _keep(verb: str, user: Any, request: HttpRequest | None) -> None:
    by = getattr(request, "actor", None)
    actor = by if by and by.user_id == user.pk else Actor(user_id=user.pk, name=str(user), role="")
    record(by=actor, at=timezone.now(), verb=verb, subject=f"user:{user.pk}", after={"address": _address(request)})


def _address(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request else ""
