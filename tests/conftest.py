"""What every test shares."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser driver runs a loop beside the database

# How busy the machine is says nothing about the code.
settings.register_profile("whatever_the_load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever_the_load")


@pytest.fixture(autouse=True)
def _speak_chinese():
    """A page that was asked for in English must not leave the next test in English."""
    from django.utils import translation  # noqa: PLC0415  settings exist only now

    translation.deactivate()


@pytest.fixture(autouse=True)
def _clean_cache():
    """Throttles and cached figures of one test must not reach the next."""
    from django.core.cache import cache  # noqa: PLC0415  settings exist only now

    cache.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What never asks a database cannot differ on another one."""
    parser.addoption("--asks-database", action="store_true", help="only tests that ask a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asks-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_database(item)])
        items[:] = [item for item in items if asks_database(item)]


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage again and again is a tenth of all work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def asks_database(item: pytest.Item) -> bool:
    """Whether a test has a database, by its mark or by what it is given."""
    return bool(item.get_closest_marker("django_db") or {"db", "django_db_setup"} & set(item.fixturenames))
