"""`python -m benchmarks.routing [--only hhcrsp|days] [--seconds-scale X] [--store]`: plans of a day, measured."""

import json
import os
import platform
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.routing import days, hhcrsp

BASELINE = Path(__file__).with_name("baseline.json")
PARTS = {"hhcrsp": hhcrsp, "days": days}


def over(kept: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """What was measured now over what was kept before: sizes that were left out this time stay."""
    news = {
        name: over(kept[name], each) if isinstance(each, dict) and isinstance(kept.get(name), dict) else each
        for name, each in found.items()
    }
    return {**kept, **news}


def main() -> int:
    """Run the parts, print, perhaps keep; 1 if a solution is rejected."""
    parser = ArgumentParser(prog="python -m benchmarks.routing", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part instead of all")
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    for part in PARTS.values():
        part.add_options(parser)
    asked = parser.parse_args()
    found = {name: PARTS[name].measure(asked, os.environ) for name in ([asked.only] if asked.only else PARTS)}
    if asked.store:
        kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        machine = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()}
        BASELINE.write_text(json.dumps(over(kept, {"machine": machine, **found}), indent=1) + "\n", encoding="utf-8")
    return 1 if any(one.get("rejected") for part in found.values() for one in part.get("sets", {}).values()) else 0


if __name__ == "__main__":
    sys.exit(main())
