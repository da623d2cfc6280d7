"""States of a version of a plan, and which verb leads from where to where."""

DRAFT, PROPOSED, AGREED, DECLINED, REPLACED, ENDED = "draft", "proposed", "agreed", "declined", "replaced", "ended"

# verb: states it may start from, state it leads to
STEPS = {
    "write": (frozenset({DRAFT, PROPOSED, DECLINED}), DRAFT),
    "propose": (frozenset({DRAFT}), PROPOSED),
    "agree": (frozenset({PROPOSED}), AGREED),
    "decline": (frozenset({PROPOSED}), DECLINED),
    "replace": (frozenset({AGREED}), REPLACED),
    "end": (frozenset({DRAFT, PROPOSED, DECLINED, AGREED}), ENDED),
}
# Versions that were agreed hold in their days, also after a later one took over.
HELD = frozenset({AGREED, REPLACED, ENDED})
OPEN = frozenset({DRAFT, PROPOSED, DECLINED})
TONES = {DRAFT: "wait", PROPOSED: "wait", AGREED: "good", DECLINED: "bad", REPLACED: "off", ENDED: "off"}


def may(verb: str, state: str) -> bool:
    """Whether `verb` may start from `state`."""
    return state in STEPS[verb][0]


def after(verb: str) -> str:
    """The state to which `verb` leads."""
    return STEPS[verb][1]
