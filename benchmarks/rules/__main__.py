"""`python -m benchmarks.rules [--count N] [--store]`: both sides on the same data, answers compared, ratios told."""

import json
import os
import platform
import statistics
import subprocess
import sys
import venv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.rules.population import make

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "bench"
BASELINE = Path(__file__).with_name("baseline.json")
COUNT = 420_000
ROUNDS = 3
PAYERS = ("municipal", "district", "resident")
PEER = "openfisca-core==46.0.1"
KINDS = {"memory": "in memory", "parquet": "Parquet to Parquet", "csv": "CSV to CSV", "one": "one person"}
TARGETS = {"memory": 5.0, "parquet": 3.0, "one": 50.0}


def main() -> int:
    """Run, print, compare; 1 if answers differ or a target is missed."""
    parser = ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    asked = parser.parse_args()
    data = VAR / f"rules-{asked.count}"
    make(data, asked.count)
    sides = {"ours": [sys.executable, "-m", "benchmarks.rules.our_side"], "openfisca": [*_peer()]}
    measured = {kind: {side: _measure(command, data, kind, side) for side, command in sides.items()} for kind in KINDS}
    differing = _differing(data)
    result = _result(asked.count, measured, differing)
    print(_table(result))
    if asked.store:
        BASELINE.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    missed = [kind for kind, target in TARGETS.items() if result["ratios"][kind] < target]
    return 1 if differing or missed else 0


def _peer() -> list[str]:
    """OpenFisca's own interpreter, made once; it is never installed beside the product."""
    folder = VAR / "openfisca"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER, f"pyarrow=={pa.__version__}"], check=True)
    return [str(python), str(Path(__file__).with_name("openfisca_side.py"))]


def _out(data: Path, kind: str, side: str) -> Path:
    return data / f"{side}.{'parquet' if kind in ('memory', 'one') else kind}"


def _measure(command: list[str], data: Path, kind: str, side: str) -> dict[str, float]:
    """The median of some rounds, each in a process of its own, so that peaks of memory are its own."""
    rounds = []
    for _ in range(ROUNDS):
        arguments = [*command, str(data), kind, str(_out(data, kind, side))]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yinling.project.settings"}
        done = subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT, env=environment)
        rounds.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def _differing(data: Path) -> int:
    """Rows in which a tier, a share or a condition's truth is not the same on both sides."""
    ours, theirs = (pq.read_table(_out(data, "parquet", side)) for side in ("ours", "openfisca"))
    assert ours["request_id"].to_pylist() == theirs["request_id"].to_pylist()
    equal = np.array(ours["tier"].to_pylist()) == np.array(theirs["tier"].to_pylist())
    for payer in PAYERS:
        fen = [int(yuan.replace(".", "")) for yuan in ours[f"{payer}_yuan"].to_pylist()]
        equal &= np.array(fen) == theirs[payer].to_numpy()
    truths = _truths(ours["reasons"])
    for condition in truths:
        equal &= truths[condition] == theirs[condition].to_numpy()
    return int((~equal).sum())


def _truths(reasons: pa.ChunkedArray) -> dict[str, Any]:
    """The conditions' truths out of the reasons' JSON, read once per distinct text."""
    encoded = reasons.combine_chunks()
    encoded = encoded if pa.types.is_dictionary(encoded.type) else encoded.dictionary_encode()
    read = [
        {each["condition"]: each["value"] == "true" for each in json.loads(text)}
        for text in encoded.dictionary.to_pylist()
    ]
    codes = encoded.indices.to_numpy()
    return {condition: np.array([each[condition] for each in read])[codes] for condition in read[0]}


def _result(count: int, measured: dict[str, Any], differing: int) -> dict[str, Any]:
    ratios = {kind: round(each["openfisca"]["seconds"] / each["ours"]["seconds"], 1) for kind, each in measured.items()}
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "peer": PEER}
    return {"count": count, "machine": machine, "measured": measured, "ratios": ratios, "rows_differing": differing}


def _table(result: dict[str, Any]) -> str:
    lines = [f"{result['count']:,} requests; rows that differ: {result['rows_differing']}", ""]
    lines += ["| | Yinling | peak | OpenFisca-core | peak | times as fast |", "|---|---|---|---|---|---|"]
    for kind, words in KINDS.items():
        ours, theirs = (result["measured"][kind][side] for side in ("ours", "openfisca"))
        cells = [_seconds(ours["seconds"]), f"{ours['peak_mb']:.0f} MB", _seconds(theirs["seconds"])]
        lines.append(f"| {words} | {' | '.join(cells)} | {theirs['peak_mb']:.0f} MB | {result['ratios'][kind]} |")
    return "\n".join(lines)


def _seconds(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 0.01 else f"{seconds:.3f} s"


if __name__ == "__main__":
    sys.exit(main())
