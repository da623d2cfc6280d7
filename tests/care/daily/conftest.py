"""The same town as for welfare visits."""

from tests.care.wellbeing.conftest import assigned, bureau, clerk, operator, visitor

__all__ = ["assigned", "bureau", "clerk", "operator", "visitor"]
