"""Drafts rearranged, what is typed read back, faults named, differences told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinling.care.chains.domain.bodies import IDLE, earliest, fault_words, plain, rearranged, span_words
from yinling.care.chains.domain.chain import Who, chain_of
from yinling.care.chains.domain.changes import changes
from yinling.care.chains.models import Version
from yinling.care.chains.queries import faults_of
from yinling.care.chains.web.forms import DraftForms
from yinling.gateways.policy.alarms import load_alarms

CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda one: f"{one[0]:02}:{one[1]:02}")
SECONDS = st.integers(10, 604_800)
HOURS = st.none() | st.fixed_dictionaries({"from": CLOCK, "until": CLOCK})


@st.composite
def links(draw) -> dict:
    repeats, hours = draw(st.integers(0, 5)), draw(HOURS)
    found = {
        "who": draw(st.sampled_from([who.value for who in Who])), "wait_seconds": draw(st.integers(0, 604_800)),
        "repeats": repeats, "repeat_seconds": draw(SECONDS) if repeats else 0,
    }  # fmt: skip
    return found | ({"hours": hours, "outside": draw(st.sampled_from(["wait", "go_on"]))} if hours else {})


BODIES = st.fixed_dictionaries({
    "steps": st.lists(links(), min_size=1, max_size=6), "end_repeat_seconds": SECONDS,
    "idle_seconds": st.fixed_dictionaries(dict.fromkeys(IDLE, SECONDS)),
})  # fmt: skip
PLACED = [f"{verb}-{place}" for verb in ("up", "down", "drop") for place in range(7)]
WISHES = st.sampled_from(["add", "save", "up-x", "up--1", "down-", *PLACED])
URGENT = plain(load_alarms("national").chains["urgent"])


@given(body=BODIES)
def test_reads_back_what_a_form_shows(body) -> None:
    shown = DraftForms(Version(chain="urgent", body=body))
    data = {"links": str(len(body["steps"])), "reason": "测试"}
    for form in [*shown.links, shown.whole]:
        data |= {form.add_prefix(name): str(form[name].value() or "") for name in form.fields if name != "reason"}
        for name in ("wait_seconds", "repeats", "repeat_seconds"):
            if name in form.fields:
                data[form.add_prefix(name)] = str(form.initial[name])
    posted = DraftForms(Version(chain="urgent", body=URGENT), data)
    assert posted.is_valid()
    assert posted.body() == body
    assert faults_of(body) == []
    chain_of(body)


@given(steps=st.lists(links(), max_size=6), wish=WISHES)
def test_moves_one_link_and_loses_none(steps, wish) -> None:
    found = rearranged(steps, wish)
    assert abs(len(found) - len(steps)) == (wish == "add" or len(found) < len(steps))
    rest = [*found]
    kept = steps if len(found) >= len(steps) else [step for n, step in enumerate(steps) if wish != f"drop-{n}"]
    for step in kept:
        rest.remove(step)
    assert len(rest) == (wish == "add")


@given(before=BODIES, after=BODIES)
def test_tells_a_difference_exactly_where_there_is_one(before, after) -> None:
    assert changes(before, before) == []
    assert bool(changes(before, after)) == (before != after)


def test_tells_differences_in_sentences() -> None:
    desk, station, community, family, ambulance = URGENT["steps"]
    after = {
        "steps": [desk, family, {**station, "wait_seconds": 120, "repeats": 0}, community],
        "end_repeat_seconds": 60, "idle_seconds": {**URGENT["idle_seconds"], "sent": 900},
    }  # fmt: skip
    told = changes(URGENT, after)
    assert "家属移到第 2 环" in told or "服务站移到第 3 环" in told
    assert "第 3 环服务站，上一步之后：30 秒 → 2 分钟" in told
    assert "第 3 环服务站，再通知：1 次，每次隔 1 分钟 → 不再通知" in told
    assert "去掉：120" in told
    assert "走完还没有人受理，再提醒：2 分钟 → 1 分钟" in told
    assert "派人以后没有人到场，重新升级：30 分钟 → 15 分钟" in told
    assert changes(after, URGENT)[-1:] != told[-1:]
    assert f"增加第 5 环：{'120'}" in changes(after, URGENT)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wait_seconds": -1}, "第 2 环：“上一步之后等多少秒”不能小于0，现在是-1"),
        ({"wait_seconds": "soon"}, "第 2 环：“上一步之后等多少秒”应是整数，现在是“soon”"),
        ({"repeats": 9}, "第 2 环：“再通知几次”不能大于5，现在是9"),
        ({"repeat_seconds": 0}, "第 2 环：“每次隔多少秒”不能小于5，现在是0"),
        ({"hours": {"from": "7:00", "until": "21:00"}, "outside": "wait"}, "第 2 环：“从几点”格式不对：“7:00”"),
        ({"who": "nobody"}, "第 2 环：“通知谁”只能是desk、station、community、family、ambulance，现在是“nobody”"),
    ],
)  # fmt: skip
def test_names_link_and_field_of_what_is_wrong(change, words) -> None:
    steps = [dict(step) for step in URGENT["steps"]]
    steps[1] |= change
    assert [fault_words(*fault) for fault in faults_of({**URGENT, "steps": steps})] == [words]


def test_names_what_is_wrong_with_the_whole() -> None:
    body = {**URGENT, "steps": [], "idle_seconds": {**URGENT["idle_seconds"], "sent": 1}}
    assert [fault_words(*fault) for fault in faults_of(body)] == [
        "“派人以后多少秒没有到场”不能小于10，现在是1", "通知的各环至少要有1项",
    ]  # fmt: skip


def test_says_when_each_link_is_told_at_the_earliest() -> None:
    assert earliest(URGENT) == [0, 60, 180, 240, 300]
    assert [span_words(one) for one in (0, 90, 120, 7200, 172_800)] == ["0 秒", "90 秒", "2 分钟", "2 小时", "2 天"]
