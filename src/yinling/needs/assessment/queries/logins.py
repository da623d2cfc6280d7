"""Log-ins that hold the post of an assessor."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Q


@dataclass(frozen=True)
class AssessorLogin:
    """A user and the organisation for which they assess."""

    user_id: int
    name: str
    organisation_id: int | None


def assessor_login(username: str, *, on: date) -> AssessorLogin | None:
    """The log-in of this exact name if it holds the post on the day."""
    in_force = Q(posts__valid_until=None) | Q(posts__valid_until__gt=on)
    users = get_user_model().objects.filter(
        in_force, username=username.strip(), is_active=True, posts__role="assessor", posts__valid_from__lte=on
    )
    found = users.values_list("pk", "name", "posts__organisation_id").first()
    return AssessorLogin(*found) if found else None
