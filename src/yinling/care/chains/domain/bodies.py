"""What a version says, as it is written: the entry of a chain in alarms.yaml without its sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from yinling.care.chains.domain.chain import WHO_WORDS, Who

Body = dict[str, Any]
Place = tuple[str | int, ...]  # keys from the chain inwards: ("steps", 2, "wait_seconds")

FIELD_WORDS = {
    "who": "通知谁",
    "wait_seconds": "上一步之后等多少秒",
    "repeats": "再通知几次",
    "repeat_seconds": "每次隔多少秒",
    "from": "从几点",
    "until": "到几点",
    "outside": "这段时间以外",
    "end_repeat_seconds": "走完以后隔多少秒再提醒",
    "acknowledged": "受理以后多少秒没有派人",
    "sent": "派人以后多少秒没有到场",
    "on_the_spot": "到场以后多少秒没有结果",
    "outcome": "登记结果以后多少秒没有关闭",
}
SPAN_WORDS = {
    "end_repeat_seconds": "走完还没有人受理，再提醒",
    "acknowledged": "受理以后没有派人，重新升级",
    "sent": "派人以后没有人到场，重新升级",
    "on_the_spot": "到场以后没有结果，重新升级",
    "outcome": "登记结果以后没有关闭，提醒",
}
IDLE = ("acknowledged", "sent", "on_the_spot", "outcome")
OUTSIDE_WORDS = {"wait": "停下，等到开始再往下走", "go_on": "先往下走，到时候再补上"}
NEW_LINK = {"who": Who.DESK.value, "wait_seconds": 60, "repeats": 0, "repeat_seconds": 0}


def plain(written: Mapping[str, Any]) -> Body:
    """An entry of a pack's file as the body of a version: sources left out."""
    steps = [{key: step[key] for key in step if key not in ("verified", "source")} for step in written["steps"]]
    return {
        "steps": steps,
        "end_repeat_seconds": written["end_repeat_seconds"],
        "idle_seconds": dict(written["idle_seconds"]),
    }


def sourced(body: Mapping[str, Any], source: str) -> Body:
    """A body as it would stand in a pack's file, for the same checks."""
    known = {"verified": True, "source": source}
    return {**body, **known, "steps": [{**step, **known} for step in body["steps"]]}


def rearranged(steps: Sequence[Body], wish: str) -> list[Body]:
    """Links after a wish: `add` at the end, `up-2`, `down-2`, `drop-2` by place from 0; anything else changes none."""
    verb, _, place = wish.partition("-")
    found = list(steps)
    if verb == "add":
        return [*found, dict(NEW_LINK)]
    number = int(place) if place.isdecimal() and len(place) < 3 else len(found)
    if number >= len(found) or verb not in ("up", "down", "drop"):
        return found
    link = found.pop(number)
    if verb != "drop":
        found.insert(max(0, number - 1) if verb == "up" else number + 1, link)
    return found


def fault_words(place: Place, reason: str) -> str:
    """A fault of the checks with the link and the field that it names in Chinese."""
    for name, words in FIELD_WORDS.items():
        reason = reason.replace(f"“{name}”", f"“{words}”")
    reason = reason.replace("“steps”", "通知的各环")
    number = place[1] if len(place) > 1 and place[0] == "steps" else None
    return f"第 {number + 1} 环：{reason}" if isinstance(number, int) else reason


def who_words(step: Mapping[str, Any]) -> str:
    """Whom a link tells."""
    return WHO_WORDS.get(step["who"], str(step["who"]))


def span_words(seconds: int) -> str:
    """A stretch of time in the greatest unit that divides it."""
    if not seconds or seconds % 60:
        return f"{seconds} 秒"
    if seconds % 3_600:
        return f"{seconds // 60} 分钟"
    return f"{seconds // 3_600} 小时" if seconds % 86_400 else f"{seconds // 86_400} 天"


def hours_words(step: Mapping[str, Any]) -> str:
    """In which hours a link is told, and what happens outside."""
    if not step.get("hours"):
        return "全天"
    return f"{step['hours']['from']} 至 {step['hours']['until']}；以外{OUTSIDE_WORDS[step['outside']]}"


def earliest(body: Mapping[str, Any]) -> list[int]:
    """Seconds from the call on after which each link is told first, if nobody answers and no hours hold it up."""
    moments, now = [], 0
    for step in body["steps"]:
        now += step["wait_seconds"]
        moments.append(now)
        now += step["repeats"] * step["repeat_seconds"]
    return moments
