"""The probe pack adopted, people of several ages and towns, somebody who may compute."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.needs.probe import PACK, build_policy, live
from tests.people.conftest import actor, areas, desk, make_user  # noqa: F401  fixtures
from yinling.gateways.policy.programmes import forget_programmes
from yinling.kernel.actor import machine
from yinling.needs.forecasts import actions
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
def policy(tmp_path, monkeypatch, settings):
    folder = build_policy(tmp_path / "policy")
    monkeypatch.setenv("YINLING_POLICY", str(folder))
    settings.ADOPTED_PACKS = [PACK]
    yield folder
    monkeypatch.undo()
    forget_programmes()


@pytest.fixture
def born(areas, by, at):  # noqa: F811
    """Registers people born in a year, in a village, with facts."""
    made = iter(range(1, 400))

    def make(*years: int, area: str = "310118001001", **facts):
        numbers = [identity_number(date(year, 1, 15), next(made), is_woman=True) for year in years]
        return [live("甲某某", number, by=by, at=at, area=area, **facts) for number in numbers]

    return make


@pytest.fixture
def bureau(make_user):  # noqa: F811
    user = make_user("bureau_reviewer", area="310118")
    return replace(actor("bureau_reviewer", "310118"), user_id=user.pk)


@pytest.fixture
def snapshot(by, at):
    def run(on=ON):
        return actions.take(snapshot_id=actions.start_snapshot(on=on, by=by, at=at).pk, at=at)

    return run
