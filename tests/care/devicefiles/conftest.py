"""The same homes as for devices."""

from tests.care.devices.conftest import clerk, stored

__all__ = ["clerk", "stored"]
