"""`python -m benchmarks.rules [--only one_programme|twelve] [--count N] [--store]`: sides in turn, answers compared."""

import json
import os
import platform
import sys
from argparse import ArgumentParser
from pathlib import Path

from benchmarks.rules import one_programme, twelve_programmes
from benchmarks.rules.measuring import PEER

BASELINE = Path(__file__).with_name("baseline.json")
COUNT = 420_000
PARTS = {"one_programme": one_programme.measure, "twelve": twelve_programmes.measure}


def main() -> int:
    """Run, print, compare; 1 if answers differ."""
    parser = ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", choices=PARTS, help="one part instead of both")
    parser.add_argument("--no-city", action="store_true", help="leave out the 5.7 million elders")
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    asked = parser.parse_args()
    found = {}
    for part in [asked.only] if asked.only else PARTS:
        more = {"city": 0} if part == "twelve" and asked.no_city else {}
        found[part] = PARTS[part](asked.count, **more)
    if asked.store:
        machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
        kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        kept = {name: part for name, part in kept.items() if name in PARTS}
        result = {"machine": {**machine, "peer": PEER}, **kept, **found}
        BASELINE.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 1 if any(part["rows_differing"] for part in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
