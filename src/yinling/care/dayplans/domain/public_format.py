"""The public home-health-care format (HHCRSP, JSON) as a routing problem, and a plan in the same format.

Instances and validator: Ceschia, Di Gaspero, Rosati, Schaerf, "Multi-neighborhood simulated annealing for the home
healthcare routing and scheduling problem", ITOR 2026; instances by Mankowska, Meisel, Bierwirth 2014. The matrix begins
with the office.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from yinling.engines.routing.pairs import NoVehicle, PairsPlan, PairsProblem, Stop, Vehicle, Work, require_vehicles

PATIENTS_MAX = 2_000
CAREGIVERS_MAX = 500
KINDS = ("simultaneous", "sequential")


class BadInstance(ValueError):
    """What is wrong, with the field, in Chinese."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}：{why}")


def read_instance(data: object) -> PairsProblem:
    """The problem. Raises BadInstance with the field's name."""
    if not isinstance(data, Mapping):
        raise BadInstance("文件", "应是一个 JSON 对象")
    durations = _durations(data)
    patients = _records(data, "patients", PATIENTS_MAX)
    offices = _records(data, "central_offices", 1)
    if len(offices) != 1:
        raise BadInstance("central_offices", "应恰好有一个出发点")
    problem = PairsProblem(
        tuple(_stop(f"patients[{place}]", patient, place + 1, durations) for place, patient in enumerate(patients)),
        _vehicles(data, durations),
        _travel(data, len(patients) + 1),
    )
    _require_different("patients", [stop.key for stop in problem.stops])
    _require_doable(problem)
    return problem


def write_solution(problem: PairsProblem, plan: PairsPlan) -> dict[str, Any]:
    """Every caregiver's route, empty ones too; both names of a field that the published tools know."""
    firsts: dict[str, float] = {}
    routes = []
    for vehicle, visits in zip(problem.vehicles, plan.routes, strict=True):
        locations = []
        for visit in visits:
            stop = problem.stops[visit.stop]
            work = stop.works[visit.work]
            firsts[stop.key] = min(visit.starts, firsts.get(stop.key, math.inf))
            times = {"arrival_time": round(visit.starts, 6), "departure_time": round(visit.starts + work.minutes, 6)}
            names = {"patient": stop.key, "service": work.skill}
            locations.append({**names, **{f"{name}_id": value for name, value in names.items()}, **times})
        routes.append({"caregiver_id": vehicle.key, "locations": locations})
    return {"routes": routes, "global_ordering": sorted(firsts, key=lambda key: (firsts[key], key))}


def _durations(data: Mapping[str, Any]) -> dict[str, Any]:
    services = _records(data, "services", PATIENTS_MAX)
    keys = [_text(f"services[{i}]", service, "id") for i, service in enumerate(services)]
    _require_different("services", keys)
    return {key: service.get("default_duration") for key, service in zip(keys, services, strict=True)}


def _stop(field: str, patient: Mapping[str, Any], place: int, durations: Mapping[str, Any]) -> Stop:
    opens, closes = _window(f"{field}.time_window", patient.get("time_window"))
    required = _records(patient, "required_caregivers", 2, field)
    if not required:
        raise BadInstance(f"{field}.required_caregivers", "至少要有一项服务")
    works = tuple(_work(f"{field}.required_caregivers[{i}]", one, durations) for i, one in enumerate(required))
    _require_different(f"{field}.required_caregivers", [work.skill for work in works])
    gap = _gap(f"{field}.synchronization", patient.get("synchronization")) if len(works) == 2 else (0.0, 0.0)
    return Stop(_text(field, patient, "id"), place, opens, closes, works, gap)


def _work(field: str, required: Mapping[str, Any], durations: Mapping[str, Any]) -> Work:
    skill = _text(field, required, "service")
    if skill not in durations:
        raise BadInstance(f"{field}.service", f"services 中没有“{skill}”")
    duration = required.get("duration")
    minutes = _number(f"{field}.duration", durations[skill] if duration is None else duration)
    if minutes == 0:
        raise BadInstance(f"{field}.duration", "时长应大于零")
    return Work(skill, minutes)


def _gap(field: str, given: object) -> tuple[float, float]:
    if not isinstance(given, Mapping) or given.get("type") not in KINDS:
        raise BadInstance(f"{field}.type", f"两项服务的老人须写明 {' 或 '.join(KINDS)}")
    return _window(f"{field}.distance", given.get("distance")) if given["type"] == "sequential" else (0.0, 0.0)


def _vehicles(data: Mapping[str, Any], durations: Mapping[str, Any]) -> tuple[Vehicle, ...]:
    found = []
    for i, caregiver in enumerate(_records(data, "caregivers", CAREGIVERS_MAX)):
        abilities = caregiver.get("abilities")
        if not isinstance(abilities, list) or not all(isinstance(one, str) for one in abilities):
            raise BadInstance(f"caregivers[{i}].abilities", "应是服务编号的列表")
        for one in abilities:
            if one not in durations:
                raise BadInstance(f"caregivers[{i}].abilities", f"services 中没有“{one}”")
        found.append(Vehicle(_text(f"caregivers[{i}]", caregiver, "id"), frozenset(abilities), 0, 0))
    _require_different("caregivers", [vehicle.key for vehicle in found])
    return tuple(found)


def _travel(data: Mapping[str, Any], size: int) -> NDArray[np.float64]:
    rows = data.get("distances")
    if not isinstance(rows, list) or len(rows) != size:
        raise BadInstance("distances", f"应有 {size} 行：出发点在前，其后依次为各位老人")
    for i, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != size:
            raise BadInstance(f"distances[{i}]", f"应有 {size} 个数")
        for j, value in enumerate(row):
            _number(f"distances[{i}][{j}]", value)
    return np.array(rows, np.float64)


def _require_doable(problem: PairsProblem) -> None:
    try:
        require_vehicles(problem)
    except NoVehicle as fault:
        field = f"patients[{problem.stops.index(fault.stop)}].required_caregivers"
        whom = "没有护理人员能做" if len(fault.skills) == 1 else "没有两位不同的护理人员能分别做"
        raise BadInstance(field, f"{fault.stop.key} 要的服务{whom}：{'、'.join(fault.skills)}") from fault


def _records(data: Mapping[str, Any], name: str, at_most: int, field: str = "") -> Sequence[Mapping[str, Any]]:
    field = f"{field}.{name}" if field else name
    rows = data.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise BadInstance(field, "缺少，或不是对象的列表")
    if len(rows) > at_most:
        raise BadInstance(field, f"有 {len(rows)} 项，最多 {at_most} 项")
    return cast(Sequence[Mapping[str, Any]], rows)


def _text(field: str, record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value:
        raise BadInstance(f"{field}.{name}", "应是不空的文字")
    return value


def _number(field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise BadInstance(field, f"应是不小于零的数，而不是 {value!r}")
    return float(value)


def _window(field: str, value: object) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadInstance(field, "应是两个数：最早、最晚")
    low, high = _number(f"{field}[0]", value[0]), _number(f"{field}[1]", value[1])
    if low > high:
        raise BadInstance(field, f"前一个数 {low:g} 大于后一个 {high:g}")
    return low, high


def _require_different(field: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadInstance(field, f"“{key}”重复")
        seen.add(key)
