"""Which programmes a search looks for, and why the others are left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.rule import Rule
from yinling.gateways.policy.programmes import load_programme
from yinling.gateways.policy.reading import load_pack
from yinling.needs.entitlements.queries.packs import deployed_packs, deployed_programmes
from yinling.needs.entitlements.queries.programmes import bound_programme, version_of

ON_DEMAND = _("用到时才享受，不需要事先登记")
BY_REQUEST = _("按每次申请（费用）决定，不能只凭个人情况查出")
NOT_PERSONS = _("不是给老年人个人的")
NOT_IN_FORCE = _("这一天没有施行")


class UnknownProgramme(ValueError):
    """No pack in use has a programme of that name that can be looked for; the message is in Chinese."""


@dataclass(frozen=True)
class Sought:
    """A programme that is looked for, ready to decide."""

    pack: str
    programme: str
    bound: BoundRule
    version: str

    @property
    def key(self) -> str:
        """As an address names it."""
        return f"{self.pack}:{self.programme}"


@dataclass(frozen=True)
class LeftOut:
    """A programme that is not looked for, and why."""

    pack: str
    programme: str
    name: str
    why: str


def sought(*, on: date, only: Iterable[str] = ()) -> list[Sought]:
    """Programmes of the packs in use that persons have by application or automatically. Raises UnknownProgramme."""
    wanted = set(only)
    found = [
        _ready(pack, name, on)
        for pack, name in deployed_programmes()
        if not why_left_out(load_programme(pack, name), on) and (not wanted or wanted & {name, f"{pack}:{name}"})
    ]
    if unknown := wanted - {each.key for each in found} - {each.programme for each in found}:
        raise UnknownProgramme(f"不能查找的项目：{'、'.join(sorted(unknown))}")
    return found


def _ready(pack: str, name: str, on: date) -> Sought:
    bound = bound_programme(name, on=on, pack=pack)
    return Sought(pack, name, bound, version_of(bound, on))


def left_out(*, on: date) -> list[LeftOut]:
    """The other programmes for older people, so that nobody thinks they were searched."""
    rules = [(pack, load_programme(pack, name)) for pack, name in deployed_programmes()]
    return [
        LeftOut(pack, rule.id, rule.name, why)
        for pack, rule in rules
        if (why := why_left_out(rule, on)) and rule.subject in ("person", "request", "household")
    ]


def why_left_out(rule: Rule, on: date) -> str:
    """Why a programme cannot be looked for by persons' facts; empty where it can."""
    if rule.subject == "request":
        return BY_REQUEST
    if rule.subject != "person":
        return NOT_PERSONS
    if rule.entry == "on_demand":
        return ON_DEMAND
    in_force = rule.from_ <= on and (rule.until is None or on < rule.until)
    return "" if in_force else NOT_IN_FORCE


def programme_name(pack: str, programme: str) -> str:
    """The programme's name; its id where the pack no longer has it."""
    try:
        return load_programme(pack, programme).name
    except LookupError:
        return programme


def programme_choices() -> list[tuple[str, str]]:
    """(key, name) of everything for persons in the packs in use, with the document where there are several."""
    several = len(deployed_packs()) > 1
    return [
        (f"{pack}:{name}", f"{rule.name}（{load_pack(pack).short_title}）" if several else rule.name)
        for pack, name in deployed_programmes(subject="person")
        if (rule := load_programme(pack, name)).entry != "on_demand"
    ]
