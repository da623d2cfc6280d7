"""The provider, carers and visits of the day plans; and visits of tomorrow, which pages plan."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.care.dayplans.conftest import carer, clerk, hurried, office, provider, visit_of, visits, worker, workers
from yinling.care.dayplans.actions import background
from yinling.people.workforce.models import Qualification

__all__ = ["carer", "clerk", "office", "provider", "visits", "worker", "workers"]


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask for whole seconds of search."""
    monkeypatch.setattr(background, "time", SimpleNamespace(monotonic=hurried))


@pytest.fixture
def tomorrow():
    """A day to come."""
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def coming(provider, workers, tomorrow):
    """Three visits of tomorrow, for carers whose certificates last."""
    Qualification.objects.all().update(valid_until=tomorrow + timedelta(days=99))
    return [visit_of(number, provider, on=tomorrow, at=timezone.now()) for number in range(3)]
