"""The new pack of YAML only, for pages too."""

from tests.policy.conftest import new_pack

__all__ = ["new_pack"]
