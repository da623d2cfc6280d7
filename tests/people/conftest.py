"""Areas, actors and people for tests of who is here."""

import csv
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from yinling.foundation.access.actions import give_post, open_user
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import User
from yinling.gateways.policy.root import policy_root
from yinling.kernel.actor import Actor, machine
from yinling.people.places.actions import load_divisions
from yinling.people.registry.actions import PersonDetails, register_person
from yinling.people.registry.models import Person

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBERS = ["999999194002290010", "999999195110110026", "999999193312311230"]


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def by() -> Actor:
    return machine("tests")


@pytest.fixture
def areas(db, by, at) -> None:
    """One district and what is above it."""
    with (policy_root() / "national" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] in ("31", "3101") or row["code"][:6] == "310118"]
    load_divisions(rows, points={}, by=by, at=at)


def actor(role: str, area: str = "", **bounds: object) -> Actor:
    """Someone in a role, without a log-in."""
    area = area if ROLES[role].scope == "area" else "-"
    return Actor(None, "甲", role, area, permissions=ROLES[role].permissions, **bounds)  # type: ignore[arg-type]


@pytest.fixture
def clerk() -> Actor:
    return actor("town_clerk", "310118001")


@pytest.fixture
def person(areas, by, at) -> Person:
    return make_person(by, at)


def make_person(by: Actor, at: datetime, name: str = "张三丰", number: str = NUMBERS[0], **values: object) -> Person:
    given = {"registered_area": "310118001", "residence_area": "310118001001", "phone": "13800000000", **values}
    details = PersonDetails(name, number, given, source="民政局", reported_on=date(2021, 1, 1))  # type: ignore[arg-type]
    return register_person(details, by=by, at=at)


@pytest.fixture
def make_user(db, by, at):
    """A log-in with one post."""

    def make(role: str, **bounds: object) -> User:
        name = f"u{User.objects.count() + 1}"
        user = open_user(username=name, name=f"甲{name}", password="Lantern-42-river", by=by, at=at)
        give_post(user_id=user.pk, role=role, valid_from=date(2020, 1, 1), by=by, at=at, **bounds)
        return user

    return make


@pytest.fixture
def desk(client: Client, make_user, areas, settings):
    """A browser without scripts, signed in: `desk("town_clerk", area="310118001")`."""
    settings.STAFF_CODE_REQUIRED = False

    def sign_in(role: str, **bounds: object) -> Client:
        client.force_login(make_user(role, **bounds))
        return client

    return sign_in
