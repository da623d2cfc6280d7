"""What every test shares."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop beside the database


@pytest.fixture(autouse=True)
def _clean_cache():
    """Throttles and cached figures of one test must not reach the next."""
    from django.core.cache import cache  # noqa: PLC0415  settings exist only now

    cache.clear()
