"""The fields of the register, read from the policy packs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from yinling.engines.linkage.fields import Field
from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.root import policy_root
from yinling.people.registry.domain.fields import COLUMN_FIELDS, all_fields
from yinling.people.rosters.queries import headings


@cache
def _columns(root: Path) -> Mapping[str, Field]:
    return all_fields(load_facts().values(), headings())


def column_fields() -> Mapping[str, Field]:
    """Every field that a column of a roster may hold, by name."""
    return _columns(policy_root())


def fields() -> Mapping[str, Field]:
    """Every field that is kept, by name."""
    return _kept(policy_root())


@cache
def _kept(root: Path) -> Mapping[str, Field]:
    helpers = {item.name for item in COLUMN_FIELDS}
    return {name: item for name, item in _columns(root).items() if name not in helpers}
