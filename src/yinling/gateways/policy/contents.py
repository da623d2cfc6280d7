"""Everything a pack's folder holds, file by file, with what is already wrong in reading it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yinling.gateways.policy.findings import Finding, error, errors, from_fault, warning
from yinling.gateways.policy.lines import Document, PolicyFault, Row, read_rows, read_yaml
from yinling.gateways.policy.schema_faults import schema_faults

REQUIRED = ("pack.yaml", "clauses.yaml")
_SCHEMA_OF = {
    "pack.yaml": "pack", "clauses.yaml": "clauses", "services.yaml": "services", "facilities.yaml": "facilities",
    "plan.yaml": "plan", "decomposition.yaml": "decomposition", "packages.yaml": "packages",
    "risk_items.yaml": "risk_items", "checks.yaml": "checks",
    "mappings.yaml": "mappings", "overlaps.yaml": "overlaps", "hearings.yaml": "hearings",
    "staffing.yaml": "staffing",
    "vouchers.yaml": "vouchers", "visits.yaml": "visits", "catalogue.yaml": "catalogue",
    "claims.yaml": "claims", "devices.yaml": "devices", "wellbeing.yaml": "wellbeing", "alarms.yaml": "alarms",
}  # fmt: skip
_SCHEMA_IN = {
    "indicators": "indicators", "procedures": "procedure",
    "programmes": "programme", "parameters": "parameters", "cases": "cases",
}  # fmt: skip
_TARGET_COLUMNS = ("indicator", "area", "year", "operator", "value", "unit", "clause", "printed", "note")
_WHOLE, _NUMBER = re.compile(r"\d+"), re.compile(r"\d+(\.\d+)?")


@dataclass
class Contents:
    """The files of a pack that could be read and have the right shape, by path within the pack."""

    folder: Path
    documents: dict[str, Document] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def is_whole(self, name: str) -> bool:
        """Whether no file whose path begins with `name` is faulty: else what it lacks may only be unreadable."""
        return not any(path.startswith(name) for path in self.broken)

    def entries(self, name: str, key: str) -> list[dict[str, Any]]:
        """The list under `key` of a file; empty if the file is absent or faulty."""
        return list(self.documents[name].data[key]) if name in self.documents else []

    def indicators(self) -> Iterator[tuple[Document, int, dict[str, Any]]]:
        """Each indicator with its document and its place in the list."""
        for name, document in self.documents.items():
            if name.startswith("indicators/"):
                yield from ((document, n, entry) for n, entry in enumerate(document.data["indicators"]))


def read_contents(folder: Path) -> tuple[Contents, list[Finding]]:
    """The contents of a pack and the faults met in reading: broken files, wrong shapes, strange or missing files."""
    contents = Contents(folder)
    findings = [error(folder / name, 1, "缺少这个文件") for name in REQUIRED if not (folder / name).exists()]
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        findings += _take(contents, file)
    return contents, findings


def _take(contents: Contents, file: Path) -> list[Finding]:
    name = file.relative_to(contents.folder).as_posix()
    try:
        findings = _read(contents, file, name)
    except PolicyFault as fault:
        findings = [from_fault(fault)]
    contents.broken |= {name} if errors(findings) else set()
    return findings


def _read(contents: Contents, file: Path, name: str) -> list[Finding]:
    schema = _SCHEMA_OF.get(name) or (_SCHEMA_IN.get(file.parent.name) if file.suffix == ".yaml" else None)
    if schema:
        return _take_document(contents, name, read_yaml(file), schema)
    if name in ("targets.csv", "decomposition.csv"):
        return _take_table(contents, name, read_rows(file))
    return [] if file.suffix == ".md" else [warning(file, 1, "不认识的文件，没有被使用")]


def _take_document(contents: Contents, name: str, document: Document, schema: str) -> list[Finding]:
    findings = schema_faults(document, schema)
    if not findings:
        contents.documents[name] = document
    return findings


def _take_table(contents: Contents, name: str, rows: list[Row]) -> list[Finding]:
    findings = list(_target_faults(rows) if name == "targets.csv" else _figure_faults(rows))
    if not findings:
        contents.tables[name] = rows
    return findings


def _target_faults(rows: list[Row]) -> Iterator[Finding]:
    if rows and tuple(rows[0].cells) != _TARGET_COLUMNS:
        yield error(rows[0].file, 1, f"各列应依次为{'、'.join(_TARGET_COLUMNS)}")
        return
    for row in rows:
        if not re.fullmatch(r"(19|20)\d\d", row["year"]):
            yield error(row.file, row.line, f"年份不对：“{row['year']}”")
        if row["value"] and not _NUMBER.fullmatch(row["value"]):
            yield error(row.file, row.line, f"目标值不是数：“{row['value']}”")
        if row["operator"] not in (">=", ">", "<=", "<", "="):
            yield error(row.file, row.line, f"比较符号不对：“{row['operator']}”")


def _figure_faults(rows: list[Row]) -> Iterator[Finding]:
    for row in rows:
        for column, cell in row.cells.items():
            figure = column not in ("area", "printed") and not column.endswith("_note")
            if figure and cell and not _WHOLE.fullmatch(cell):
                yield error(row.file, row.line, f"“{column}”应是整数或空白，现在是“{cell}”")
