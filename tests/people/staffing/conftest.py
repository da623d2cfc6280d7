"""The operators and offices of the workforce."""

from tests.people.workforce.conftest import bureau, employ, offices, operators

__all__ = ["bureau", "employ", "offices", "operators"]
