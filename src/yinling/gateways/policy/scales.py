"""Scales of assessment, read from `policy/national/scales/`: one file, one version of one scale."""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from yinling.engines.scales.scale import (
    EXTERNAL,
    MATRIX,
    Adjustment,
    Band,
    Circumstance,
    FormField,
    FormPart,
    Grade,
    Grading,
    Item,
    Option,
    Reading,
    Scale,
    Section,
    Term,
)
from yinling.engines.scales.screening import Ability, Screening
from yinling.gateways.policy.findings import Finding, error, from_fault
from yinling.gateways.policy.lines import Document, PolicyFault, read_text, read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.scale_faults import reference_faults, word_faults
from yinling.gateways.policy.schema_faults import schema_faults

DIGEST_DIGITS = 16


class UnknownScale(LookupError):
    """No scale of this id; the message lists those that exist."""


def scale_ids() -> list[str]:
    """Ids of every scale, in order."""
    return sorted(file.stem for file in _folder(policy_root()).glob("*.yaml"))


def load_scale(scale_id: str) -> Scale:
    """One version of a scale. Raises UnknownScale, PolicyFault."""
    if scale_id not in scale_ids():
        raise UnknownScale(f"没有量表“{scale_id}”；现有：{'、'.join(scale_ids()) or '无'}")
    return _scale(policy_root(), scale_id)


def load_scales() -> list[Scale]:
    """Every scale, in the order of ids."""
    return [load_scale(name) for name in scale_ids()]


def forget_scales() -> None:
    """Read the files anew from now on."""
    _scale.cache_clear()


def scale_findings(root: Path) -> Iterator[Finding]:
    """What is wrong in the scales under a policy root."""
    for file in sorted(_folder(root).glob("*.yaml")):
        try:
            yield from _findings(read_yaml(file))
        except PolicyFault as fault:
            yield from_fault(fault)


def word_findings(document: Document) -> Iterator[Finding]:
    """What is wrong in a pack's local words for grades; nothing where a scale itself cannot be read."""
    try:
        grades = {scale.id: [each.grade for each in scale.grades] for scale in load_scales()}
    except PolicyFault:
        return
    yield from word_faults(document, grades)


def _findings(document: Document) -> list[Finding]:
    found = schema_faults(document, "scale") or sorted(reference_faults(document))
    if not found and document.data["id"] != document.file.stem:
        found = [error(document.file, document.line("id"), f"id 应与文件名相同：{document.file.stem}")]
    return found


def _folder(root: Path) -> Path:
    return root / "national" / "scales"


@cache
def _scale(root: Path, scale_id: str) -> Scale:
    file = _folder(root) / f"{scale_id}.yaml"
    document = read_yaml(file)
    if findings := _findings(document):
        raise PolicyFault(file, findings[0].line, findings[0].message)
    digest = sha256(read_text(file).encode()).hexdigest()[:DIGEST_DIGITS]
    return _read(document.data, digest)


def _read(data: Mapping[str, Any], digest: str) -> Scale:
    return Scale(
        **{key: data[key] for key in ("id", "title", "number", "fact", "source")},
        verified=data["verified"] and data["grading"].get("verified", True),
        note=data.get("note", ""),
        grades=tuple(Grade(**entry) for entry in data["grades"]),
        grading=_grading(data["grading"]),
        digest=digest,
        is_higher_better=_is_higher_better(data),
        sections=tuple(_section(entry, data) for entry in data.get("sections", ())),
        circumstances=tuple(_circumstance(entry) for entry in data.get("circumstances", ())),
        adjustments=tuple(Adjustment(**entry) for entry in data.get("adjustments", ())),
        readings=tuple(Reading(**entry) for entry in data.get("readings", ())),
        terms={name: Term(**entry) for name, entry in data["terms"].items()},
        basics=_form(data.get("basics", ())),
        report=_form(data.get("report", ())),
        screening=_screening(data["screening"]) if "screening" in data else None,
    )


def _grading(data: Mapping[str, Any]) -> Grading:
    if data["kind"] == EXTERNAL:
        return Grading(EXTERNAL)
    if data["kind"] != MATRIX:
        return Grading(data["kind"], bands=_bands(data["bands"]))
    return Grading(
        MATRIX,
        levels={name: _bands(bands) for name, bands in data["levels"].items()},
        row=data["row"],
        columns=tuple(data["columns"]),
        grades=tuple(tuple(row) for row in data["grades"]),
    )


def _bands(entries: list[dict[str, int]]) -> tuple[Band, ...]:
    return tuple(Band(entry["grade"], entry["min"], entry["max"]) for entry in entries)


def _is_higher_better(data: Mapping[str, Any]) -> bool:
    return bool(data.get("higher_is", "better") == "better")


def _section(entry: Mapping[str, Any], data: Mapping[str, Any]) -> Section:
    sets, best_first = data.get("option_sets", {}), _is_higher_better(data)
    items = (_item(each, each.get("options") or sets[each["uses"]], best_first) for each in entry["items"])
    return Section(entry["id"], entry["name"], tuple(items))


def _item(entry: Mapping[str, Any], options: list[dict[str, Any]], best_first: bool) -> Item:
    ordered = sorted(options, key=lambda option: option["score"], reverse=best_first)
    return Item(
        entry["id"], entry["name"], tuple(Option(**option) for option in ordered),
        entry.get("note", ""), tuple(entry.get("headings", ())),
    )  # fmt: skip


def _circumstance(entry: Mapping[str, Any]) -> Circumstance:
    return Circumstance(
        entry["id"], entry["name"], entry["type"], entry.get("max", 1), entry.get("parts", {}),
        tuple(entry.get("headings", ())), entry.get("form", ""),
    )  # fmt: skip


def _form(entries: list[dict[str, Any]] | tuple[()]) -> tuple[FormPart, ...]:
    return tuple(
        FormPart(
            part["id"],
            part["name"],
            tuple(FormField(**{**each, "choices": tuple(each.get("choices", ()))}) for each in part["fields"]),
        )
        for part in entries
    )


def _screening(data: Mapping[str, Any]) -> Screening:
    first, second = (tuple(Ability(**each) for each in group["items"]) for group in data["groups"])
    return Screening(
        data["title"], data["source"], first, second, tuple(tuple(row) for row in data["outcomes"]),
        frozenset(data["may_apply"]),
    )  # fmt: skip
