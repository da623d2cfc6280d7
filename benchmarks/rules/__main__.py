"""`python -m benchmarks.rules [--only one_programme|twelve] [--count N] [--store | --show]`: sides in turn."""

import json
import os
import platform
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from benchmarks.rules import one_programme, twelve_programmes
from benchmarks.rules.measuring import PEER, table

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
    parser.add_argument("--show", action="store_true", help="only print the tables of the baseline, for the README")
    asked = parser.parse_args()
    if asked.show:
        print(_shown(json.loads(BASELINE.read_text(encoding="utf-8"))))
        return 0
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


def _shown(kept: dict[str, Any]) -> str:
    """The stored figures as the README has them."""
    lines = [f"{kept['machine']['cores']} cores, load {kept['machine']['load']:.1f} when stored"]
    for part, kinds in (("twelve", twelve_programmes.KINDS), ("one_programme", one_programme.KINDS)):
        if found := kept.get(part):
            lines += [f"\n{part}: {found['count']:,}, rows that differ: {found['rows_differing']}\n"]
            lines += [table(kinds, found["measured"])]
            if city := found.get("city"):
                lines += ["", *twelve_programmes.city_rows(city)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
