"""The public benchmark: plain words for every mistake, solutions that the published rules accept."""

import json
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from benchmarks.routing.hhcrsp_rules import Rejected, price
from yinling.care.dayplans.domain.public_format import BadInstance, read_instance, write_solution
from yinling.engines.routing.pairs_check import measure
from yinling.engines.routing.pairs_search import Effort, of_tries, solve

INSTANCE: dict[str, Any] = {
    "patients": [
        {"id": "p1", "time_window": [10, 20], "required_caregivers": [{"service": "s1", "duration": 14.0}]},
        {
            "id": "p2",
            "time_window": [0, 30.5],
            "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 5}],
            "synchronization": {"type": "simultaneous"},
        },
        {
            "id": "p3",
            "time_window": [5, 60],
            "required_caregivers": [{"service": "s2"}, {"service": "s1"}],
            "synchronization": {"type": "sequential", "distance": [10, 20]},
        },
    ],
    "services": [{"id": "s1", "default_duration": 9}, {"id": "s2", "default_duration": 8}],
    "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2", "s1"]}],
    "central_offices": [{"id": "d"}],
    "distances": [[0, 4, 5, 6], [4, 0, 7, 2], [5, 7, 0, 3], [6, 2, 3, 0]],
}


def complete(instance: dict[str, Any]) -> dict[str, Any]:
    """Durations filled in, as the published instances have them."""
    whole = deepcopy(instance)
    defaults = {service["id"]: service["default_duration"] for service in whole["services"]}
    for patient in whole["patients"]:
        for one in patient["required_caregivers"]:
            one.setdefault("duration", defaults[one["service"]])
    return whole


def solution() -> tuple[dict[str, Any], float]:
    problem = read_instance(INSTANCE)
    plan = solve(problem, Effort(of_tries(10_000)))
    return write_solution(problem, plan), measure(problem, plan).cost


def test_write_what_the_published_rules_accept() -> None:
    written, cost = solution()
    assert price(complete(INSTANCE), written) == pytest.approx(cost, abs=1e-5)
    assert sorted(written["global_ordering"]) == ["p1", "p2", "p3"]
    assert [route["caregiver_id"] for route in written["routes"]] == ["c1", "c2"]
    step = next(step for route in written["routes"] for step in route["locations"])
    assert (step["patient"], step["service"]) == (step["patient_id"], step["service_id"])


def test_reject_what_the_published_rules_reject() -> None:
    written, _ = solution()
    for name, shift in (("arrival_time", -5.0), ("arrival_time", 50.0), ("departure_time", 1.0)):
        broken = deepcopy(written)
        broken["routes"][0]["locations"][0][name] += shift
        with pytest.raises(Rejected):
            price(complete(INSTANCE), broken)
    written["routes"][0]["locations"].pop()
    with pytest.raises(Rejected):
        price(complete(INSTANCE), written)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["patients"], None, "patients：缺少"),
        (["patients", 0, "id"], "", "patients[0].id"),
        (["patients", 1, "id"], "p1", "patients：“p1”重复"),
        (["patients", 0, "time_window"], [20, 10], "patients[0].time_window：前一个数 20 大于后一个 10"),
        (["patients", 0, "time_window", 1], "x", "patients[0].time_window[1]"),
        (["patients", 0, "required_caregivers"], [], "patients[0].required_caregivers"),
        (["patients", 0, "required_caregivers", 0, "service"], "s9", "services 中没有“s9”"),
        (["patients", 0, "required_caregivers", 0, "duration"], 0, "时长应大于零"),
        (["patients", 1, "synchronization"], None, "patients[1].synchronization.type"),
        (["patients", 2, "synchronization", "distance"], [3], "patients[2].synchronization.distance"),
        (["caregivers", 0, "abilities"], ["s7"], "caregivers[0].abilities：services 中没有“s7”"),
        (["caregivers", 1, "id"], "c1", "caregivers：“c1”重复"),
        (["caregivers", 1, "abilities"], ["s1"], "patients[1].required_caregivers：p2"),
        (["central_offices"], [], "central_offices"),
        (["distances", 2], [1, 2], "distances[2]：应有 4 个数"),
        (["distances", 2, 1], -1, "distances[2][1]"),
        (["distances", 2, 1], float("nan"), "distances[2][1]"),
        (["distances"], [[0]], "distances：应有 4 行"),
    ],
)
def test_name_the_field_that_is_wrong(path: list[Any], value: object, said: str) -> None:
    broken = deepcopy(INSTANCE)
    inner: Any = broken
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(BadInstance) as caught:
        read_instance(broken)
    assert said in str(caught.value)


def test_solve_a_file_from_the_command_line(tmp_path: Path) -> None:
    source, out = tmp_path / "instance.json", tmp_path / "solution.json"
    source.write_text(json.dumps(INSTANCE))
    said = StringIO()
    call_command("visits_solve_hhcrsp", "--in", source, "--out", out, "--tries", "10000", "--seed", "4", stdout=said)
    cost = price(complete(INSTANCE), json.loads(out.read_text()))
    assert f"成本 {cost:.3f}" in said.getvalue()


@pytest.mark.parametrize(
    ("text", "said"), [("{", "不是 JSON"), ("[]", "应是一个 JSON 对象"), ("{}", "services：缺少"), (None, "读不了")]
)
def test_refuse_a_file_in_plain_words(tmp_path: Path, text: str | None, said: str) -> None:
    source = tmp_path / "instance.json"
    if text is not None:
        source.write_text(text)
    with pytest.raises(CommandError, match=said) as caught:
        call_command("visits_solve_hhcrsp", "--in", source, "--out", tmp_path / "out.json")
    assert "instance.json" in str(caught.value)


@pytest.mark.parametrize(("option", "value"), [("--seconds", "0"), ("--tries", "-1"), ("--threads", "0")])
def test_refuse_an_effort_that_makes_no_sense(tmp_path: Path, option: str, value: str) -> None:
    source = tmp_path / "instance.json"
    source.write_text(json.dumps(INSTANCE))
    with pytest.raises(CommandError, match=option):
        call_command("visits_solve_hhcrsp", "--in", source, "--out", tmp_path / "out.json", option, value)
