"""One programme on requests: the home adaptation of the policy pack, in memory, file to file and for one person."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.measuring import VAR, in_turn, ours, peer, ratio, table
from benchmarks.rules.our_side import PACK, PROGRAMME
from benchmarks.rules.population import make
from yinling.gateways.policy.programmes import load_programme

PAYERS = ("municipal", "district", "resident")
KINDS = {
    "memory": "in memory",
    "built": "in memory, OpenFisca's simulation already built",
    "parquet": "Parquet to Parquet",
    "csv": "CSV to CSV",
    "bare": "Parquet to Parquet, OpenFisca without reasons",
    "one": "one person",
}
TARGETS = {"memory": 5.0, "parquet": 3.0, "csv": 3.0}


def measure(count: int) -> dict[str, Any]:
    """Run both sides on the same requests; print the table; what was measured."""
    data = VAR / f"rules-{count}"
    make(data, count)
    _write_conditions(data)
    measured = {kind: _measure(data, kind) for kind in KINDS}
    differing = _differing(data)
    print(f"one programme, {count:,} requests; rows that differ: {differing}\n\n{table(KINDS, measured)}\n")
    ratios = {kind: ratio(each, "seconds") for kind, each in measured.items()}
    cpu_ratios = {kind: ratio(each, "cpu_seconds") for kind, each in measured.items()}
    for kind, target in TARGETS.items():
        if ratios[kind] < target:
            print(f"below the target of {target} times: {KINDS[kind]}")
    return {
        "count": count,
        "measured": measured,
        "ratios": ratios,
        "cpu_ratios": cpu_ratios,
        "rows_differing": differing,
    }


def _write_conditions(data: Path) -> None:
    """Ids, words and clauses of the conditions, so that both sides write the same reasons."""
    conditions = load_programme(PACK, PROGRAMME).conditions
    texts = {each.id: {"condition": each.id, "words": each.words, "clause": each.clause} for each in conditions}
    (data / "conditions.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


def _out(data: Path, kind: str, side: str) -> Path:
    return data / f"{side}-{kind}.{'csv' if kind == 'csv' else 'parquet'}"


def _measure(data: Path, kind: str) -> dict[str, dict[str, float]]:
    starts = {"ours": ours("our_side"), "openfisca": [peer(), str(Path(__file__).with_name("openfisca_side.py"))]}
    return in_turn(lambda side: [*starts[side], str(data), kind], lambda side: _out(data, kind, side))


def _differing(data: Path) -> int:
    """Rows in which the tier, a share or a condition's truth is not the same on both sides."""
    ours_, theirs = (pq.read_table(_out(data, "bare", side)) for side in ("ours", "openfisca"))
    assert ours_["request_id"].to_pylist() == theirs["request_id"].to_pylist()
    equal = np.array(ours_["tier"].to_pylist()) == np.array(theirs["tier"].to_pylist())
    for payer in PAYERS:
        fen = [int(str(yuan).replace(".", "")) for yuan in ours_[f"{payer}_yuan"].to_pylist()]
        equal &= np.array(fen) == theirs[payer].to_numpy()
    for condition, truths in _truths(ours_["reasons"]).items():
        equal &= truths == theirs[condition].to_numpy()
    return int((~equal).sum())


def _truths(reasons: pa.ChunkedArray) -> dict[str, Any]:
    """The conditions' truths out of the reasons' JSON, read once per distinct text."""
    encoded = reasons.combine_chunks()
    encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
    lists = [json.loads(text) for text in encoded.dictionary.to_pylist()]
    read = [{each["condition"]: each["value"] == "true" for each in reasons} for reasons in lists]
    codes = encoded.indices.to_numpy()
    names = [name for name in read[0] if all(name in each for each in read)]
    return {name: np.array([each[name] for each in read])[codes] for name in names}
