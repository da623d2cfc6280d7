"""Who acts: passed into every verb and every scoped question, never guessed."""

from dataclasses import dataclass, field


class NotVisible(LookupError):
    """What was asked for does not exist, or is not for this actor; the two are not told apart."""


@dataclass(frozen=True)
class Actor:
    """One person in one role for one session, or a machine.

    `area` is the area code that bounds what is seen ("" = everywhere), `organisation_id` the provider for whom a
    firm's staff act, `person_id` the older person whom an elder log-in is.
    """

    user_id: int | None
    name: str
    role: str
    area: str = ""
    organisation_id: int | None = None
    person_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Whether the role holds `permission`; for areas and organisations see each manager's `visible_to`."""
        return permission in self.permissions

    @property
    def is_signed_in(self) -> bool:
        """False for the public."""
        return self.user_id is not None


PUBLIC = Actor(user_id=None, name="公众", role="public", area="-")


def machine(name: str) -> Actor:
    """A job or command that acts by itself; sees every area and holds no permission."""
    return Actor(user_id=None, name=name, role="machine")
