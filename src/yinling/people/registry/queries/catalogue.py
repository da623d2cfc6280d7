"""The fields of the register and the known sources, read from the policy packs."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yinling.engines.linkage.settling import Ranks
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.programmes import load_facts
from yinling.gateways.policy.root import policy_root
from yinling.people.registry.domain.fields import COLUMN_FIELDS, Field, all_fields
from yinling.people.registry.models import Source


@cache
def _sources_file(root: Path) -> dict[str, Any]:
    return dict(read_yaml(root / "national" / "sources.yaml").data)


@cache
def _columns(root: Path) -> Mapping[str, Field]:
    return all_fields(load_facts().values(), _sources_file(root)["headings"])


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


def known_sources() -> Iterator[Source]:
    """The sources that every installation starts with, unsaved."""
    for entry in _sources_file(policy_root())["sources"]:
        yield Source(name=entry["name"], priority=entry["priority"], field_priorities=entry.get("fields", {}))


def manual_source_name() -> str:
    """The source to which corrections by clerks are put down."""
    return str(_sources_file(policy_root())["manual"])


def ranks() -> Ranks:
    """The order of sources as it stands."""
    sources = Source.objects.all()
    return Ranks({s.id: s.priority for s in sources}, {s.id: s.field_priorities for s in sources})


def source_names() -> list[str]:
    """Names of the stored sources, first in order first."""
    return list(Source.objects.order_by("priority", "id").values_list("name", flat=True))
