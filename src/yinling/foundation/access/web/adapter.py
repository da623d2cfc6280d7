"""How allauth behaves here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-ins are opened by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Whoever has changed the password goes on to work, not to the same form again."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)
