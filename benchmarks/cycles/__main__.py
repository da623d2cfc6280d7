"""`python -m benchmarks.cycles [--people N] [--programmes M] [--database URL] [--store]`: whole months, measured."""

import json
import os
import platform
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from benchmarks.cycles.pack import PACK, write_pack
from yinling.project.environment import KEPT_SECRETS, keep_secrets

ROOT = Path(__file__).resolve().parents[2]
BASELINE = Path(__file__).with_name("baseline.json")
PEOPLE, PROGRAMMES = 420_000, 12


def main() -> int:
    """Measures, prints, and may keep the result; 1 if a sum of the sample differs."""
    parser = ArgumentParser(prog="python -m benchmarks.cycles", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--programmes", type=int, default=PROGRAMMES)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database; a new SQLite file unless given")
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cycles") as folder:
        found = measure(Path(folder), asked.people, asked.programmes, asked.database)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if asked.store:
        kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        kept["postgresql" if asked.database else "sqlite"] = found
        BASELINE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if found["sample"]["sums_differing"] else 0


def measure(folder: Path, people: int, programmes: int, database: str = "") -> dict[str, Any]:
    """One database, in a process of its own: settings are read once, and its memory is its own."""
    write_pack(folder / "policy", programmes)
    command = [sys.executable, "-m", "benchmarks.cycles.measuring", str(people)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT, env=environment_for(folder, database))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    machine = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1), "python": platform.python_version()}
    return {"machine": machine, **found}


def environment_for(folder: Path, database: str = "") -> dict[str, str]:
    """The settings of a process that works on the benchmark's own database and pack; its keys are kept beside them."""
    keep_secrets(KEPT_SECRETS, folder / "var" / "keys")
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yinling.project.settings",
        "YINLING_DATABASE": database or f"sqlite:///{folder / 'cycles.sqlite3'}",
        "YINLING_POLICY": str(folder / "policy"),
        "YINLING_PACK": PACK,
        "YINLING_VAR": str(folder / "var"),
        "YINLING_ADOPTED_PACKS": "",
    }


if __name__ == "__main__":
    sys.exit(main())
