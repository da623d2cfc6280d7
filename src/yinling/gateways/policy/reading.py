"""Cached readers of packs: each returns frozen values. A file is read once a process; `forget` starts anew."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from yinling.gateways.policy import shapes
from yinling.gateways.policy.lines import PolicyFault, Row, read_rows, read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.kernel.dates import WorkCalendar

NATIONAL = "national"
T = TypeVar("T")
_CACHED: list[Any] = []


class UnknownPack(LookupError):
    """No pack of this name; the message lists those that exist."""


def _cached(reader: Callable[..., T]) -> Callable[..., T]:
    """Keep a reader's answers for each policy root, so that a test with its own root gets its own answers."""
    kept = cache(lambda root, *names: reader(*names))
    _CACHED.append(kept)

    def read(*names: str) -> T:
        try:
            return kept(policy_root(), *names)
        except (PolicyFault, UnknownPack):
            raise
        except (LookupError, TypeError, ValueError, ArithmeticError) as fault:
            why = f"内容不完整（{fault}），请运行 yinling policy_check"
            raise PolicyFault(policy_root().joinpath(*names), 1, why) from fault

    read.__doc__, read.__name__ = reader.__doc__, reader.__name__
    return read


def forget() -> None:
    """Read every file anew from now on."""
    for kept in _CACHED:
        kept.cache_clear()


def packs() -> list[str]:
    """Names of the packs, in order."""
    return sorted(file.parent.name for file in policy_root().glob("*/pack.yaml"))


def folder(pack: str) -> Path:
    """The folder of a pack. Raises UnknownPack."""
    if pack not in packs():
        raise UnknownPack(f"没有名为“{pack}”的政策包；现有：{'、'.join(packs()) or '无'}")
    return policy_root() / pack


def _entries(pack: str, name: str, key: str) -> list[dict[str, Any]]:
    """The list under `key` of a pack's file; empty where the pack has no such file."""
    file = folder(pack) / name
    return read_yaml(file).data[key] if file.exists() else []


def _words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(entry.get(key) or ())


@_cached
def load_pack(pack: str) -> shapes.Pack:
    """Title, status, dates, coverage and open questions of a pack."""
    entry = read_yaml(folder(pack) / "pack.yaml").data
    return shapes.Pack(
        **{key: entry[key] for key in ("id", "title", "short_title", "number", "issuer", "issued_on")},
        **{key: entry[key] for key in ("in_force_from", "in_force_until", "legal_status", "area")},
        horizon_from=entry["horizon"]["from"],
        horizon_until=entry["horizon"]["until"],
        bases=_words(entry, "bases"),
        coverage=tuple(
            shapes.Coverage(
                **{key: item[key] for key in ("subject", "status")},
                clauses=tuple(item["clauses"]),
                note=item.get("note", ""),
                requirements=_words(item, "requirements"),
                programmes=_words(item, "programmes"),
            )
            for item in entry["coverage"]
        ),
        open_questions=tuple(
            shapes.OpenQuestion(item["id"], tuple(item["clauses"]), item["question"], item["reading"])
            for item in entry["open_questions"]
        ),
        notes=entry.get("notes") or {},
    )


@_cached
def load_clauses(pack: str) -> dict[str, shapes.Clause]:
    """Clauses by id, in the order of the document; a clause that names no unit falls to the general one."""
    data = read_yaml(folder(pack) / "clauses.yaml").data
    return {entry["id"]: _clause(entry, tuple(data["general_responsible"])) for entry in data["clauses"]}


def _clause(entry: dict[str, Any], general: tuple[str, ...]) -> shapes.Clause:
    return shapes.Clause(
        **{key: entry[key] for key in ("id", "place", "heading", "quote")},
        responsible=_words(entry, "responsible") or general,
        capabilities=_words(entry, "capabilities"),
        numbers=_words(entry, "numbers"),
    )


@_cached
def load_services(pack: str) -> tuple[shapes.Service, ...]:
    """The service catalogue, in the document's order."""
    return tuple(
        shapes.Service(item["code"], item["number"], item["name"], category["code"], category["name"])
        for category in _entries(pack, "services.yaml", "categories")
        for item in category["items"]
    )


@_cached
def load_facilities(pack: str) -> shapes.FacilityCatalogue:
    """Facility kinds with their standards, and the words for a facility's status."""
    file = folder(pack) / "facilities.yaml"
    data = read_yaml(file).data if file.exists() else {"kinds": [], "statuses": {}}
    return shapes.FacilityCatalogue(tuple(_kind(entry) for entry in data["kinds"]), data["statuses"])


def _kind(entry: dict[str, Any]) -> shapes.FacilityKind:
    standards = tuple(
        shapes.Standard(
            **{key: item[key] for key in ("id", "clause", "measure", "operator")},
            **{key: item[key] for key in ("unit", "applies_to", "quote")},
            value=Decimal(str(item["value"])),
            value_max=None if item.get("value_max") is None else Decimal(str(item["value_max"])),
            hedge=item.get("hedge", ""),
            tolerance=item.get("tolerance"),
        )
        for item in entry.get("standards") or ()
    )
    return shapes.FacilityKind(
        entry["code"], entry["name"], _words(entry, "terms"), _words(entry, "clauses"), standards
    )


@_cached
def load_indicators(pack: str) -> dict[str, shapes.Indicator]:
    """Indicators by id, file by file."""
    files = sorted((folder(pack) / "indicators").glob("*.yaml"))
    entries = (entry for file in files for entry in read_yaml(file).data["indicators"])
    return {entry["id"]: _indicator(entry) for entry in entries}


def _indicator(entry: dict[str, Any]) -> shapes.Indicator:
    return shapes.Indicator(
        **{key: entry[key] for key in ("id", "name", "kind", "unit", "operator", "period")},
        clauses=tuple(entry["clauses"]),
        numerator=entry.get("numerator", ""),
        denominator=entry.get("denominator", ""),
        parts_stated=entry.get("parts_stated", False),
        target_level=entry.get("target_level", "any"),
        roll_up=entry.get("roll_up", "sum"),
        hold_after=entry.get("hold_after", False),
        due_year=entry.get("due_year"),
        counted_from=entry.get("counted_from"),
        source=entry.get("source") or {},
        readings=_words(entry, "readings"),
        note=entry.get("note", ""),
    )


@_cached
def load_targets(pack: str) -> tuple[shapes.Target, ...]:
    """Target cells in file order, blank ones included with value None."""
    file = folder(pack) / "targets.csv"
    return tuple(_target(row) for row in read_rows(file)) if file.exists() else ()


def _target(row: Row) -> shapes.Target:
    return shapes.Target(
        row["indicator"], row["area"], int(row["year"]), row["operator"],
        Decimal(row["value"]) if row["value"] else None,
        row["unit"], row["clause"], row["printed"], row["note"], row.line,
    )  # fmt: skip


@_cached
def load_plan(pack: str) -> shapes.Plan:
    """Projects by year with their sites, ranges, and stages; empty where the pack has no plan."""
    file = folder(pack) / "plan.yaml"
    data = read_yaml(file).data if file.exists() else {"projects": [], "quotas": [], "stages": []}
    return shapes.Plan(
        tuple(_project(entry) for entry in data["projects"]),
        tuple(
            shapes.Quota(**{**entry, "areas": tuple(entry["areas"]), "readings": _words(entry, "readings")})
            for entry in data["quotas"]
        ),
        tuple(shapes.Stage(**entry) for entry in data["stages"]),
    )


def _project(entry: dict[str, Any]) -> shapes.Project:
    sites = tuple(
        shapes.Site(
            site["area"], site["printed"], site["count"], site.get("facility", entry["subject"]),
            site.get("sited", True), site.get("note", ""),
        )
        for site in entry["sites"]
    )  # fmt: skip
    return shapes.Project(**{**entry, "sites": sites})


@_cached
def load_decomposition(pack: str) -> shapes.Decomposition | None:
    """The table by area with its stated totals; None where the pack has none."""
    file = folder(pack) / "decomposition.yaml"
    if not file.exists():
        return None
    head = read_yaml(file).data
    rows = [_decomposition_row(row, head["columns"]) for row in read_rows(file.with_suffix(".csv"))]
    total = next((row for row in rows if row.area == head["total_area"]), None)
    if total is None:
        raise PolicyFault(file.with_suffix(".csv"), 1, f"缺少合计行（区划 {head['total_area']}）")
    parts = tuple(row for row in rows if row is not total)
    return shapes.Decomposition(head["title"], head["clause"], head["columns"], parts, total)


def _decomposition_row(row: Row, columns: Mapping[str, str]) -> shapes.DecompositionRow:
    figures = {column: int(row[column]) if row[column] else None for column in columns}
    notes = {column: text for column in columns if (text := row.cells.get(f"{column}_note", ""))}
    return shapes.DecompositionRow(row["area"], row["printed"], figures, notes)


@_cached
def load_procedure(pack: str, name: str) -> shapes.Procedure:
    """The steps, channels and papers of one procedure. Raises PolicyFault if there is none."""
    entry = read_yaml(folder(pack) / "procedures" / f"{name}.yaml").data
    return shapes.Procedure(
        entry["id"], entry["name"], entry.get("programme", ""), tuple(entry["clauses"]),
        tuple(
            shapes.Step(**{**step, "clauses": _words(step, "clauses"), "note": step.get("note", "")})
            for step in entry["steps"]
        ),
        tuple(shapes.Channel(**channel) for channel in entry["channels"]),
        tuple(shapes.Paper(**paper) for paper in entry["papers"]),
    )  # fmt: skip


def load_procedures(pack: str) -> tuple[shapes.Procedure, ...]:
    """Every procedure of a pack."""
    files = sorted((folder(pack) / "procedures").glob("*.yaml"))
    return tuple(load_procedure(pack, file.stem) for file in files)


@_cached
def load_packages(pack: str) -> tuple[shapes.Package, ...]:
    """Product packages; a price that the document leaves open is None."""
    return tuple(shapes.Package(**entry) for entry in _entries(pack, "packages.yaml", "packages"))


@_cached
def load_risk_items(pack: str) -> tuple[shapes.RiskItem, ...]:
    """The risk items of a home survey, room by room."""
    return tuple(
        shapes.RiskItem(room=room["name"], **item)
        for room in _entries(pack, "risk_items.yaml", "rooms")
        for item in room["items"]
    )


@_cached
def load_calendar() -> WorkCalendar:
    """Holidays and worked weekends of every year in the national calendar."""
    years = read_yaml(policy_root() / NATIONAL / "calendar.yaml").data["years"]
    return WorkCalendar(frozenset(_days(years, "holidays")), frozenset(_days(years, "worked_weekends")))


def _days(years: list[dict[str, Any]], key: str) -> Iterator[date]:
    return (day for year in years for day in year[key])
