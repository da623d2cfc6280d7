"""What differs between two versions, link by link and field by field."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from yinling.care.chains.domain.bodies import IDLE, SPAN_WORDS, Body, hours_words, span_words, who_words


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """One sentence for each difference; none for the same. Numbers of links are those of the later version."""
    found = _links(before["steps"], after["steps"])
    pairs = [("end_repeat_seconds", before["end_repeat_seconds"], after["end_repeat_seconds"])]
    pairs += [(name, before["idle_seconds"][name], after["idle_seconds"][name]) for name in IDLE]
    return found + [
        f"{SPAN_WORDS[name]}：{span_words(old)} → {span_words(new)}" for name, old, new in pairs if old != new
    ]


def _links(before: list[Body], after: list[Body]) -> list[str]:
    found: list[str] = []
    gone: list[Body] = []
    new: list[tuple[int, Body]] = []
    matcher = SequenceMatcher(None, [step["who"] for step in before], [step["who"] for step in after], autojunk=False)
    for what, first, last, other, end in matcher.get_opcodes():
        if what == "equal":
            for number in range(last - first):
                found += _fields(other + number + 1, before[first + number], after[other + number])
            continue
        gone += before[first:last]
        new += [(number + 1, after[number]) for number in range(other, end)]
    for number, step in new:
        if (old := next((one for one in gone if one["who"] == step["who"]), None)) is not None:
            gone.remove(old)
            found += [f"{who_words(step)}移到第 {number} 环", *_fields(number, old, step)]
        else:
            found.append(f"增加第 {number} 环：{who_words(step)}")
    return found + [f"去掉：{who_words(step)}" for step in gone]


def _fields(number: int, before: Body, after: Body) -> list[str]:
    told = [
        ("上一步之后", span_words(before["wait_seconds"]), span_words(after["wait_seconds"])),
        ("再通知", _repeats(before), _repeats(after)),
        ("通知时间", hours_words(before), hours_words(after)),
    ]
    return [
        f"第 {number} 环{who_words(after)}，{what}：{old} → {new}" for what, old, new in told if old != new
    ]  # fmt: skip


def _repeats(step: Body) -> str:
    return f"{step['repeats']} 次，每次隔 {span_words(step['repeat_seconds'])}" if step["repeats"] else "不再通知"
