"""States of a home bed, which verb leads from where to where, and what must be there first."""

from collections.abc import Iterator
from dataclasses import dataclass

APPLIED, ASSESSED, EQUIPPED, CONTRACTED, OPEN, CLOSED = (
    "applied", "assessed", "equipped", "contracted", "open", "closed",
)  # fmt: skip
ORDER = (APPLIED, ASSESSED, EQUIPPED, CONTRACTED, OPEN, CLOSED)
# verb: states it may start from, state it leads to ("" = it stays)
STEPS = {
    "assess": (frozenset({APPLIED}), ASSESSED),
    "equip": (frozenset({ASSESSED, EQUIPPED, CONTRACTED, OPEN}), ""),
    "finish_equipment": (frozenset({ASSESSED}), EQUIPPED),
    "contract": (frozenset({EQUIPPED}), CONTRACTED),
    "open": (frozenset({CONTRACTED}), OPEN),
    "review": (frozenset({OPEN}), ""),
    "subsidise": (frozenset({CONTRACTED, OPEN, CLOSED}), ""),
    "close": (frozenset({APPLIED, ASSESSED, EQUIPPED, CONTRACTED, OPEN}), CLOSED),
}
TONES = {APPLIED: "wait", ASSESSED: "wait", EQUIPPED: "wait", CONTRACTED: "info", OPEN: "good", CLOSED: "off"}


@dataclass(frozen=True)
class Facts:
    """What a bed has so far."""

    has_grade: bool
    equipment: int
    alarms: int
    has_plan: bool


def missing(verb: str, facts: Facts) -> Iterator[str]:
    """What must be there before the verb, in words."""
    if verb == "assess" and not facts.has_grade:
        yield "老人没有有效的能力评估结果"
    if verb == "finish_equipment" and not facts.equipment:
        yield "还没有登记设备"
    if verb == "finish_equipment" and not facts.alarms:
        yield "还没有能呼叫报警的设备"
    if verb == "open" and not facts.has_plan:
        yield "还没有得到同意的照护计划"


def after(verb: str, state: str) -> str:
    """The state after the verb."""
    return STEPS[verb][1] or state


def verbs_from(state: str) -> tuple[str, ...]:
    """Verbs that may start from a state, in the order of a bed's life."""
    return tuple(verb for verb, (starts, _to) in STEPS.items() if state in starts)
