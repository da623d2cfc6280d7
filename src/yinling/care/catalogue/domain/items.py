"""One service as everybody above sees it, and what a number of minutes of it costs."""

from dataclasses import dataclass

UNIT_WORDS = {"visit": "次", "hour": "小时", "day": "天", "meal": "份", "month": "月"}
MINUTES_OF_HOUR = 60


@dataclass(frozen=True)
class ServiceLine:
    """An item of the catalogue; `minutes` and `carers` are what is usual. `is_added`: by the district, in no file.

    `steps` are what a carer ticks one by one; none: the service is one task.
    """

    code: str
    name: str
    category: str
    category_name: str
    listed_under: str
    unit: str
    minutes: int
    skills: tuple[str, ...]
    carers: int
    proof: tuple[str, ...]
    same_sex: bool
    grade_min: int
    is_offered: bool = True
    is_added: bool = False
    steps: tuple[str, ...] = ()

    @property
    def unit_words(self) -> str:
        """次, 小时 …"""
        return UNIT_WORDS[self.unit]


def cost_fen(service: ServiceLine, *, price_fen: int, minutes: int) -> int:
    """What one visit of `minutes` costs: by the hour where the unit is an hour (half up to the fen), else the price."""
    if service.unit != "hour":
        return price_fen
    return (price_fen * minutes * 2 + MINUTES_OF_HOUR) // (MINUTES_OF_HOUR * 2)
