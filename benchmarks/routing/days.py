"""District days beside VROOM and OR-Tools: equal processor time, equal constraints, one cost for all."""

import json
import subprocess
import time
import venv
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.routing.days_instances import VISITS_A_CARER, invented
from yinling.engines.routing.days_checking import check
from yinling.engines.routing.days_problem import Problem
from yinling.engines.routing.days_search import Effort, solve

VAR = Path(__file__).resolve().parents[2] / "var" / "bench"
PEERS = ("pyvroom==1.15.2", "ortools==9.15.6755")
EXPLORATION = {300: 5, 1_000: 1}  # of VROOM; where none is given it is left out
LIMITS = {5_000: 300.0, 10_000: 600.0}
ORTOOLS_MAX = 1_000
TARGETS = {300: 0.75, 1_000: 0.70}
SEED = 1  # of the search


def add_options(parser: ArgumentParser) -> None:
    """What can be asked of this part."""
    parser.add_argument("--days", default="300,1000,5000,10000", help="days: how many visits, by commas")
    parser.add_argument("--draws", default="1", help="days: seeds of the days up to 1000 visits, by commas")
    parser.add_argument("--a-carer", type=int, default=VISITS_A_CARER, help="days: visits for each carer")
    parser.add_argument("--no-peers", action="store_true", help="days: ours alone, for --day-seconds")
    parser.add_argument(
        "--day-seconds", type=float, default=60.0, help="days: processor seconds where no peer sets them"
    )


def measure(asked: Namespace, _environment: Mapping[str, str]) -> dict[str, Any]:
    """Every size in turn; prints a line each."""
    found = {}
    for visits in map(int, asked.days.split(",")):
        name = str(visits) if asked.a_carer == VISITS_A_CARER else f"{visits}, {asked.a_carer} a carer"
        found[name] = _large(visits) if visits in LIMITS else _beside_peers(visits, asked)
        print(name, json.dumps(found[name]), flush=True)
    return {"sizes": found}


def _beside_peers(visits: int, asked: Namespace) -> dict[str, Any]:
    """Several days of one size; the ratio is the mean of theirs."""
    days = {}
    for draw in map(int, asked.draws.split(",")):
        days[str(draw)] = _day(visits, draw, asked)
        print(visits, draw, json.dumps(days[str(draw)]), flush=True)
    ratios = [day["ratio_to_vroom"] for day in days.values() if "ratio_to_vroom" in day]
    mean = {"ratio_to_vroom": round(fmean(ratios), 3), "target": TARGETS.get(visits)} if ratios else {}
    return mean | {"days": days}


def _day(visits: int, draw: int, asked: Namespace) -> dict[str, Any]:
    problem = invented(visits, draw, asked.a_carer)
    if asked.no_peers:
        return {"ours": ours(problem, asked.day_seconds, time.process_time)}
    folder = write_day(problem, visits)
    vroom = peer("vroom", problem, folder, 0.0)
    found = {"vroom": vroom, "ours": ours(problem, vroom["cpu_seconds"], time.process_time)}
    if visits <= ORTOOLS_MAX:
        found["ortools"] = peer("ortools", problem, folder, vroom["seconds"])
    return found | {"ratio_to_vroom": round(found["ours"]["cost"] / vroom["cost"], 3)}


def _large(visits: int) -> dict[str, Any]:
    problem = invented(visits, 1)
    found = ours(problem, LIMITS[visits], time.perf_counter)
    obligatory = sum(stop.rank == 1 for stop in problem.stops)
    return {"ours": found, "unserved_share": round(found["unserved"] / obligatory, 4), "target": 0.01}


def ours(problem: Problem, seconds: float, clock: Any) -> dict[str, Any]:
    """Our plan in some seconds of a clock, judged by the independent checker."""
    solve(invented(20, 1), effort=Effort(iterations=10))  # the search is compiled before its clock starts
    began, processor, first = time.perf_counter(), time.process_time(), []

    def watch(progress: Any) -> bool:
        first.append(time.perf_counter() - began)
        return False

    plan = solve(problem, effort=Effort(seed=SEED, seconds=seconds, clock=clock), watch=watch)
    routes = [(route.shift, [call.stop for call in route.calls]) for route in plan.routes]
    took = {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - processor}
    return price(problem, routes) | _rounded(took | {"first_plan": first[0]}) | {"faults": len(check(problem, plan))}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items()}


def price(problem: Problem, routes: list[tuple[str, list[str]]]) -> dict[str, Any]:
    """Travel seconds, 36,000 for each obligatory visit left out, 3,600 for each optional one."""
    travel, served = 0, set()
    for name, names in routes:
        shift = problem.shift_of[name]
        places = [shift.start_place, *(problem.stop_of[each].place for each in names), shift.end_place]
        travel += sum(problem.travel.seconds(shift.mode, a, b) for a, b in zip(places, places[1:], strict=False))
        served.update(names)
    left = [stop for stop in problem.stops if stop.id not in served]
    unserved = sum(stop.rank == 1 for stop in left)
    cost = travel + sum(stop.weight for stop in left)
    return {"cost": cost, "travel": travel, "unserved": unserved, "optional_unserved": len(left) - unserved}


def write_day(problem: Problem, visits: int) -> Path:
    """The day as numbers for the peers."""
    folder = VAR / f"day-{visits}"
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted({trait for each in problem.shifts for trait in each.has})
    modes = sorted({shift.mode for shift in problem.shifts})
    for mode in modes:
        matrix = problem.travel.block(mode, np.arange(len(problem.travel.places)))
        np.save(folder / f"{mode}.npy", matrix.astype(np.uint32))
    stops = [
        {
            "id": number, "place": stop.place, "seconds": stop.seconds, "opens": stop.opens, "closes": stop.closes,
            "needs": [names.index(trait) for trait in stop.needs], "rank": stop.rank, "weight": stop.weight,
        }
        for number, stop in enumerate(problem.stops)
    ]  # fmt: skip
    shifts = [
        {
            "id": number, "start": shift.start_place, "end": shift.end_place, "mode": shift.mode,
            "starts": shift.starts, "ends": shift.ends, "has": [names.index(trait) for trait in shift.has],
        }
        for number, shift in enumerate(problem.shifts)
    ]  # fmt: skip
    day = {"modes": modes, "exploration": EXPLORATION.get(visits, 1), "stops": stops, "shifts": shifts}
    (folder / "day.json").write_text(json.dumps(day), encoding="utf-8")
    return folder


def peer(kind: str, problem: Problem, folder: Path, seconds: float) -> dict[str, Any]:
    """One peer in its own environment, which the product never imports."""
    python, out = VAR / "routing" / "bin" / "python", folder / f"{kind}.json"
    if not python.exists():
        venv.create(VAR / "routing", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    script = Path(__file__).with_name("days_peers.py")
    subprocess.run([python, script, kind, folder, out, str(seconds)], check=True)
    told = json.loads(out.read_text(encoding="utf-8"))
    routes = [
        (problem.shifts[shift].id, [problem.stops[stop].id for stop in row])
        for shift, row in zip(told["shifts"], told["routes"], strict=True)
    ]
    return price(problem, routes) | _rounded({name: told[name] for name in ("seconds", "cpu_seconds")})
