"""Actors and moments for tests of the foundation."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from yinling.foundation.access.actions import give_post, open_user
from yinling.foundation.access.models import User
from yinling.kernel.actor import Actor, machine

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "Lantern-42-river"


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def by() -> Actor:
    return machine("tests")


@pytest.fixture
def make_user(db, by, at):
    """A log-in with one post: `make_user("auditor", area="310118")`."""

    def make(role: str, username: str = "", **bounds: object) -> User:
        name = username or f"u{User.objects.count() + 1}"
        user = open_user(username=name, name=f"甲{name}", password=PASSWORD, by=by, at=at)
        give_post(user_id=user.pk, role=role, valid_from=date(2020, 1, 1), by=by, at=at, **bounds)
        return user

    return make


@pytest.fixture
def client_of(client: Client):
    """The test client, signed in as a user."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
