"""Where the demo's doors are: each community has its own piece of ground around its town's point."""

import random
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from yinling.people.places.queries import AreaLine, towns_in, villages_in

SPREAD = 0.012  # degrees around a town's point: about a kilometre
TURN = pi * (3 - sqrt(5))  # from one community to the next; they lie as the seeds of a sunflower do
FILLED = 0.8  # of the way to the next community's middle
TOWN_DIGITS = 9


@dataclass(frozen=True)
class Spots:
    """Middles of communities and of towns by code, (longitude, latitude), and how far their doors lie from them."""

    middles: dict[str, tuple[float, float]]
    reaches: dict[str, float]

    def door(self, area: str, chance: random.Random) -> tuple[float, float] | None:
        """Somewhere in a community, or in the town where that is unknown; always the same two throws of the dice."""
        across, up = chance.uniform(-1, 1), chance.uniform(-1, 1)
        code = area if area in self.middles else area[:TOWN_DIGITS]
        if code not in self.middles:
            return None
        (x, y), reach = self.middles[code], self.reaches[code]
        return round(x + across * reach, 6), round(y + up * reach, 6)


def spots_in(area: str) -> Spots:
    """The ground of every town of an area that has a point."""
    found = Spots({}, {})
    for town in towns_in(area):
        if town.longitude is not None and town.latitude is not None:
            _lay_out(town, (float(town.longitude), float(town.latitude)), found)
    return found


def _lay_out(town: AreaLine, point: tuple[float, float], found: Spots) -> None:
    found.middles[town.code], found.reaches[town.code] = point, SPREAD
    villages = villages_in(town.code)
    for number, village in enumerate(villages):
        away, turned = SPREAD * sqrt((number + 0.5) / len(villages)), number * TURN
        found.middles[village.code] = (point[0] + away * cos(turned), point[1] + away * sin(turned))
        found.reaches[village.code] = SPREAD * FILLED / sqrt(len(villages))
