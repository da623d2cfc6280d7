"""Our side: the command's own functions, measured in memory, file to file and for one person.

`python -m benchmarks.rules.our_side FOLDER KIND OUT` with KIND csv, parquet, bare, memory, built or one;
prints seconds and peak memory as JSON.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.parameters import fixed
from yinling.gateways.policy.programmes import load_facts, load_parameters, load_programme
from yinling.gateways.spreadsheets import read_table
from yinling.needs.entitlements.domain.deciding import decide_batch, decide_one, ready
from yinling.needs.entitlements.domain.intake import Intake, Source, take_in
from yinling.needs.entitlements.domain.reasons import as_json, reasons_of
from yinling.needs.entitlements.management.commands.entitlements_decide import Job, run

PACK, PROGRAMME = "qingpu-2021", "home_adaptation_subsidy"
PENSION = "average_enterprise_pension_yuan"
REPEATS = 9
ONE_PERSON_REPEATS = 5_000


def _programme() -> BoundRule:
    parameters = load_parameters(PACK)
    parameters[PENSION] = fixed(parameters[PENSION], 450_000)
    return ready(load_programme(PACK, PROGRAMME), parameters)


def _intake(folder: Path) -> Intake:
    tables = [read_table(folder / f"{name}.parquet") for name in ("people", "requests")]
    sources = [Source(table.name, table.columns, table.rows, table.faults) for table in tables]
    return take_in(sources[0], sources[1], load_facts(), {})


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


def _in_memory(folder: Path) -> tuple[float, float]:
    intake = _intake(folder)
    programmes = [_programme() for _ in range(REPEATS)]
    return _medians([_timed(lambda each=each: decide_batch(each, intake.facts, len(intake))) for each in programmes])


def _file_to_file(folder: Path, kind: str, out: Path) -> tuple[float, float]:
    form = "csv" if kind == "csv" else "parquet"
    people, requests = (folder / f"{name}.{form}" for name in ("people", "requests"))
    job = Job(PACK, PROGRAMME, out, people=people, requests=requests, set=(f"{PENSION}=4500",))
    return _timed(lambda: run(job, str, StringIO()))


def _one_person() -> tuple[float, float]:
    programme, facts = _programme(), load_facts()
    flags = dict.fromkeys(("minimum_living", "childless", "living_alone", "all_elderly_household"), False)
    person = {
        "birth_date": date(1940, 2, 29), "applied_on": date(2021, 6, 1), "registered_area": "310118101",
        "monthly_income_yuan": 300_000, "care_level": 0, "cost_yuan": 400_000, "low_income": True,
        "household_id": "h", "request_id": "a", **flags,
    }  # fmt: skip

    def decide() -> str:
        return as_json(reasons_of(programme, decide_one(programme, person), facts))

    return _medians([_timed(decide) for _ in range(ONE_PERSON_REPEATS)])


def main() -> None:
    """Measure what is asked."""
    folder, kind, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    measures = {"memory": lambda: _in_memory(folder), "built": lambda: _in_memory(folder), "one": _one_person}
    seconds, cpu_seconds = measures.get(kind, lambda: _file_to_file(folder, kind, out))()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
