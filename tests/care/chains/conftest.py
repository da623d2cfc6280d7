"""The bureau, a town's clerk, a day on which versions are written."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.care import story
from yinling.kernel.actor import Actor

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def bureau(db) -> Actor:
    return story.actor("bureau_reviewer", area=story.DISTRICT)


@pytest.fixture
def elsewhere(db) -> Actor:
    """Somebody of the bureau whose post is one town."""
    return story.actor("bureau_reviewer", "驻镇", area=story.TOWN)
