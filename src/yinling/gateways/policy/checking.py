"""Finds what is wrong in packs: reading, shape, references, dates, declared sums, programmes and their cases."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from yinling.gateways.policy.contents import read_contents
from yinling.gateways.policy.declared_checks import declared_faults
from yinling.gateways.policy.device_faults import device_findings
from yinling.gateways.policy.divisions import divisions
from yinling.gateways.policy.findings import Finding, from_fault
from yinling.gateways.policy.lines import PolicyFault, read_yaml
from yinling.gateways.policy.programme_faults import programme_faults
from yinling.gateways.policy.programmes import forget_programmes, load_facts
from yinling.gateways.policy.reading import NATIONAL, UnknownPack
from yinling.gateways.policy.reference_faults import reference_faults
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.scales import scale_findings, word_findings
from yinling.gateways.policy.schema_faults import schema_faults
from yinling.gateways.policy.visit_faults import visit_faults
from yinling.gateways.policy.wellbeing import wellbeing_faults

VISITS = "visits.yaml"


def check(names: Iterable[str] = ()) -> list[Finding]:
    """Findings in the named packs, or in all of them and the national files. Raises UnknownPack."""
    known, chosen = checkable(), list(names)
    for name in chosen:
        if name not in known:
            raise UnknownPack(f"没有名为“{name}”的政策包；现有：{'、'.join(known) or '无'}")
    forget_programmes()
    return sorted({finding for name in chosen or known for finding in _faults(policy_root(), name)})


def checkable() -> list[str]:
    """What can be checked: the national files, and every folder beside them."""
    root = policy_root()
    folders = (folder.name for folder in root.glob("*/") if folder.is_dir() and not folder.name.startswith("."))
    return sorted(folders, key=lambda name: (name != NATIONAL, name))


def _faults(root: Path, name: str) -> Iterator[Finding]:
    if name == NATIONAL:
        yield from _national_faults(root)
        return
    contents, findings = read_contents(root / name)
    yield from findings
    try:
        yield from reference_faults(contents, divisions(root))
    except PolicyFault as fault:
        yield from_fault(fault)
    yield from declared_faults(contents)
    if VISITS in contents.documents:
        yield from visit_faults(contents.documents[VISITS])
    if "mappings.yaml" in contents.documents:
        yield from word_findings(contents.documents["mappings.yaml"])
    yield from programme_faults(contents)
    yield from device_findings(root, name)
    if contents.is_whole("wellbeing.yaml") and contents.is_whole("programmes"):
        yield from wellbeing_faults(root, name)


def _national_faults(root: Path) -> Iterator[Finding]:
    for file in sorted((root / NATIONAL).glob("*.yaml")):
        try:
            document = read_yaml(file)
            found = schema_faults(document, file.stem)
            yield from found or (visit_faults(document) if file.name == VISITS else ())
        except PolicyFault as fault:
            yield from_fault(fault)
    yield from scale_findings(root)
    yield from device_findings(root, NATIONAL)
    yield from wellbeing_faults(root, NATIONAL)
    for read in (lambda: divisions(root), load_facts):
        try:
            read()
        except PolicyFault as fault:
            yield from_fault(fault)
