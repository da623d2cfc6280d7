"""Home services of the nation and of a pack: items, packages, and which programmes pay for which items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.reading import NATIONAL
from yinling.gateways.policy.root import policy_root


@dataclass(frozen=True)
class CatalogueItem:
    """One service that can be done for a person. `grade_min`: the least ability grade for which it is meant.

    `steps`: what a carer ticks one by one; none named: the service itself.
    """

    code: str
    name: str
    category: str
    unit: str
    minutes: int
    skills: tuple[str, ...]
    carers: int
    proof: tuple[str, ...]
    listed_under: str = ""
    same_sex: bool = False
    grade_min: int = 0
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class CataloguePackage:
    """Items that are offered together: how many of each in a month."""

    code: str
    name: str
    items: Mapping[str, int]
    period: str


@dataclass(frozen=True)
class Funding:
    """A programme that pays for items (none named: for all).

    With `hours_value` its table gives hours a week under that name, else its sums are a month's ceiling in fen; `pays`
    is the programme for requests that says how much of a bill is taken over, without it the whole bill is.
    """

    pack: str
    code: str
    programme: str
    items: tuple[str, ...]
    hours_value: str = ""
    pays: str = ""
    service_kind: str = ""


@dataclass(frozen=True)
class RespiteRule:
    """Who may have respite, and days a year: what the programme's table gives under `days_value`, else the default."""

    programme: str
    days_value: str
    days_default: int | None


@dataclass(frozen=True)
class HomeBedRule:
    """Which programme of which pack pays for building a home bed, and which by the month for running it."""

    pack: str
    building: str = ""
    operating: str = ""


@dataclass(frozen=True)
class Catalogue:
    """What the files say; later files lay over earlier ones by code."""

    skills: Mapping[str, str] = field(default_factory=dict)
    proofs: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, CatalogueItem] = field(default_factory=dict)
    packages: Mapping[str, CataloguePackage] = field(default_factory=dict)
    funding: tuple[Funding, ...] = ()
    respite: RespiteRule | None = None
    home_beds: HomeBedRule | None = None
    source: str = ""
    is_verified: bool = True


def load_catalogue(packs: Sequence[str]) -> Catalogue:
    """The nation's catalogue with that of each pack laid over it, in order."""
    return _catalogue(policy_root(), tuple(packs))


@cache
def _catalogue(root: Path, packs: tuple[str, ...]) -> Catalogue:
    found = Catalogue()
    for name in (NATIONAL, *packs):
        file = root / name / "catalogue.yaml"
        if file.exists():
            found = _laid_over(found, name, read_yaml(file).data)
    return found


def _laid_over(below: Catalogue, pack: str, data: Mapping[str, Any]) -> Catalogue:
    respite, home_beds = data.get("respite"), data.get("home_beds")
    return Catalogue(
        skills={**below.skills, **data.get("skills", {})},
        proofs={**below.proofs, **data.get("proofs", {})},
        categories={**below.categories, **{each["code"]: each["name"] for each in data.get("categories", [])}},
        items={**below.items, **{each["code"]: _item(each) for each in data.get("items", [])}},
        packages={**below.packages, **{each["code"]: CataloguePackage(**each) for each in data.get("packages", [])}},
        funding=(*below.funding, *(_funding(pack, each) for each in data.get("funding", []))),
        respite=RespiteRule(**respite) if respite else below.respite,
        home_beds=HomeBedRule(pack, **home_beds) if home_beds else below.home_beds,
        source="；".join(filter(None, [below.source, data["source"]])),
        is_verified=below.is_verified and data["verified"],
    )


def _item(entry: Mapping[str, Any]) -> CatalogueItem:
    return CatalogueItem(
        **{
            **entry,
            "skills": tuple(entry["skills"]),
            "proof": tuple(entry["proof"]),
            "steps": tuple(entry.get("steps", ())),
        }
    )


def _funding(pack: str, entry: Mapping[str, Any]) -> Funding:
    return Funding(pack=pack, **{**entry, "items": tuple(entry["items"])})
