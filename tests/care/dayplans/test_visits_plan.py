"""A day from a file to a plan: words of care, Chinese faults by field, plans again after a sick call."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "plan-a-day.md"


def carer(name: str, **more: Any) -> dict[str, Any]:
    place = {"longitude": 118.0, "latitude": 33.0, "mode": "ebike", "gender": "female", "skills": ["nursing"]}
    return {"id": name, **place, "shifts": [{"from": "08:00", "until": "17:00"}], **more}


def visit(name: str, **more: Any) -> dict[str, Any]:
    place = {"longitude": 118.01, "latitude": 33.01, "minutes": 60, "from": "08:30", "until": "15:00"}
    return {"id": name, "person": f"p-{name}", **place, **more}


def planned(tmp_path: Path, visits: list[Any], carers: list[Any], **more: Any) -> dict[str, Any]:
    source, out = tmp_path / "day.json", tmp_path / "plan.json"
    source.write_text(json.dumps({"date": "2026-11-23", "visits": visits, "carers": carers, **more}))
    call_command("visits_plan", "--in", source, "--out", out, "--iterations", "200", stdout=StringIO())
    return json.loads(out.read_text())


def starts(plan: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for route in plan["routes"]:
        for each in route["visits"]:
            found.setdefault(each["visit"], set()).add((route["carer"], each["starts"]))
    return found


def refusal(tmp_path: Path, visits: list[Any], carers: list[Any], **more: Any) -> str:
    with pytest.raises(CommandError) as caught:
        planned(tmp_path, visits, carers, **more)
    return str(caught.value)


def test_plan_the_day_of_the_guide(tmp_path: Path) -> None:
    given = json.loads(re.findall(r"```json\n(.*?)```", GUIDE.read_text(), re.S)[0])
    plan = planned(tmp_path, given["visits"], given["carers"])
    assert plan["measures"]["served"] == 1


def test_send_two_carers_at_once_and_keep_what_is_fixed(tmp_path: Path) -> None:
    fixed = visit("b", fixed={"carers": ["w1"], "start": "09:30"})
    found = starts(planned(tmp_path, [visit("a", carers=2), fixed], [carer("w1"), carer("w2")]))
    assert {name for name, _ in found["a"]} == {"w1", "w2"}
    assert len({begun for _, begun in found["a"]}) == 1
    assert found["b"] == {("w1", "09:30")}


def test_visit_nobody_twice_at_once(tmp_path: Path) -> None:
    same = [visit("a", person="p"), visit("b", person="p")]
    found = starts(planned(tmp_path, same, [carer("w1"), carer("w2")]))
    (first,), (second,) = found["a"], found["b"]
    minutes = sorted(int(begun[:2]) * 60 + int(begun[3:5]) for _, begun in (first, second))
    assert minutes[1] - minutes[0] >= 60


def test_come_for_one_thing_if_nobody_can_come_for_the_other(tmp_path: Path) -> None:
    rare = visit("a", person="p", skills=["rehabilitation"])
    plan = planned(tmp_path, [rare, visit("b", person="p")], [carer("w1")])
    assert set(starts(plan)) == {"b"}


def test_say_in_chinese_why_nobody_comes(tmp_path: Path) -> None:
    expired = carer("w1", skills=[{"code": "nursing", "valid_until": "2026-11-22"}])
    visits = [visit("a", skills=["nursing"]), visit("b", gender="male"), visit("c", excluded=["w1"])]
    plan = planned(tmp_path, visits, [expired])
    reasons = {each["visit"]: each["reasons"] for each in plan["unserved"]}
    assert reasons["a"] == ["1 个班次的护理员没有有效的“医疗护理”技能"]
    assert reasons["b"] == ["1 个班次的护理员不是男性"]
    assert reasons["c"] == ["1 个班次的护理员不得派给这位老人"]


def test_keep_away_who_has_no_certificate_or_no_rest(tmp_path: Path) -> None:
    bare = carer("w1", certificates=[{"name": "健康证", "valid_until": "2026-11-22"}])
    tired = carer("w2", last_ended_at="2026-11-23T07:00")
    late = carer("w3", last_ended_at="2026-11-22T23:00")
    plan = planned(tmp_path, [visit("a")], [bare, tired, late])
    assert {each["carer"] for each in plan["carers_kept_away"]} == {"w1", "w2"}
    ((name, begun),) = starts(plan)["a"]
    assert name == "w3"
    assert begun >= "10:00"


def test_give_a_meal_break_only_to_whoever_had_no_time_for_it_before(tmp_path: Path) -> None:
    hours = [{"from": "08:00", "until": "12:00"}, {"from": "13:00", "until": "17:00"}]
    early = visit("a", **{"from": "13:20", "until": "15:00", "minutes": 60})
    rules = {"meal_break": {"from": "11:00", "until": "13:30", "minutes": 30}}
    [(_, begun)] = starts(planned(tmp_path, [early], [carer("w1", shifts=hours)], rules=rules))["a"]
    assert begun == "13:20"
    [(_, begun)] = starts(planned(tmp_path, [early], [carer("w1")], rules=rules))["a"]
    assert begun == "13:20"
    straight = [{"from": "12:50", "until": "17:00"}, {"from": "08:00", "until": "12:45"}]
    [(_, begun)] = starts(planned(tmp_path, [early], [carer("w1", shifts=straight)], rules=rules))["a"]
    assert begun > "13:20"


def test_take_the_times_of_a_given_matrix(tmp_path: Path) -> None:
    matrix = {"places": ["home", "there"], "minutes": {"ebike": [[0, 40], [20, 0]]}}
    plan = planned(tmp_path, [visit("a", place="there")], [carer("w1", place="home")], travel={"matrix": matrix})
    assert plan["routes"][0]["travel_minutes"] == 60


def test_disturb_few_when_planning_again(tmp_path: Path) -> None:
    visits, carers = [visit(f"v{n}", minutes=30) for n in range(12)], [carer("w1"), carer("w2"), carer("w3")]
    known = [
        {"visit": name, "carers": [who], "start": begun[:5]}
        for name, calls in starts(planned(tmp_path, visits, carers)).items()
        for who, begun in calls
    ]
    ill = known[0]["carers"][0]
    rest = [each for each in carers if each["id"] != ill]
    plan = planned(tmp_path, visits, rest, base={"visits": known})
    assert plan["measures_before"]["served"] < 12
    assert plan["measures"]["served"] == 12
    assert plan["measures"]["disturbed_visits"] <= 2 * sum(each["carers"] == [ill] for each in known)


def test_let_nobody_who_expects_a_carer_give_way_to_one_who_does_not(tmp_path: Path) -> None:
    """Two short ones could be served instead of the long one that was promised."""
    near = {"longitude": 118.0, "latitude": 33.0, "from": "08:00", "until": "10:00"}
    long = visit("long", **near | {"minutes": 120, "until": "08:00"})
    shorts = [visit(name, **near | {"minutes": 50, "priority": 1}) for name in ("a", "b")]
    only = [carer("w1", shifts=[{"from": "08:00", "until": "10:00"}])]
    base = {"visits": [{"visit": "long", "carers": ["w1"], "start": "08:00"}]}
    assert set(starts(planned(tmp_path, [long, *shorts], only))) == {"a", "b"}
    assert set(starts(planned(tmp_path, [long, *shorts], only, base=base))) == {"long"}
    free = {"changed_carer": 0, "changed_time": 0}
    assert set(starts(planned(tmp_path, [long, *shorts], only, base=base, weights=free))) == {"a", "b"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": 0}, "visits[0].minutes：不得小于 1"),
        ({"from": "8:30"}, "visits[0].from：“8:30”的格式不对（时刻，如 08:30）"),
        ({"carers": 3}, "visits[0].carers：应为 1、2 之一"),
        ({"colour": "red"}, "visits[0]：不认识的字段 colour"),
        ({"until": "08:00"}, "visits[0].until：早于 from"),
        ({"fixed": {"carers": ["w9"], "start": "09:00"}}, "visits[0].fixed.carers：没有编号为“w9”的护理员"),
    ],
)
def test_name_the_wrong_field(tmp_path: Path, wrong: dict[str, Any], field: str) -> None:
    assert refusal(tmp_path, [visit("a") | wrong], [carer("w1")]) == field


def test_name_what_the_day_contradicts(tmp_path: Path) -> None:
    overlapping = carer("w1", shifts=[{"from": "08:00", "until": "12:00"}, {"from": "11:00", "until": "15:00"}])
    told = refusal(tmp_path, [visit("a"), visit("a")], [overlapping], links=[{"first": "a", "second": "z"}])
    assert told.splitlines() == [
        "visits[1].id：“a”重复",
        "links[0].second：没有编号为“z”的服务",
        "carers[0].shifts：班次互相重叠",
    ]


def test_refuse_what_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "day.json").write_text("{")
    with pytest.raises(CommandError, match="不是 JSON"):
        call_command("visits_plan", "--in", tmp_path / "day.json", "--out", tmp_path / "plan.json")


def test_print_the_schema() -> None:
    out = StringIO()
    call_command("visits_plan", "--schema", stdout=out)
    assert json.loads(out.getvalue())["required"] == ["date", "visits", "carers"]
