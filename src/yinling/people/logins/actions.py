"""Verbs of a carer's log-in: a provider's office opens it for its own worker, hands it over, closes it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from yinling.foundation.access import actions as access
from yinling.foundation.access.queries import open_posts, posts_in_force
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.people.workforce.actions.scope import MANAGE, note, worker_for
from yinling.people.workforce.actions.workers import link_log_in
from yinling.people.workforce.domain.refusals import WorkerRefused

ROLE = "carer"


def _registrar(by: Actor) -> Actor:
    """The same person, for access to keep in its book: `worker_for` has said that the worker is theirs."""
    return replace(by, permissions=by.permissions | {"access.manage"})


@transaction.atomic
def open_log_in(*, worker_id: int, username: str, by: Actor, at: datetime) -> str:
    """A log-in with the post of a carer at this provider; answers the first password, which is kept nowhere.

    Raises NotAllowed, WorkerRefused.
    """
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    on = day_of(at)
    if worker.employed_until is not None and worker.employed_until <= on:
        raise WorkerRefused("已离职的人员不能开设登录名", field="username")
    if worker.user_id is not None:
        raise WorkerRefused("这位人员已有登录名", field="username")
    password = access.first_password()
    try:
        user = access.open_user(
            username=username, name=worker.name, password=password, by=_registrar(by), at=at, is_first=True
        )
    except access.UsernameTaken as taken:
        raise WorkerRefused("已有这个登录名，请换一个", field="username") from taken
    except ValidationError as fault:
        raise WorkerRefused("；".join(fault.messages), field="username") from fault
    _give_post(worker, user.pk, by, at)
    link_log_in(worker_id=worker.pk, user_id=user.pk, by=by, at=at)
    return password


def _give_post(worker: Any, user_id: int, by: Actor, at: datetime) -> None:
    access.give_post(
        user_id=user_id, role=ROLE, valid_from=day_of(at), organisation_id=worker.provider_id,
        by=_registrar(by), at=at,
    )  # fmt: skip


@transaction.atomic
def renew_password(*, worker_id: int, by: Actor, at: datetime) -> str:
    """A new first password for a log-in that only serves this provider. Raises NotAllowed, WorkerRefused."""
    worker, user = _with_log_in(worker_id, by)
    if any(post.organisation_id != worker.provider_id for post in posts_in_force(user=user, on=day_of(at))):
        raise WorkerRefused("这个登录名还有别的岗位，请联系系统管理员重设密码")
    password = access.first_password()
    access.reset_password(user_id=user.pk, password=password, by=_registrar(by), at=at)
    return password


@transaction.atomic
def close_log_in(*, worker_id: int, by: Actor, at: datetime) -> None:
    """The worker's phone is signed out at its next request. Raises NotAllowed, WorkerRefused."""
    worker, _user = _with_log_in(worker_id, by)
    end_posts(worker, until=day_of(at), reason="停用登录名", by=by, at=at)
    note("close_log_in", worker, by=by, at=at, after={"user": worker.user_id})


@transaction.atomic
def reopen_log_in(*, worker_id: int, by: Actor, at: datetime) -> None:
    """The worker may use the phone again. Raises NotAllowed, WorkerRefused."""
    worker, user = _with_log_in(worker_id, by)
    if worker.employed_until is not None and worker.employed_until <= day_of(at):
        raise WorkerRefused("已离职的人员不能启用登录名")
    _give_post(worker, user.pk, by, at)
    note("reopen_log_in", worker, by=by, at=at, after={"user": worker.user_id})


def end_posts(worker: Any, *, until: date, reason: str, by: Actor, at: datetime) -> None:
    """The carer's posts at this provider end on a day; other posts of the same person stay."""
    if worker.user_id is None:
        return
    for post in open_posts(worker.user_id, role=ROLE, organisation_id=worker.provider_id):
        access.end_post(post_id=post.pk, valid_until=until, reason=reason, by=_registrar(by), at=at)


def _with_log_in(worker_id: int, by: Actor) -> tuple[Any, Any]:
    worker = worker_for(worker_id, by=by, permissions=(MANAGE,))
    if worker.user is None:
        raise WorkerRefused("这位人员还没有登录名")
    return worker, worker.user
