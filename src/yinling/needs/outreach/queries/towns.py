"""By town, or by village within one town: entitled, receiving, not receiving, spoken to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from yinling.foundation.access.queries import within
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.needs.outreach.domain.states import Answer, Kind, State
from yinling.needs.outreach.models import Lead, Search, Tally
from yinling.people.places.queries import names_of

TOWN_DIGITS, VILLAGE_DIGITS = 9, 12
COUNTED = ("entitled", "receiving", "nearly", "stray")


@dataclass
class AreaLine:
    """One town or village. `called` of the entitled who do not receive were spoken to at least once."""

    area: str
    name: str = ""
    entitled: int = 0
    receiving: int = 0
    nearly: int = 0
    stray: int = 0
    called: int = 0
    accepted: int = 0
    refused: int = 0

    @property
    def lacking(self) -> int:
        """Entitled, and not receiving."""
        return self.entitled - self.receiving

    @property
    def share(self) -> str:
        """Of the entitled, how many receive; a dash where nobody is entitled."""
        return f"{self.receiving * 100 // self.entitled}%" if self.entitled else "—"

    def add(self, other: "AreaLine") -> None:
        """Adds the counts of another line."""
        for name in (*COUNTED, "called", "accepted", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Overview:
    """Lines by area with their total, of the search they come from."""

    lines: list[AreaLine]
    total: AreaLine
    by_village: bool
    search: Search | None


def overview(*, actor: Actor, programme: str = "") -> Overview:
    """Counts of the latest finished search within the actor's area, of one programme (`pack:id`) or of all."""
    whole = load_pack(settings.PACK).area
    top = whole if contains(actor.area, whole) else actor.area
    digits = VILLAGE_DIGITS if len(top) >= TOWN_DIGITS else TOWN_DIGITS
    search = Search.objects.filter(is_running=False).order_by("-pk").first()
    lines: dict[str, AreaLine] = defaultdict(lambda: AreaLine(""))
    if search and actor.may("outreach.view"):
        _add_tallies(lines, search, actor, programme, digits)
        _add_leads(lines, actor, programme, digits)
        _add_since(lines, search, actor, programme, digits)
    names = names_of(list(lines))
    for code, line in lines.items():
        line.area, line.name = code, names[code] if code else _("没有登记区划")
    total = AreaLine("", _("合计"))
    for line in lines.values():
        total.add(line)
    ordered = [lines[code] for code in sorted(lines)]
    return Overview(ordered, total, digits == VILLAGE_DIGITS, search)


def _add_tallies(lines: dict[str, AreaLine], search: Search, actor: Actor, programme: str, digits: int) -> None:
    rows = Tally.objects.filter(within(actor), search=search)
    if programme:
        pack, _sign, name = programme.partition(":")
        rows = rows.filter(pack=pack, programme=name)
    sums = {name: Sum(name) for name in COUNTED}
    found = rows.values("area").annotate(**{f"all_{name}": total for name, total in sums.items()})
    for area, *numbers in found.values_list("area", *(f"all_{name}" for name in COUNTED)):
        line = lines[area[:digits]]
        for name, number in zip(COUNTED, numbers, strict=True):
            setattr(line, name, getattr(line, name) + number)


def _add_leads(lines: dict[str, AreaLine], actor: Actor, programme: str, digits: int) -> None:
    leads = Lead.objects.visible_to(actor).filter(calls_made__gt=0, kind=Kind.ENTITLED)
    if programme:
        pack, _sign, name = programme.partition(":")
        leads = leads.filter(pack=pack, programme=name)
    for area, state in leads.order_by().values_list("area", "state"):
        line = lines[area[:digits]]
        line.called += state != State.ENDED
        line.accepted += state == State.ACCEPTED
        line.refused += state == State.REFUSED


def _add_since(lines: dict[str, AreaLine], search: Search, actor: Actor, programme: str, digits: int) -> None:
    """Those who agreed after the search receive it now, though the search counted them as lacking."""
    agreed = Lead.objects.visible_to(actor).filter(
        state=State.ACCEPTED, kind=Kind.ENTITLED, search=search, calls__answer=Answer.WILLING,
        calls__at__gt=search.started_at,
    )  # fmt: skip
    if programme:
        pack, _sign, name = programme.partition(":")
        agreed = agreed.filter(pack=pack, programme=name)
    for _lead, area in agreed.order_by().values_list("pk", "area").distinct():
        lines[area[:digits]].receiving += 1


def chart(found: Overview) -> dict[str, Any]:
    """Bars by area: receiving, not receiving, spoken to."""
    return {
        "labels": [line.name for line in found.lines],
        "unit": _("人次"),
        "bars": [
            {"name": _("已享受"), "values": [line.receiving for line in found.lines]},
            {"name": _("未享受"), "values": [line.lacking for line in found.lines]},
            {"name": _("已联系"), "values": [line.called for line in found.lines]},
        ],
    }
