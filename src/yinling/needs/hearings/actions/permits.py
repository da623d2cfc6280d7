"""Who may take a step of a hearing."""

from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.hearings.domain.refusals import NotPermitted, ReasonNeeded


def permit(by: Actor, permission: str, area: str) -> None:
    """Raises NotPermitted where role or area does not fit."""
    if by.user_id is None or not by.may(permission) or not contains(by.area, area):
        raise NotPermitted()


def needed(text: str) -> str:
    """The text, if there is one. Raises ReasonNeeded."""
    if not text.strip():
        raise ReasonNeeded()
    return text.strip()
