"""Limits of home visits: what the nation says, what a pack says instead, what is refused."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from yinling.gateways.policy import visits
from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root
from yinling.gateways.policy.visit_faults import visit_faults

NATIONAL = policy_root() / "national" / "visits.yaml"


@pytest.fixture
def root(tmp_path) -> Path:
    """A folder of policy with the national file and an empty pack."""
    for name in ("national", "ours"):
        (tmp_path / name).mkdir()
    (tmp_path / "national" / "visits.yaml").write_text(NATIONAL.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def own_file(root: Path, **changed) -> None:
    """The pack's own file: the national one with something changed, None to leave it out."""
    data = yaml.safe_load(NATIONAL.read_text(encoding="utf-8")) | changed
    data = json.loads(json.dumps({name: one for name, one in data.items() if one is not None}, default=str))
    text = yaml.safe_dump(data, allow_unicode=True)
    (root / "ours" / "visits.yaml").write_text(text, encoding="utf-8")


def test_tell_working_limits_with_their_source() -> None:
    work = visits.load_visit_limits("qingpu-2021").work_on(date(2026, 11, 23))
    assert (work.day_minutes_max, work.meal_minutes, work.meal_from, work.meal_until) == (480, 30, "11:00", "13:30")
    assert "劳动法" in work.sources["day_minutes_max"]
    assert set(work.unverified) == set(work.sources)


def test_take_the_limits_in_force_on_the_day(root) -> None:
    [row] = yaml.safe_load(NATIONAL.read_text(encoding="utf-8"))["work"]
    shorter = row | {
        "from": date(2027, 1, 1), "day_minutes_max": {"value": 420, "verified": True, "source": "测试"}
    }  # fmt: skip
    own_file(root, work=[shorter, row])
    limits = visits._limits(root, "ours")
    days = (date(1990, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [limits.work_on(day).day_minutes_max for day in days] == [480, 480, 420]
    assert "day_minutes_max" not in limits.work_on(days[2]).unverified


def test_keep_to_the_nations_work_where_a_pack_says_nothing_of_it(root) -> None:
    own_file(root, work=None, late_minutes=20)
    limits = visits._limits(root, "ours")
    assert limits.late_minutes == 20
    assert limits.work == visits._limits(root, "elsewhere").work


@pytest.mark.parametrize(
    ("old", "new"), [('value: "11:00"', "value: 11:00"), ("value: 480", "value: eight"), ("source: 没有", "said: 没有")]
)
def test_refuse_a_limit_of_the_wrong_kind(breaking, old, new) -> None:
    assert breaking("national/visits.yaml", old, new)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'meal_until: {value: "13:30"',
            'meal_until: {value: "10:30"',
            "work[0].meal_until：最晚开始吃饭的时间（10:30）",
        ),
        ("day_minutes_max: {value: 480", "day_minutes_max: {value: 1200", "一天最多工作 1200 分钟"),
        ("day_minutes_max: {value: 480", "day_minutes_max: {value: 20", "一天最多工作 20 分钟"),
        ("rest_minutes_min: {value: 660", "rest_minutes_min: {value: 1000", "合起来是 1480 分钟"),
        ("meal_minutes: {value: 30", "meal_minutes: {value: 500", "work[0].meal_minutes"),
        ("late_minutes: 15 ", "late_minutes: 90 ", "late_minutes（90）应小于 missed_minutes（60）"),
    ],
)
def test_refuse_limits_that_do_not_fit_together(breaking, old, new, words) -> None:
    [found] = breaking("national/visits.yaml", old, new)
    assert words in found.message
    text = NATIONAL.read_text(encoding="utf-8")
    assert found.line == text[: text.index(old)].count("\n") + 1


def test_look_at_a_packs_own_limits_too(root) -> None:
    [row] = yaml.safe_load(NATIONAL.read_text(encoding="utf-8"))["work"]
    clock = {"verified": False, "source": "测试"}
    odd = row | {"meal_from": {"value": "14:00", **clock}, "meal_until": {"value": "13:00", **clock}}
    own_file(root, work=[odd, odd])
    found = [each.message for each in visit_faults(read_yaml(root / "ours" / "visits.yaml"))]
    assert sum("meal_until" in words for words in found) == 2
    assert sum("不止一次" in words for words in found) == 2
