"""How near to the best known solutions of the public home-health-care benchmark? Set by set, all validated."""

import csv
import json
import time
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.routing.hhcrsp_rules import Rejected, price
from yinling.care.dayplans.domain.public_format import read_instance, write_solution
from yinling.engines.routing.pairs_search import Effort, solve, warm_up

INSTANCES = Path("../shared/bench-data/hhcrsp")
VARIABLE = "BENCH_HHCRSP"
SECONDS, SECONDS_LARGE, LARGE = 10.0, 32.0, 100
TARGETS = {200: -0.5, 300: -1.2}
THREADS = 2


def add_options(parser: ArgumentParser) -> None:
    """Options of this part alone."""
    parser.add_argument(
        "--instances", type=Path, help=f"folder of the HHCRSP instances; or {VARIABLE}; default {INSTANCES}"
    )
    parser.add_argument("--seconds-scale", type=float, default=1.0, help="times the seconds of the targets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", default="", help="patients, as in 50,75; all unless given")
    parser.add_argument("--by-processor", action="store_true", help="count seconds of the processor, on a busy machine")


def measure(asked: Namespace, environment: Any) -> dict[str, Any]:
    """Solves each instance with a best known cost; gaps in per cent by set."""
    folder = asked.instances or Path(environment.get(VARIABLE, INSTANCES))
    rows = list(csv.DictReader((folder / "best_known.csv").open(encoding="utf-8")))
    sizes = {int(size) for size in asked.sizes.split(",") if size}
    warm_up()
    sets: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        instance = json.loads((folder / row["instance"]).read_text(encoding="utf-8"))
        size = len(instance["patients"])
        if not sizes or size in sizes:
            found = solved(instance, float(row["best_known_cost"]), asked)
            sets[size].append({"instance": row["instance"], **found})
            print(f"{row['instance']:34} {found['cost']:10.3f} {found['gap_percent']:+7.2f} %", flush=True)
    return told(sets, asked)


def solved(instance: dict[str, Any], best_known: float, asked: Namespace) -> dict[str, Any]:
    """One instance; the cost as the written file has it."""
    seconds = asked.seconds_scale * (SECONDS if len(instance["patients"]) < LARGE else SECONDS_LARGE)
    problem = read_instance(instance)
    plan = solve(problem, Effort(spending(seconds, asked.by_processor), asked.seed, THREADS))
    try:
        cost, rejected = price(instance, json.loads(json.dumps(write_solution(problem, plan)))), ""
    except Rejected as fault:
        cost, rejected = float("nan"), str(fault)
    return {"cost": round(cost, 3), "gap_percent": round(100 * (cost / best_known - 1), 3), "rejected": rejected}


def spending(seconds: float, by_processor: bool) -> Callable[[int], float]:
    """The share spent by the clock, or by the processor's time of all threads together."""
    if by_processor:
        begun = time.process_time()
        return lambda _: (time.process_time() - begun) / (seconds * THREADS)
    begun = time.monotonic()
    return lambda _: (time.monotonic() - begun) / seconds


def told(sets: dict[int, list[dict[str, Any]]], asked: Namespace) -> dict[str, Any]:
    """The table by set."""
    found = {}
    print("\npatients  instances  mean gap   target  rejected")
    for size, rows in sorted(sets.items()):
        gap = mean(row["gap_percent"] for row in rows)
        rejected = sum(bool(row["rejected"]) for row in rows)
        better = sum(row["gap_percent"] < -0.001 for row in rows)
        target = TARGETS.get(size, 0.0)
        print(f"{size:8} {len(rows):10} {gap:+8.2f} % {target:+6.1f} % {rejected:9}")
        found[str(size)] = {"gap_percent": round(gap, 3), "better": better, "rejected": rejected, "instances": rows}
    clock = "processor" if asked.by_processor else "wall"
    return {"seconds_scale": asked.seconds_scale, "clock": clock, "seed": asked.seed, "sets": found}
