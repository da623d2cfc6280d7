"""A town, a bureau, four assessors of two organisations, an older person, and an assessment on its way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from stdnum.iso7064 import mod_11_2

from yinling.foundation.access.domain.roles import ROLES
from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import SHANGHAI
from yinling.needs.assessment import actions
from yinling.people.registry import actions as registry

TOWN, OTHER_TOWN = "310118001", "310118002"
VILLAGE = "310118001001"
START = datetime(2025, 3, 3, 9, tzinfo=SHANGHAI)
SCALE = "gbt42195-2022"
HOME_AGENCY, OTHER_AGENCY = 71, 72
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
CALM = {"coma": False, "dementia_or_mental": False, "incidents_30d": 0}


@dataclass
class Clock:
    """Moves on only when told."""

    now: datetime = START

    def later(self, days: int = 1) -> datetime:
        self.now += timedelta(days=days)
        return self.now


@pytest.fixture(autouse=True)
def _documents_in_a_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def act(db):
    """Opens a log-in with one post and gives its actor."""
    users, posts = apps.get_model("access.User"), apps.get_model("access.Post")

    def open_one(name, role, *, area="", person_id=None, organisation_id=None):
        user = users.objects.create(username=name, name=name)
        posts.objects.create(
            user=user, role=role, area=area, person_id=person_id, organisation_id=organisation_id,
            valid_from=date(2021, 1, 1),
        )  # fmt: skip
        return Actor(
            user.pk, name, role, area=area if ROLES[role].scope == "area" else "-", person_id=person_id,
            organisation_id=organisation_id, permissions=ROLES[role].permissions,
        )  # fmt: skip

    return open_one


@pytest.fixture
def places(db):
    area = apps.get_model("places.Area")
    for code, name, level, parent in [
        ("310118", "某区", "county", ""),
        (TOWN, "甲街道", "town", "310118"),
        (OTHER_TOWN, "乙镇", "town", "310118"),
        (VILLAGE, "一居委", "village", TOWN),
    ]:
        area.objects.create(code=code, name=name, level=level, parent=parent, valid_from=date(2009, 1, 1))


@pytest.fixture
def new_person(places):
    """Registers a person; facts by keyword."""
    registry.open_known_sources()
    sequence = count(10)

    def register(name="金阿婆", birth="19390501", **values):
        body = f"999999{birth}{next(sequence):03d}"
        known = {
            "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}", "registered_area": VILLAGE,
            "residence_area": VILLAGE, **values,
        }  # fmt: skip
        return registry.register_person(
            registry.PersonDetails(name, body + mod_11_2.calc_check_digit(body), known, source="民政局"),
            by=machine("test"),
            at=START - timedelta(days=30),
        )

    return register


@pytest.fixture
def person(new_person):
    return new_person()


@pytest.fixture
def elder(act, person):
    return act("金阿婆", "older_person", person_id=person.pk)


@pytest.fixture
def clerk(act):
    return act("经办甲", "town_clerk", area=TOWN)


@pytest.fixture
def stranger(act):
    return act("外镇经办", "town_clerk", area=OTHER_TOWN)


@pytest.fixture
def bureau(act):
    return act("审核甲", "bureau_reviewer", area="310118")


@pytest.fixture
def other_bureau(act):
    return act("审核乙", "bureau_reviewer", area="310118")


@pytest.fixture
def new_assessor(act, bureau):
    numbers = count(1)

    def register(name, *, until=date(2030, 12, 31), organisation_id=HOME_AGENCY):
        actor = act(name, "assessor", organisation_id=organisation_id)
        certificate = actions.Certificate(f"C{next(numbers):04d}", "三级", date(2020, 1, 1), until, organisation_id)
        actions.register_assessor(user_id=actor.user_id, certificate=certificate, by=bureau, at=START)
        return actor

    return register


@pytest.fixture
def assessors(new_assessor):
    return new_assessor("评估甲"), new_assessor("评估乙")


@pytest.fixture
def others(new_assessor):
    return new_assessor("评估丙", organisation_id=OTHER_AGENCY), new_assessor("评估丁", organisation_id=OTHER_AGENCY)


def best_answers(scale=SCALE):
    return {item.id: item.scores[-1] for item in load_scale(scale).items}


def worse(points, scale=SCALE):
    """Answers that miss the best total by so many points."""
    answers = best_answers(scale)
    for item in load_scale(scale).items:
        taken = min(points, item.scores[-1])
        answers[item.id] -= taken
        points -= taken
    return answers


class Story:
    """Leads an assessment to its end."""

    def __init__(self, person, clerk, bureau, assessors, clock):
        self.person, self.clerk, self.bureau, self.pair, self.clock = person, clerk, bureau, assessors, clock

    def assigned(self, **kwargs):
        row = actions.request(
            person_id=self.person.pk, reason="first", by=self.clerk, at=self.clock.now, **kwargs
        )  # fmt: skip
        actions.accept(assessment_id=row.pk, by=self.clerk, at=self.clock.later())
        return self.assign(row)

    def assign(self, row, pair=None, by=None):
        users = tuple(each.user_id for each in pair or self.pair)
        return actions.assign(assessment_id=row.pk, assessors=users, by=by or self.clerk, at=self.clock.now)

    def filled(self, row, answers=None, circumstances=None, pair=None, key="k1"):
        sheet = actions.Sheet(key, row.version, answers or worse(30), {**CALM, **(circumstances or {})})
        by = (pair or self.pair)[0]
        return actions.save_answers(assessment_id=row.pk, sheet=sheet, by=by, at=self.clock.later())

    def signed(self, row, version, pair=None):
        first, second = pair or self.pair
        assert actions.sign(assessment_id=row.pk, version=version, by=first, at=self.clock.now) is None
        return actions.sign(assessment_id=row.pk, version=version, by=second, at=self.clock.now)

    def completed(self, answers=None, circumstances=None, **kwargs):
        row = self.assigned(**kwargs)
        if kwargs.get("scale") not in (None, SCALE):
            sheet = actions.Sheet("k1", 0, answers, {})
            version = actions.save_answers(assessment_id=row.pk, sheet=sheet, by=self.pair[0], at=self.clock.now)
        else:
            version = self.filled(row, answers, circumstances)
        return self.signed(row, version)


@pytest.fixture
def story(person, clerk, bureau, assessors, clock):
    return Story(person, clerk, bureau, assessors, clock)
