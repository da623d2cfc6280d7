"""Twelve programmes on elders: sums, rows hit, every condition's truth, limits of households and overlaps."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.elders import make
from benchmarks.rules.measuring import ROUNDS, VAR, in_turn, ours, peer, ratio, run, table
from benchmarks.rules.openfisca_source import write
from benchmarks.rules.twelve_rules import programmes
from yinling.needs.entitlements.domain.reasons import Reason, as_json

KINDS = {
    "memory": "in memory",
    "built": "in memory, OpenFisca's simulation already built",
    "parquet": "Parquet to Parquet, truths as columns",
    "reasons": "Parquet to Parquet, reasons in words",
    "one": "one person, all twelve with reasons",
}
TARGETS = {"memory": 8.0, "parquet": 5.0, "reasons": 5.0, "one": 50.0}
ROUNDS_OF = {"reasons": 1}
ONE_PERSON_SECONDS = 60e-6
CITY = 5_700_000
CITY_TIMES_MAX = 15.0
SPARE_MB = 300


def measure(count: int, city: int = CITY) -> dict[str, Any]:
    """Run both sides on the same elders, then ours on a city's; print the tables; what was measured."""
    folder = VAR / "twelve"
    elders = folder / f"elders-{count}.parquet"
    make(elders, count)
    truths = write(folder / "rules.py")
    _write_texts(folder / "rules.json", truths)
    measured = {kind: _measure(folder, elders, kind) for kind in KINDS}
    differing = _differing(_out(folder, "parquet", "ours"), _out(folder, "parquet", "openfisca"), truths)
    print(f"twelve programmes, {count:,} elders; rows that differ: {differing}\n\n{table(KINDS, measured)}\n")
    result = {
        "count": count,
        "measured": measured,
        "ratios": {kind: ratio(each, "seconds") for kind, each in measured.items()},
        "cpu_ratios": {kind: ratio(each, "cpu_seconds") for kind, each in measured.items()},
        "rows_differing": differing,
        "city": _city(folder, city, measured["memory"]["ours"], count) if city else {},
    }
    for line in _below(result):
        print(f"below the target: {line}")
    return result


def _out(folder: Path, kind: str, side: str) -> Path:
    return folder / f"{side}-{kind}.parquet"


def _measure(folder: Path, elders: Path, kind: str) -> dict[str, dict[str, float]]:
    theirs = [peer(), str(Path(__file__).with_name("openfisca_twelve.py")), str(elders), str(folder / "rules.py")]
    starts = {"ours": [*ours("our_twelve"), str(elders)], "openfisca": theirs}
    rounds = ROUNDS_OF.get(kind, ROUNDS)
    return in_turn(lambda side: [*starts[side], kind], lambda side: _out(folder, kind, side), rounds)


def _write_texts(file: Path, truths: dict[str, dict[str, str]]) -> None:
    """What a condition's reason says if it holds and if not, so that both sides write the same reasons."""
    found = {
        bound.rule.id: [
            {"variable": truths[bound.rule.id][each.id]}
            | {value: as_json((Reason(each.id, each.words, each.clause, value),))[1:-1] for value in ("true", "false")}
            for each in bound.rule.conditions
        ]
        for bound in programmes()
    }
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _city(folder: Path, count: int, district: dict[str, float], district_count: int) -> dict[str, float]:
    """A city's elders in one process: time beside the district's, memory beside that of input and output."""
    elders = folder / f"elders-{count}.parquet"
    make(elders, count)
    found = run([*ours("our_twelve"), str(elders), "city", str(_out(folder, "city", "ours"))])
    found["times_the_district"] = round(found["seconds"] / district["seconds"], 1)
    found["times_the_district_cpu"] = round(found["cpu_seconds"] / district["cpu_seconds"], 1)
    found["memory_allowed_mb"] = round(1.5 * found["columns_mb"] + SPARE_MB)
    print(
        f"{count:,} elders in one process: {found['seconds']:.2f} s by the clock, {found['cpu_seconds']:.2f} s of the "
        f"processor, {found['times_the_district']} and {found['times_the_district_cpu']} times those of "
        f"{district_count:,}; peak {found['peak_mb']:.0f} MB, "
        f"input and output columns {found['columns_mb']:.0f} MB, allowed {found['memory_allowed_mb']:.0f} MB"
    )
    return found


def city_rows(city: dict[str, float]) -> list[str]:
    """A city's figures as rows of a table."""
    return [
        "| a city in one process | found | target |",
        "|---|---|---|",
        f"| time | {city['seconds']:.2f} s | |",
        f"| times the district's | {city['times_the_district']} | {CITY_TIMES_MAX:.0f} |",
        f"| times the district's, by processor time | {city['times_the_district_cpu']} | |",
        f"| peak memory | {city['peak_mb']:.0f} MB | {city['memory_allowed_mb']:.0f} MB |",
    ]


def _below(result: dict[str, Any]) -> list[str]:
    lines = [f"{KINDS[kind]}, {target} times" for kind, target in TARGETS.items() if result["ratios"][kind] < target]
    if result["measured"]["one"]["ours"]["seconds"] > ONE_PERSON_SECONDS:
        lines.append(f"one person in {ONE_PERSON_SECONDS * 1e6:.0f} µs")
    if city := result["city"]:
        if city["times_the_district"] > CITY_TIMES_MAX:
            lines.append(f"a city in {CITY_TIMES_MAX} times the district's time")
        if city["peak_mb"] > city["memory_allowed_mb"]:
            lines.append("a city within the memory allowed")
    return lines


def _differing(ours_file: Path, theirs_file: Path, truths: dict[str, dict[str, str]]) -> int:
    """Elders for whom a row hit, a sum, a condition's truth or what overlaps leave is not the same on both sides."""
    mine, theirs = pq.read_table(ours_file), pq.read_table(theirs_file)
    assert mine["person_id"].to_pylist() == theirs["person_id"].to_pylist()
    equal = np.ones(len(mine), dtype=bool)
    compared = {"person_id"}
    for bound in programmes():
        rule = bound.rule
        places = {row.id: at for at, row in enumerate(rule.rows, 1)} | {"": 0}
        traces, codes = _coded(mine[f"{rule.id}_trace"])
        rows, words = zip(*(trace.split(" ") for trace in traces), strict=True)
        equal &= np.array([places[row] for row in rows])[codes] == theirs[f"{rule.id}_row"].to_numpy()
        for at, condition in enumerate(rule.conditions):
            held = np.array([word[at] == "1" for word in words])[codes]
            equal &= held == theirs[truths[rule.id][condition.id]].to_numpy()
        compared.add(f"{rule.id}_trace")
    for name in set(mine.column_names) - compared:
        equal &= mine[name].to_numpy() == theirs[name].to_numpy()
    return int((~equal).sum())


def _coded(column: pa.ChunkedArray) -> tuple[list[str], np.ndarray]:
    encoded = (column if pa.types.is_dictionary(column.type) else column.dictionary_encode()).unify_dictionaries()
    encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy()
