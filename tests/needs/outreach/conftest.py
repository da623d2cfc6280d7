"""A town with a clerk, the probe pack adopted, people of several ages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.needs.probe import PACK, build_policy, live
from tests.people.conftest import actor, areas, desk, make_user  # noqa: F401  fixtures
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.actor import machine
from yinling.project.demo.people import identity_number

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ON = date(2026, 3, 2)


@pytest.fixture
def at():
    return AT


@pytest.fixture
def by():
    return machine("tests")


@pytest.fixture(autouse=True)
def _policy(tmp_path, monkeypatch, settings):
    monkeypatch.setenv("YINLING_POLICY", str(build_policy(tmp_path / "policy")))
    settings.ADOPTED_PACKS = [PACK]
    yield
    monkeypatch.undo()
    forget_programmes()


@pytest.fixture
def born(areas, by, at):  # noqa: F811
    """Registers somebody born in a year, in a village, with facts."""
    made = iter(range(1, 400))

    def make(year: int, area: str = "310118001001", **facts):
        number = identity_number(date(year, 1, 15), next(made), is_woman=True)
        return live("甲某某", number, by=by, at=at, area=area, **facts)

    return make


@pytest.fixture
def clerk(make_user):  # noqa: F811
    """A clerk of the town 310118001, with a log-in behind."""
    user = make_user("town_clerk", area="310118001")
    return replace(actor("town_clerk", "310118001"), user_id=user.pk)
