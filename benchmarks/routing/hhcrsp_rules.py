"""The published rules of the home-health-care benchmark, told again on the files: accepts and prices a solution."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

NEAR = 1e-3  # the tolerance of the published validator


class Rejected(ValueError):
    """The rule that the solution breaks."""


def price(instance: Mapping[str, Any], solution: Mapping[str, Any]) -> float:
    """The cost of a solution, by its file and the instance's. Raises Rejected."""
    patients = {patient["id"]: (place, patient) for place, patient in enumerate(instance["patients"], start=1)}
    abilities = {caregiver["id"]: set(caregiver["abilities"]) for caregiver in instance["caregivers"]}
    routes = {route["caregiver_id"]: route["locations"] for route in solution["routes"]}
    if routes.keys() != abilities.keys() or len(solution["routes"]) != len(routes):
        raise Rejected("one route a caregiver")
    travel, tardiness, starts = 0.0, [0.0], defaultdict(dict)
    for caregiver, locations in routes.items():
        place, free = 0, 0.0
        for step in locations:
            there, patient = patients[step["patient_id"]]
            _require_step(patient, step, abilities[caregiver], free + instance["distances"][place][there])
            if step["service_id"] in starts[step["patient_id"]]:
                raise Rejected(f"{step['patient_id']} served twice")
            starts[step["patient_id"]][step["service_id"]] = (step["arrival_time"], caregiver)
            travel += instance["distances"][place][there]
            tardiness.append(step["arrival_time"] - patient["time_window"][1])
            place, free = there, step["departure_time"]
        travel += instance["distances"][place][0]
    for key, (_, patient) in patients.items():
        _require_patient(patient, starts[key])
    late = [max(0.0, one) for one in tardiness]
    return (travel + sum(late) + max(late)) / 3


def _require_step(patient: Mapping[str, Any], step: Mapping[str, Any], abilities: set[str], earliest: float) -> None:
    needed = {one["service"]: one["duration"] for one in patient["required_caregivers"]}
    service = step["service_id"]
    if service not in abilities or service not in needed:
        raise Rejected(f"{patient['id']}: {service} not to be given")
    if step["arrival_time"] < max(earliest, patient["time_window"][0]) - NEAR:
        raise Rejected(f"{patient['id']}: too early")
    if abs(step["departure_time"] - step["arrival_time"] - needed[service]) > NEAR:
        raise Rejected(f"{patient['id']}: wrong duration")


def _require_patient(patient: Mapping[str, Any], given: Mapping[str, tuple[float, str]]) -> None:
    needed = [one["service"] for one in patient["required_caregivers"]]
    if set(given) != set(needed):
        raise Rejected(f"{patient['id']}: services missing")
    if len(needed) == 2:
        (first, one), (second, other) = given[needed[0]], given[needed[1]]
        low, high = patient["synchronization"].get("distance", (0, 0))
        if one == other or not low - NEAR <= second - first <= high + NEAR:
            raise Rejected(f"{patient['id']}: not together, or the wrong time apart")
