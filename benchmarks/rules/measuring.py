"""Measuring two sides in turn, each round in a process of its own, and telling the result as a table."""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "bench"
ROUNDS = 3
PEER = "openfisca-core==46.0.1"
SIDES = ("ours", "openfisca")
Measures = dict[str, float]


def peer() -> str:
    """OpenFisca's own interpreter, made once; it is never installed beside the product."""
    folder = VAR / "openfisca"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", PEER, f"pyarrow=={pa.__version__}"], check=True)
    return str(python)


def ours(module: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", f"benchmarks.rules.{module}"]


def in_turn(
    command: Callable[[str], list[str]], out: Callable[[str], Path], rounds: int = ROUNDS
) -> dict[str, Measures]:
    """The best of some rounds, the sides in turn, each in a process of its own: other work only ever adds."""
    found: dict[str, list[Measures]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side in SIDES:
            # Taking the place of an earlier file makes the system write that one out first: not part of the question.
            shutil.rmtree(out(side), ignore_errors=True)
            out(side).unlink(missing_ok=True)
            found[side].append(run([*command(side), str(out(side))]))
    return {side: {name: min(each[name] for each in runs) for name in runs[0]} for side, runs in found.items()}


def run(command: list[str]) -> Measures:
    """One process; what it prints last as JSON."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yinling.project.settings"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT, env=environment)
    measures: Measures = json.loads(done.stdout.splitlines()[-1])
    return measures


def ratio(measured: Mapping[str, Measures], name: str) -> float:
    """How many times as fast ours is."""
    return round(measured["openfisca"][name] / measured["ours"][name], 1)


def table(kinds: Mapping[str, str], measured: Mapping[str, Mapping[str, Measures]]) -> str:
    """Measured kinds as a table, seconds by the clock and of the processor, peak memory."""
    lines = [
        "| | Yinling | peak | OpenFisca-core | peak | times as fast | by processor time |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, words in kinds.items():
        cells: list[Any] = [words]
        for side in SIDES:
            found = measured[kind][side]
            cells += [_seconds(found["seconds"]), f"{found['peak_mb']:.0f} MB"]
        cells += [ratio(measured[kind], "seconds"), ratio(measured[kind], "cpu_seconds")]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _seconds(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 0.01 else f"{seconds:.3f} s"
