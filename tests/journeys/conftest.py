"""The demo district, built once for all tests of a module and taken away again with it."""

import io
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from yinling.foundation.access.models import User

ELDERS = 120
ADOPTED = ["practice-allowance", "practice-shanghai", "national-2026"]


def adopted() -> override_settings:
    """The packs that the demo adopts unless it is told otherwise."""
    return override_settings(ADOPTED_PACKS=ADOPTED)


@pytest.fixture(scope="module")
def demo_district(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Everything of `yinling demo_build`, inside a transaction that is undone at the end of the module."""
    with adopted(), django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        call_command("demo_build", elders=ELDERS, stdout=io.StringIO(), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def as_user(demo_district: None, db: None):
    """`as_user("bureau")` is a client that is logged in under that name; None is the public."""

    def log_in(username: str | None) -> Client:
        client = Client()
        if username:
            client.force_login(User.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return log_in
