"""Verbs of grades."""

from yinling.needs.grades.actions.confirming import confirm_scale, propose_scale
from yinling.needs.grades.actions.giving import Given, expire, give

__all__ = ["Given", "confirm_scale", "expire", "give", "propose_scale"]
