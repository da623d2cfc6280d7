"""`python -m benchmarks.alarms [--seconds S] [--database sqlite] [--store | --show | --faults]`: devices, measured."""

import json
import os
import platform
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from benchmarks.alarms.faults import try_faults
from benchmarks.alarms.measuring import measure, verdicts

BASELINE = Path(__file__).with_name("baseline.json")


def main() -> int:
    """Measures, prints, and may keep the result; 1 if an alarm is lost or doubled."""
    parser = ArgumentParser(prog="python -m benchmarks.alarms", description=__doc__)
    parser.add_argument("--devices", type=int, default=420_000)
    parser.add_argument("--receivers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=600.0, help="of one heartbeat a minute of each device")
    parser.add_argument("--storm", type=int, default=10_000, help="alarms in one minute")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--faults", action="store_true", help="kill and stop what runs, instead of measuring")
    parser.add_argument("--store", action="store_true", help="keep the result as the baseline")
    parser.add_argument("--show", action="store_true", help="print the baseline, measure nothing")
    asked = parser.parse_args()
    kept: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    if asked.show:
        print(json.dumps(kept, indent=1))
        return 0
    load = round(os.getloadavg()[0], 1)
    with tempfile.TemporaryDirectory(prefix="alarms") as folder:
        found = (try_faults if asked.faults else measure)(Path(folder), asked)
    machine = {"cores": os.cpu_count(), "load_before": load, "python": platform.python_version()}
    found = {"machine": machine, **found}
    print(json.dumps(found, indent=1))
    if asked.store:
        kept[f"faults_{asked.database}" if asked.faults else asked.database] = found
        BASELINE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    if asked.faults:
        return 0 if all(one["lost"] == one["doubled"] == 0 for one in found["faults"].values()) else 1
    for words, is_met in verdicts(found).items():
        print(f"{'met' if is_met else 'MISSED':<8}{words}")
    storm = found["storm"]
    return 0 if storm["raised"] == storm["calls"] and not storm["doubled"] else 1


if __name__ == "__main__":
    sys.exit(main())
