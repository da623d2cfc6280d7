"""Questions about areas. Division names are public, so none of them asks for an actor."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from yinling.design.schematic import spread
from yinling.kernel.area import NotAnArea, ancestors, code_range, normalise
from yinling.people.places.models import Area, Level

LABEL_DEGREES = 0.06  # so far apart that two names do not touch on a map of one district
_ENDINGS = (
    "社区居民委员会", "社区居委会", "居民委员会", "居委会", "村民委员会", "村委会", "街道", "社区", "镇", "乡", "村",
)  # fmt: skip


@dataclass(frozen=True)
class AreaLine:
    """One area for lists and maps; a point is known for towns only."""

    code: str
    name: str
    level: str
    latitude: Decimal | None
    longitude: Decimal | None


def _lines(areas: QuerySet[Area]) -> list[AreaLine]:
    return [AreaLine(a.code, a.name, a.level, a.latitude, a.longitude) for a in areas.order_by("code")]


def exists(code: str) -> bool:
    """Whether the code is a known division."""
    return Area.objects.filter(code=code).exists()


def name_of(code: str) -> str:
    """Its own name; the code itself where it is unknown, 全部 for everywhere."""
    return names_of([code])[code]


def names_of(codes: list[str]) -> dict[str, str]:
    """Own names of many codes, in one question."""
    found = dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))
    return {code: found.get(code, code or "全部") for code in codes}


def full_name(code: str) -> str:
    """From the county down: `某区 某街道 某居委会`; the own name above that level."""
    return full_names([code])[code]


def full_names(codes: list[str]) -> dict[str, str]:
    """Full names of many codes, in one question."""
    known = names_of([part for code in codes for part in _printed(code)])
    return {code: " ".join(known[part] for part in _printed(code)) for code in codes}


def _printed(code: str) -> list[str]:
    return [part for part in reversed(ancestors(code)) if len(part) >= min(6, len(code))] or [code]


def children_of(code: str) -> list[AreaLine]:
    """The areas one level down."""
    return _lines(Area.objects.filter(parent=code))


def towns_in(code: str) -> list[AreaLine]:
    """Towns and streets in an area, itself included."""
    return _lines(_within(code).filter(level=Level.TOWN))


def villages_in(code: str) -> list[AreaLine]:
    """Villages and residents' committees in an area, itself included."""
    return _lines(_within(code).filter(level=Level.VILLAGE))


def _within(code: str) -> QuerySet[Area]:
    first, last = code_range(code)
    return Area.objects.filter(code__gte=first, code__lt=last)


def find_by_name(text: str, within: str = "") -> AreaLine | None:
    """The one area that a person's words or code mean; None where none or several do."""
    return AreaNames(within).find(text)


class AreaNames:
    """Finds many areas by name or code, with the list of one area read once."""

    def __init__(self, within: str = "") -> None:
        self._lines = {line.code: line for line in _lines(_within(within))}
        self._found: dict[tuple[str, str], AreaLine | None] = {}
        self._by_word: dict[str, list[str]] = {}
        for line in self._lines.values():
            for word in {line.name, short_name(line.name)}:
                self._by_word.setdefault(word, []).append(line.code)

    def find(self, text: str, within: str = "") -> AreaLine | None:
        """By code, by name with or without its ending, by several names in a row, or by an address that holds them."""
        key = (text, within)
        if key not in self._found:
            self._found[key] = self._by_code(text) or self._by_names(text, within) or self._by_address(text, within)
        return self._found[key]

    def _by_code(self, text: str) -> AreaLine | None:
        try:
            return self._lines.get(normalise(text))
        except NotAnArea:
            return None

    def _by_names(self, text: str, within: str) -> AreaLine | None:
        words = text.split()
        codes = self._named(words[-1], within) if words else []
        for outer in reversed(words[:-1]):
            parents = self._named(outer, within)
            codes = [code for code in codes if any(code.startswith(parent) for parent in parents)]
        return self._lines[codes[0]] if len(codes) == 1 else None

    def _by_address(self, text: str, within: str) -> AreaLine | None:
        """The one town named inside the text, and the village in it where that is named too."""
        joined = "".join(text.split())
        towns = self._inside(joined, within, Level.TOWN)
        if len(towns) != 1:
            return None
        rest = joined.partition(towns[0].name)[2]
        villages = self._inside(rest, towns[0].code, Level.VILLAGE)
        return villages[0] if len(villages) == 1 else towns[0]

    def _inside(self, text: str, within: str, level: str) -> list[AreaLine]:
        lines = (line for line in self._lines.values() if line.level == level)
        return [line for line in lines if line.code.startswith(within) and line.name in text]

    def _named(self, word: str, within: str) -> list[str]:
        codes = self._by_word.get(word) or self._by_word.get(short_name(word), [])
        return [code for code in codes if code.startswith(within)]


def short_name(name: str) -> str:
    """Without the word for what sort of division it is, where enough is left: for maps and narrow places."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


@dataclass(frozen=True)
class TownPoint:
    """A town on a schematic map; neighbours are moved apart so that their names can be read."""

    code: str
    name: str
    latitude: float
    longitude: float


def schematic_towns(code: str) -> list[TownPoint]:
    """Towns of an area that have a point."""
    towns = [town for town in towns_in(code) if town.latitude is not None and town.longitude is not None]
    places = spread([(float(t.latitude or 0), float(t.longitude or 0)) for t in towns], least=LABEL_DEGREES)
    return [TownPoint(town.code, town.name, *place) for town, place in zip(towns, places, strict=True)]
