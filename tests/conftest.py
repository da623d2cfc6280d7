"""What every test shares."""

import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop beside the database

# How busy the machine is says nothing about the code.
settings.register_profile("whatever_the_load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever_the_load")


@pytest.fixture(autouse=True)
def _clean_cache():
    """Throttles and cached figures of one test must not reach the next."""
    from django.core.cache import cache  # noqa: PLC0415  settings exist only now

    cache.clear()
