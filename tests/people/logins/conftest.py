"""The operators and offices of the workforce's tests."""

from tests.people.workforce.conftest import bureau, employ, offices, operators  # noqa: F401
