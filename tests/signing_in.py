"""A browser without a screen, in which somebody is signed in."""

from django.test import Client

from yinling.foundation.access.models import User
from yinling.kernel.actor import Actor


def log_in(actor: Actor) -> Client:
    """The browser of an actor who is a user."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client
