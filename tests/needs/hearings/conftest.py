"""The small pack in force, an office, and a person whose benefit can be shown and disputed."""

import pytest

from tests.needs.cycles import story
from tests.needs.cycles.conftest import pack, pack_folder  # noqa: F401  fixtures
from tests.needs.hearings.people import ACCOUNT, Office
from tests.people.conftest import areas, at, by, desk, make_user  # noqa: F401  fixtures
from yinling.project.wiring import connect


@pytest.fixture
def office(pack, areas):  # noqa: F811
    connect()
    found = Office()
    found.fund()
    return found


@pytest.fixture
def person(office):
    return story.make("张三丰", birth="1950-05-05", **ACCOUNT)


@pytest.fixture
def enrolment(person):
    return story.enrol(person, "allowance", "2026-01-01", at=story.AT)
