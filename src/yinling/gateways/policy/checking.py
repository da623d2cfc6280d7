"""Finds what is wrong in packs: reading, shape, references, dates, declared sums, programmes and their cases."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yinling.gateways.policy.contents import divisions, read_contents
from yinling.gateways.policy.declared_checks import declared_faults
from yinling.gateways.policy.findings import Finding, from_fault
from yinling.gateways.policy.lines import PolicyFault, read_yaml
from yinling.gateways.policy.reading import NATIONAL, UnknownPack, packs
from yinling.gateways.policy.reference_faults import reference_faults
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.schema_faults import schema_faults


def check(names: Iterable[str] = ()) -> list[Finding]:
    """Findings in the named packs, or in all packs and the national files. Raises UnknownPack."""
    chosen = list(names)
    for name in chosen:
        if name not in checkable():
            raise UnknownPack(f"没有名为“{name}”的政策包；现有：{'、'.join(checkable())}")
    return sorted({finding for name in chosen or checkable() for finding in check_one(name)})


def checkable() -> list[str]:
    """What can be checked: the national files, and every folder beside them."""
    root = policy_root()
    others = (folder.name for folder in root.iterdir() if folder.is_dir() and folder.name != NATIONAL)
    return [NATIONAL, *sorted(others)] if root.is_dir() else []


def check_one(name: str) -> list[Finding]:
    """Findings in one pack, in order of file and line."""
    root = policy_root()
    findings = _national_faults(root) if name == NATIONAL else list(_pack_faults(root, name))
    return sorted(set(findings))


def _national_faults(root: Path) -> list[Finding]:
    try:
        return schema_faults(read_yaml(root / NATIONAL / "calendar.yaml"), "calendar")
    except PolicyFault as fault:
        return [from_fault(fault)]


def _pack_faults(root: Path, name: str) -> Iterator[Finding]:
    contents, findings = read_contents(root / name)
    yield from findings
    yield from reference_faults(contents, divisions(root))
    yield from declared_faults(contents)


__all__ = ["check", "check_one", "checkable", "packs"]
