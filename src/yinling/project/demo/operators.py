"""The demo's operators of care at home: which firm, who acts for it, whom it serves, how many carers it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import Actor
from yinling.people.providers.actions import SiteDetails, register_site
from yinling.project.demo.district import Cast

VISITS_A_CARER = 6  # on a day, with one day in seven off
SITE_KIND, SITES = "care_station", 2


@dataclass(frozen=True)
class Home:
    """A person and where they live."""

    person_id: int
    area: str


@dataclass(frozen=True)
class Operator:
    """An office. `turns`: which of ten homes in a row it serves; `part`: only those of a fourth of the district."""

    place: int  # among the firms
    carers: int
    login: str = ""  # nobody logs in for the smaller ones
    turns: tuple[int, ...] = ()
    part: int = -1

    @property
    def percent(self) -> int:
        """Of the district's visits."""
        return 10 * len(self.turns) if self.part < 0 else 10


TWO = [
    Operator(3, 36, "care", (0, 2, 4, 6, 8)),
    Operator(4, 24, "care2", (1, 3, 5, 7, 9)),
]
SIX = [
    Operator(3, 36, "care", (0, 2, 4, 6)),
    Operator(4, 24, "care2", (1, 3)),
    *(Operator(5 + part, 8, turns=(5, 7, 8, 9), part=part) for part in range(4)),
]


def operators(cast: Cast) -> list[Operator]:
    """Two, or six where there are hundreds of visits a day."""
    return SIX if cast.is_large else TWO


def carers_of(operator: Operator, cast: Cast) -> int:
    """How many it employs."""
    return max(operator.carers, cast.visits * operator.percent // 100 // VISITS_A_CARER)


def office_of(operator: Operator, cast: Cast) -> Actor:
    """Who acts for it."""
    if operator.login:
        return cast.actors[operator.login]
    role = ROLES["care_provider"]
    firm = cast.firms[operator.place]
    return Actor(None, "机构办公室", role.code, organisation_id=firm, permissions=role.permissions)


def served(operator: Operator, homes: Sequence[Home]) -> list[Home]:
    """Its homes among all of them, which come in the order of where they are."""
    return [
        home
        for number, home in enumerate(homes)
        if number % 10 in operator.turns and operator.part in (-1, number * 4 // len(homes))
    ]


def villages_of(operator: Operator, villages: Sequence[str]) -> list[str]:
    """Where its carers live."""
    ordered, part = sorted(villages), operator.part
    if part < 0:
        return ordered
    return ordered[part * len(ordered) // 4 : (part + 1) * len(ordered) // 4]


def open_sites(operator: Operator, cast: Cast, villages: Sequence[str]) -> list[int]:
    """Stations from which its carers go, in a large district; their ids."""
    found = []
    for number in range(SITES if cast.is_large else 0):
        area = villages[(2 * number + 1) * len(villages) // (2 * SITES)]
        name = f"第{operator.place - 2}机构家门口服务站{number + 1}（演示）"
        details = SiteDetails(name, SITE_KIND, area, "operating", date(2022, 1, 1), cast.firms[operator.place])
        found.append(register_site(details, by=cast.actors["bureau"], at=cast.at).pk)
    return found
