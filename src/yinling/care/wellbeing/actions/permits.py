"""Who may do what."""

from yinling.care.wellbeing.domain.states import NotPermitted
from yinling.kernel.actor import Actor


def permit(by: Actor, *permissions: str) -> None:
    """Any of the permissions, or a machine. Raises NotPermitted."""
    if by.role != "machine" and not any(by.may(one) for one in permissions):
        raise NotPermitted()
