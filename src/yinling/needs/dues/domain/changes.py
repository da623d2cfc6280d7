"""How a month differs from the month before, sorted by why: the table that explains two totals."""

from collections.abc import Mapping
from typing import NamedTuple

NEW, RATE, SITUATION, DAYS, DEATH, ENDED, PAUSED, UNDECIDED, NO_LONGER = (
    "new", "rate", "situation", "days", "death", "ended", "paused", "undecided", "no_longer",
)  # fmt: skip
WORDS = {
    NEW: "新增",
    RATE: "标准调整",
    SITUATION: "情况变化（等级、年龄、困难类别等）",
    DAYS: "享受天数变化",
    DEATH: "去世",
    ENDED: "终止",
    PAUSED: "暂停",
    UNDECIDED: "情况不全或标准未公布",
    NO_LONGER: "不再符合条件或由别的项目支付",
}
JUMP_FACTOR, JUMP_FEN_MIN = 2, 10_000


class Sum(NamedTuple):
    """What a person was given in one programme for one month, and on what."""

    fen: int
    reason: str | None
    rule_version: str


def change_of(before: Sum | None, now: Sum | None, gone: str) -> str:
    """Why the sum of one person in one programme differs; empty where it does not. `gone` tells why there is none."""
    if before is None or now is None:
        return (NEW if now else "") if before is None else gone
    if before.fen == now.fen:
        return ""
    if before.reason != now.reason:
        return SITUATION
    return RATE if before.rule_version != now.rule_version else DAYS


def is_jump(before_fen: int, now_fen: int) -> bool:
    """Whether a person's payment is more than twice the last one, and not by a trifle."""
    return 0 < before_fen * JUMP_FACTOR < now_fen and now_fen - before_fen >= JUMP_FEN_MIN


def delta(before: Sum | None, now: Sum | None) -> int:
    """How much more (or less) is given."""
    return (now.fen if now else 0) - (before.fen if before else 0)


def by_words(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, str, int, int]]:
    """(code, words, people, fen) in the order of the table."""
    return [(code, words, *counts[code]) for code, words in WORDS.items() if code in counts]
