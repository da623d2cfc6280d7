"""Chains of the tests: short waits, hours by day, one that is waited for and one that is passed over."""

from yinling.care.alarms.domain.chain import chain_of

IDLE = {"acknowledged": 120, "sent": 600, "on_the_spot": 900, "outcome": 1800}


def written(*steps: dict, end_repeat_seconds: int = 600) -> dict:
    """A chain as alarms.yaml has it."""
    rows = [{"repeats": 0, "repeat_seconds": 0, **step} for step in steps]
    return {"steps": rows, "end_repeat_seconds": end_repeat_seconds, "idle_seconds": IDLE}


DAY = {"from": "08:00", "until": "20:00"}
NIGHT = {"from": "22:00", "until": "06:00"}
PLAIN = written(
    {"who": "desk", "wait_seconds": 0, "repeats": 1, "repeat_seconds": 30},
    {"who": "station", "wait_seconds": 60},
    {"who": "family", "wait_seconds": 90},
    {"who": "ambulance", "wait_seconds": 60},
)
PASSING = written(
    {"who": "desk", "wait_seconds": 0},
    {"who": "community", "wait_seconds": 60, "hours": DAY, "outside": "go_on"},
    {"who": "station", "wait_seconds": 60, "hours": NIGHT, "outside": "go_on"},
    {"who": "family", "wait_seconds": 60},
)
WAITING = written(
    {"who": "desk", "wait_seconds": 0, "hours": DAY, "outside": "wait"},
    {"who": "community", "wait_seconds": 3600, "hours": DAY, "outside": "wait"},
    {"who": "family", "wait_seconds": 60},
)
ALL = {"plain": PLAIN, "passing": PASSING, "waiting": WAITING}
CHAINS = {name: chain_of(one) for name, one in ALL.items()}
