"""A worker's log-in as their office sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yinling.foundation.access.queries import posts_in_force


@dataclass(frozen=True)
class LogInLine:
    """`is_open`: the worker may use the phone on the day; `is_first`: the first password was not replaced yet."""

    username: str
    is_open: bool
    is_first: bool
    last_used_at: datetime | None


def log_in_of(worker: Any, *, on: date) -> LogInLine | None:
    """None where the worker has no log-in; the caller has found the worker among the visible ones."""
    if worker.user is None:
        return None
    posts = posts_in_force(user=worker.user, on=on).filter(role="carer", organisation_id=worker.provider_id)
    return LogInLine(
        username=worker.user.username, is_open=worker.user.is_active and posts.exists(),
        is_first=worker.user.password_is_first, last_used_at=worker.user.last_login,
    )  # fmt: skip
