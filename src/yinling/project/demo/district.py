"""Log-ins, firms, facilities, funds and parameters of the demo district."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from yinling.foundation.access.actions import give_post, open_user
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.models import Post, User
from yinling.foundation.access.queries import actor_for
from yinling.gateways.policy.reading import load_decomposition, load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.kernel.money import parse_yuan
from yinling.needs.entitlements.actions import confirm_parameter, enter_parameter
from yinling.oversight.settlement.actions import allot
from yinling.people.places.queries import villages_in
from yinling.people.providers.actions import (
    ProviderDetails,
    SiteDetails,
    register_provider,
    register_site,
    set_bank_account,
)
from yinling.people.providers.domain.uscc import check_character, organisation_check
from yinling.people.registry.models import Person
from yinling.project.demo.people import DIVISION
from yinling.project.environment import CHECKOUT

FOLDER = CHECKOUT / "demo"
FACILITIES = {
    "complexes_existing": ("community_care_complex", "综合为老服务中心"),
    "day_centres_existing": ("day_care_centre", "社区日间服务中心"),
    "meal_sites_existing": ("meal_point", "助餐点"),
}
LARGE_VISITS = 300
BUSY_TOWN_SHARE = 5  # people of the towns whose clerks may log in, so that there is something to do
NOTED = {"挂牌": "name_plate_only", "养老机构内": "inside_institution"}


@dataclass
class Cast:
    """Who acts in the demo, by log-in."""

    plan: dict[str, Any]
    at: datetime
    visits: int = 0  # of the present day, about
    actors: dict[str, Actor] = field(default_factory=dict)
    firms: list[int] = field(default_factory=list)

    @property
    def is_large(self) -> bool:
        """Whether it has more visits than two offices can carry."""
        return self.visits >= LARGE_VISITS

    @property
    def installer(self) -> Actor:
        """The one who sets the district up."""
        role = ROLES["administrator"]
        return Actor(None, "演示安装", role.code, permissions=role.permissions)


def read_plan(folder: Path = FOLDER) -> dict[str, Any]:
    """demo/district.yaml."""
    plan: dict[str, Any] = yaml.safe_load((folder / "district.yaml").read_text())
    return plan


def villages_settled(plan: dict[str, Any]) -> list[str]:
    """The district's villages, each as often as it has its share of the people."""
    villages = [area.code for area in villages_in(load_pack(settings.PACK).area)]
    busy = {entry["area"] for entry in plan["logins"] if entry["role"] == "town_clerk"}
    return villages + [code for code in villages if code[:9] in busy] * BUSY_TOWN_SHARE


def open_logins(cast: Cast, *, people: dict[str, int]) -> None:
    """Every log-in that is not open yet and whose person is known; `people` by part in the story."""
    for entry in cast.plan["logins"]:
        person = people.get(entry.get("person", ""))
        provider = entry.get("provider")
        waits = (entry["role"] == "older_person" and person is None) or (provider is not None and not cast.firms)
        if entry["username"] in cast.actors or waits:
            continue
        name = Person.objects.get(pk=person).name if person else entry["name"]
        user = open_user(
            username=entry["username"], name=name, password=cast.plan["password"],
            by=cast.installer, at=cast.at,
        )  # fmt: skip
        post = give_post(
            user_id=user.pk, role=entry["role"], valid_from=day_of(cast.at), by=cast.installer, at=cast.at,
            area=entry.get("area", ""), person_id=person,
            organisation_id=None if provider is None else cast.firms[provider],
        )  # fmt: skip
        cast.actors[user.username] = actor_for(Post.objects.select_related("user").get(pk=post.pk))


def register_firms(cast: Cast) -> None:
    """Adaptation firms with an account each, an organisation that assesses, a provider of care."""
    bureau = cast.actors["bureau"]
    area = load_pack(settings.PACK).area
    for entry in cast.plan["firms"]:
        if entry.get("large") and not cast.is_large:
            continue
        body = "91" + DIVISION + entry["organisation"] + organisation_check(entry["organisation"])
        code = body + check_character(body)
        kind = entry.get("kind", "adaptation_firm")
        details = ProviderDetails(entry["name"], code, kind, area, "演示联系人", "19900000000")
        firm = register_provider(details, by=bureau, at=cast.at)
        if "account" in entry:
            set_bank_account(
                provider_id=firm.pk, bank_name=entry["bank"], account_name=entry["name"],
                account_number=entry["account"], by=bureau, at=cast.at,
            )  # fmt: skip
        cast.firms.append(firm.pk)


@transaction.atomic
def register_facilities(cast: Cast) -> None:
    """The facilities that the document counts as existing, town by town; their names are invented."""
    table = load_decomposition(settings.PACK)
    for row in table.rows if table else ():
        for column, (kind, word) in FACILITIES.items():
            statuses = existing(row.figures.get(column) or 0, row.notes.get(column, ""))
            for number, status in enumerate(statuses, 1):
                details = SiteDetails(f"{row.printed}{word}{number}（演示）", kind, row.area, status, date(2021, 1, 1))
                register_site(details, by=cast.actors["bureau"], at=cast.at)


def existing(count: int, note: str) -> list[str]:
    """Statuses of `count` facilities: as many as the note speaks of (1家…; without a number all) have its status."""
    status = next((status for word, status in NOTED.items() if word in note), "")
    marked = 0 if not status else int(note[0]) if note[:1].isdigit() else count
    return [status] * marked + ["operating"] * (count - marked)


def fill_funds(cast: Cast) -> None:
    """Money of both levels, and the parameters that the documents leave open."""
    finance = cast.actors["finance"]
    for code, entry in cast.plan["funds"].items():
        allot(
            fund=code, amount_fen=parse_yuan(str(entry["yuan"])), source_document=entry["source"],
            received_on=day_of(cast.at), by=finance, at=cast.at,
        )  # fmt: skip
    for name, entry in cast.plan["parameters"].items():
        entered = enter_parameter(
            name=name, value=str(entry["value"]), valid_from=date(2021, 1, 1), source=entry["source"],
            by=cast.actors["bureau"], at=cast.at,
        )  # fmt: skip
        confirm_parameter(value_id=entered.pk, by=cast.actors["bureau2"], at=cast.at)


def is_built() -> bool:
    """Whether the demo district stands already."""
    return User.objects.filter(username="elder").exists()
