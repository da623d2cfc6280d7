"""`python -m benchmarks.rules [--count N] [--store]`: both sides on the same data, answers compared, ratios told."""

import json
import os
import platform
import subprocess
import sys
import venv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.our_side import PACK, PROGRAMME
from benchmarks.rules.population import make
from yinling.gateways.policy.programmes import load_programme

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "bench"
BASELINE = Path(__file__).with_name("baseline.json")
COUNT = 420_000
ROUNDS = 3
PAYERS = ("municipal", "district", "resident")
PEER = "openfisca-core==46.0.1"
KINDS = {
    "memory": "in memory",
    "built": "in memory, OpenFisca's simulation already built",
    "parquet": "Parquet to Parquet",
    "csv": "CSV to CSV",
    "bare": "Parquet to Parquet, OpenFisca without reasons",
    "one": "one person",
}
TARGETS = {"memory": 5.0, "parquet": 3.0, "csv": 3.0}


def main() -> int:
    """Run, print, compare; 1 if answers differ."""
    parser = ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    asked = parser.parse_args()
    data = VAR / f"rules-{asked.count}"
    make(data, asked.count)
    _write_conditions(data)
    sides = {"ours": [sys.executable, "-m", "benchmarks.rules.our_side"], "openfisca": [*_peer()]}
    measured = {kind: _measure(sides, data, kind) for kind in KINDS}
    differing = _differing(data)
    result = _result(asked.count, measured, differing)
    print(_table(result))
    if asked.store:
        BASELINE.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    for kind, target in TARGETS.items():
        if result["ratios"][kind] < target:
            print(f"below the target of {target} times: {KINDS[kind]}")
    return 1 if differing else 0


def _write_conditions(data: Path) -> None:
    """Ids, words and clauses of the conditions, so that both sides write the same reasons."""
    conditions = load_programme(PACK, PROGRAMME).conditions
    texts = {each.id: {"condition": each.id, "words": each.words, "clause": each.clause} for each in conditions}
    (data / "conditions.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")


def _peer() -> list[str]:
    """OpenFisca's own interpreter, made once; it is never installed beside the product."""
    folder = VAR / "openfisca"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER, f"pyarrow=={pa.__version__}"], check=True)
    return [str(python), str(Path(__file__).with_name("openfisca_side.py"))]


def _out(data: Path, kind: str, side: str) -> Path:
    return data / f"{side}-{kind}.{'csv' if kind == 'csv' else 'parquet'}"


def _measure(sides: dict[str, list[str]], data: Path, kind: str) -> dict[str, dict[str, float]]:
    """The best of some rounds, the sides in turn, each in a process of its own: other work only ever adds."""
    rounds: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side, command in sides.items():
            out = _out(data, kind, side)
            # Taking the place of an earlier file makes the system write that one out first: not part of the question.
            out.unlink(missing_ok=True)
            rounds[side].append(_run([*command, str(data), kind, str(out)]))
    return {side: {name: min(each[name] for each in found) for name in found[0]} for side, found in rounds.items()}


def _run(command: list[str]) -> dict[str, float]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yinling.project.settings"}
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _differing(data: Path) -> int:
    """Rows in which the tier, a share or a condition's truth is not the same on both sides."""
    ours, theirs = (pq.read_table(_out(data, "bare", side)) for side in ("ours", "openfisca"))
    assert ours["request_id"].to_pylist() == theirs["request_id"].to_pylist()
    equal = np.array(ours["tier"].to_pylist()) == np.array(theirs["tier"].to_pylist())
    for payer in PAYERS:
        fen = [int(str(yuan).replace(".", "")) for yuan in ours[f"{payer}_yuan"].to_pylist()]
        equal &= np.array(fen) == theirs[payer].to_numpy()
    for condition, truths in _truths(ours["reasons"]).items():
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


def _result(count: int, measured: dict[str, Any], differing: int) -> dict[str, Any]:
    machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version(), "peer": PEER}
    ratios = {kind: _ratio(each, "seconds") for kind, each in measured.items()}
    cpu_ratios = {kind: _ratio(each, "cpu_seconds") for kind, each in measured.items()}
    return {
        "count": count,
        "machine": machine,
        "measured": measured,
        "ratios": ratios,
        "cpu_ratios": cpu_ratios,
        "rows_differing": differing,
    }


def _ratio(sides: dict[str, dict[str, float]], measure: str) -> float:
    return round(sides["openfisca"][measure] / sides["ours"][measure], 1)


def _table(result: dict[str, Any]) -> str:
    lines = [f"{result['count']:,} requests; rows that differ: {result['rows_differing']}", ""]
    lines += ["| | Yinling | peak | OpenFisca-core | peak | times as fast | by processor time |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for kind, words in KINDS.items():
        cells = [words]
        for side in ("ours", "openfisca"):
            measured = result["measured"][kind][side]
            cells += [_seconds(measured["seconds"]), f"{measured['peak_mb']:.0f} MB"]
        cells += [f"{result[ratios][kind]}" for ratios in ("ratios", "cpu_ratios")]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _seconds(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 0.01 else f"{seconds:.3f} s"


if __name__ == "__main__":
    sys.exit(main())
