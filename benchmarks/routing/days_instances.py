"""Invented district days: clustered towns and villages, shifts, skills, sex, windows, optional visits; by seed."""

import numpy as np

from yinling.engines.routing.days_problem import Problem, Shift, Stop, Weights
from yinling.engines.routing.days_travel import METRES_PER_DEGREE, Pace, Travel

HOUR = 3600
VISITS_A_CARER = 7
OBLIGATORY, OPTIONAL = 36_000.0, 3_600.0
TRAVEL_ONLY = Weights(travel=1.0, late=0.0, overtime=0.0, stranger=0.0, unwished=0.0, fairness=0.0)
SKILLS = {"nursing": (0.45, 0.25), "rehabilitation": (0.30, 0.10), "dementia": (0.35, 0.12)}  # held by, asked by
PACES = {"ebike": Pace(speed=5.0, detour=1.3, overhead=60), "car": Pace(speed=8.5, detour=1.4, overhead=180)}
CENTRE = (118.0, 33.0)


def invented(visits: int, seed: int, a_carer: int = VISITS_A_CARER) -> Problem:
    """A day of some visits, `a_carer` for each carer; towns grow in number with the district, never in density."""
    random = np.random.default_rng([visits, seed])
    towns = _towns(visits, random)
    carers = visits // a_carer
    points = np.vstack([_scattered(visits, towns, random), _scattered(carers, towns, random)])
    degrees = points / np.array([METRES_PER_DEGREE * np.cos(np.radians(CENTRE[1])), METRES_PER_DEGREE]) + CENTRE
    return Problem(
        stops=tuple(_visit(place, random) for place in range(visits)),
        shifts=tuple(_shift(place, visits + place, random) for place in range(carers)),
        travel=Travel(places=tuple(map(tuple, degrees.tolist())), paces=PACES),
        weights=TRAVEL_ONLY,
    )


def _towns(visits: int, random: np.random.Generator) -> list[tuple[np.ndarray, float, float]]:
    """Centre, spread in metres and share of people: one town and three villages for every 120 visits."""
    count = max(2, visits // 120)
    side = 5_000.0 * np.sqrt(count)
    found = []
    for _ in range(count):
        centre = random.uniform(0, side, 2)
        found.append((centre, 1_000.0, 10.0))
        found += [(centre + random.normal(0, 3_000.0, 2), 300.0, 2.0) for _ in range(3)]
    return found


def _scattered(count: int, towns: list, random: np.random.Generator) -> np.ndarray:
    shares = np.array([share for *_, share in towns])
    chosen = random.choice(len(towns), count, p=shares / shares.sum())
    return np.array([towns[town][0] + random.normal(0, towns[town][1], 2) for town in chosen]).reshape(-1, 2)


def _visit(place: int, random: np.random.Generator) -> Stop:
    minutes = int(random.choice([30, 45, 60, 90, 120], p=[0.25, 0.30, 0.25, 0.15, 0.05]))
    width = float(random.choice([1, 2, 4, 10], p=[0.15, 0.45, 0.25, 0.15]))
    opens = 8 * HOUR + int(random.uniform(0, max(0.0, 9.0 - width)) * 12) * 300
    needs = {skill for skill, (_, asked) in SKILLS.items() if random.random() < asked}
    chance = random.random()
    needs |= {"female"} if chance < 0.15 else {"male"} if chance < 0.18 else set()
    is_optional = random.random() < 0.1
    return Stop(
        id=f"v{place}", party=f"p{place}", place=place, seconds=minutes * 60, opens=opens,
        closes=min(opens + int(width * HOUR), 17 * HOUR), weight=OPTIONAL if is_optional else OBLIGATORY,
        rank=2 if is_optional else 1, needs=frozenset(needs),
    )  # fmt: skip


def _shift(number: int, place: int, random: np.random.Generator) -> Shift:
    has = {skill for skill, (held, _) in SKILLS.items() if random.random() < held}
    has.add("female" if random.random() < 0.8 else "male")
    starts = int(random.choice([7, 8, 9], p=[0.2, 0.6, 0.2])) * HOUR
    hours = int(random.choice([6, 8, 9], p=[0.15, 0.35, 0.5]))
    mode = "ebike" if random.random() < 0.85 else "car"
    return Shift(f"s{number}", f"w{number}", starts, starts + hours * HOUR, place, place, mode, frozenset(has))
