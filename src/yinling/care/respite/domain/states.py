"""States of a booking, and which verb leads from where to where."""

ASKED, CONFIRMED, DECLINED, CANCELLED, USED = "asked", "confirmed", "declined", "cancelled", "used"

# verb: states it may start from, state it leads to
STEPS = {
    "confirm": (frozenset({ASKED}), CONFIRMED),
    "decline": (frozenset({ASKED}), DECLINED),
    "cancel": (frozenset({ASKED, CONFIRMED}), CANCELLED),
    "use": (frozenset({CONFIRMED}), USED),
}
# Their days count towards the year's.
COUNTED = frozenset({ASKED, CONFIRMED, USED})
TONES = {ASKED: "wait", CONFIRMED: "info", DECLINED: "bad", CANCELLED: "off", USED: "good"}
