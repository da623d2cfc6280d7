"""VROOM and OR-Tools on a day, in an environment of their own: `days_peers.py KIND DAY OUT SECONDS`."""

import json
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

import numpy as np


def vroom(day: dict, seconds: float) -> tuple[list[list[int]], list[int]]:
    """Jobs with priorities, vehicles with skills and one profile a mode; exploration 5 unless the time ends first."""
    import vroom as peer  # noqa: PLC0415 – only one of the two is wanted in a process

    found = peer.Input()
    for mode, matrix in day["travel"].items():
        found.set_durations_matrix(mode, matrix)
    for shift in day["shifts"]:
        found.add_vehicle(
            peer.Vehicle(
                shift["id"], start=shift["start"], end=shift["end"], profile=shift["mode"], skills=set(shift["has"]),
                time_window=peer.TimeWindow(shift["starts"], shift["ends"]),
            )
        )  # fmt: skip
    for stop in day["stops"]:
        found.add_job(
            peer.Job(
                stop["id"], location=stop["place"], default_service=stop["seconds"], skills=set(stop["needs"]),
                priority=100 if stop["rank"] == 1 else 10,
                time_windows=[peer.TimeWindow(stop["opens"], stop["closes"])],
            )
        )  # fmt: skip
    level = int(day["exploration"])
    solution = found.solve(level, nb_threads=2, timeout=timedelta(seconds=seconds) if seconds else None)
    table = solution.routes
    jobs = table[table["type"] == "job"]
    return [group["id"].astype(int).tolist() for _, group in jobs.groupby("vehicle_id")], jobs[
        "vehicle_id"
    ].unique().tolist()


def ortools(day: dict, seconds: float) -> tuple[list[list[int]], list[int]]:
    """One dimension of time a mode, disjunctions with the same penalties, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # noqa: PLC0415

    stops, shifts = day["stops"], day["shifts"]
    places = (
        [stop["place"] for stop in stops] + [shift["start"] for shift in shifts] + [shift["end"] for shift in shifts]
    )
    n, m = len(stops), len(shifts)
    manager = pywrapcp.RoutingIndexManager(n + 2 * m, m, list(range(n, n + m)), list(range(n + m, n + 2 * m)))
    routing = pywrapcp.RoutingModel(manager)
    service = [stop["seconds"] for stop in stops] + [0] * (2 * m)
    evaluators = {}
    for mode, matrix in day["travel"].items():
        legs = matrix[np.ix_(places, places)].astype(np.int64)
        travel = routing.RegisterTransitMatrix(legs.tolist())
        evaluators[mode] = travel, routing.RegisterTransitMatrix((legs + np.array(service)[:, None]).tolist())
    for number, shift in enumerate(shifts):
        routing.SetArcCostEvaluatorOfVehicle(evaluators[shift["mode"]][0], number)
    times = [evaluators[shift["mode"]][1] for shift in shifts]
    routing.AddDimensionWithVehicleTransits(times, 86_400, 86_400, False, "time")
    dimension = routing.GetDimensionOrDie("time")
    for place, stop in enumerate(stops):
        node = manager.NodeToIndex(place)
        dimension.CumulVar(node).SetRange(stop["opens"], stop["closes"])
        able = [number for number, shift in enumerate(shifts) if set(stop["needs"]) <= set(shift["has"])]
        routing.VehicleVar(node).SetValues([-1, *able])
        routing.AddDisjunction([node], int(stop["weight"]))
    for number, shift in enumerate(shifts):
        dimension.CumulVar(routing.Start(number)).SetRange(shift["starts"], shift["ends"])
        dimension.CumulVar(routing.End(number)).SetRange(shift["starts"], shift["ends"])
    asked = pywrapcp.DefaultRoutingSearchParameters()
    asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    asked.time_limit.FromMilliseconds(int(seconds * 1000))
    solution = routing.SolveWithParameters(asked)
    return _routes(routing, manager, solution, n, m)


def _routes(routing, manager, solution, n: int, m: int) -> tuple[list[list[int]], list[int]]:
    routes, used = [], []
    for number in range(m) if solution else []:
        index, row = routing.Start(number), []
        while not routing.IsEnd(index):
            node = manager.IndexToNode(index)
            row += [node] if node < n else []
            index = solution.Value(routing.NextVar(index))
        if row:
            routes.append(row)
            used.append(number)
    return routes, used


def main() -> None:
    """Reads a day, solves it, writes the routes and what it took."""
    kind, folder, out, seconds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4])
    day = json.loads((folder / "day.json").read_text(encoding="utf-8"))
    day["travel"] = {mode: np.load(folder / f"{mode}.npy") for mode in day["modes"]}
    clock, processor = time.perf_counter(), time.process_time()
    routes, shifts = {"vroom": vroom, "ortools": ortools}[kind](day, seconds)
    took = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - processor}
    took["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    out.write_text(json.dumps({"routes": routes, "shifts": shifts, **took}), encoding="utf-8")


if __name__ == "__main__":
    main()
