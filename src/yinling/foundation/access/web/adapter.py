"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-ins are opened by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
