"""A town with two clerks, a bureau with two reviewers, an older person, and a case anywhere on its way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from stdnum.iso7064 import mod_11_2

from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import SHANGHAI
from yinling.needs.casework import actions
from yinling.needs.casework.queries.cases import case_line
from yinling.people.registry import actions as registry

TOWN, OTHER_TOWN = "310118001", "310118002"
VILLAGE = "310118001001"
START = datetime(2021, 6, 7, 9, tzinfo=SHANGHAI)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
ANSWERS = {
    "confirmed": True, "channel": "town_window", "phone": "13800000000", "wishes": "卫生间装扶手",
    "living_with": "alone", "housing": "own",
}  # fmt: skip


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
        ("310118", "青浦区", "county", ""),
        (TOWN, "甲街道", "town", "310118"),
        (OTHER_TOWN, "乙镇", "town", "310118"),
        (VILLAGE, "一居委", "village", TOWN),
    ]:
        area.objects.create(code=code, name=name, level=level, parent=parent, valid_from=date(2009, 1, 1))


@pytest.fixture
def new_person(places):
    """Registers a person; facts by keyword over those of a poor woman of 82."""
    registry.open_known_sources()
    sequence = count(10)

    def register(name="金阿婆", birth="19390501", **values):
        body = f"999999{birth}{next(sequence):03d}"
        known = {
            "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}", "registered_area": VILLAGE,
            "residence_area": VILLAGE, "household_id": "H-1", "minimum_living": True, **values,
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
def clerk(act):
    return act("经办甲", "town_clerk", area=TOWN)


@pytest.fixture
def other_clerk(act):
    return act("经办乙", "town_clerk", area=TOWN)


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
def elder(act, person):
    return act("金阿婆本人", "older_person", person_id=person.pk)


@dataclass
class Story:
    """One case and those who act on it; each verb takes the next day."""

    case_id: int
    elder: Actor
    clerk: Actor
    bureau: Actor
    clock: Clock

    @property
    def state(self) -> str:
        return case_line(self.case_id).state

    def submit(self):
        actions.save_draft(case_id=self.case_id, answers=ANSWERS, by=self.elder, at=self.clock.now)
        return actions.submit(case_id=self.case_id, by=self.elder, at=self.clock.now)

    def accept(self):
        return actions.accept(case_id=self.case_id, by=self.clerk, at=self.clock.later())

    def quote(self, yuan=3000):
        return actions.record_cost(case_id=self.case_id, cost_fen=yuan * 100, by=self.elder, at=self.clock.later())

    def check(self, opinion="grant", reason=""):
        return actions.check(case_id=self.case_id, opinion=opinion, reason=reason, by=self.clerk, at=self.clock.later())

    def decide(self, decision="grant", reason=""):
        return actions.decide(
            case_id=self.case_id, decision=decision, reason=reason, by=self.bureau, at=self.clock.later()
        )

    def publish(self):
        return actions.publish_notice(case_ids=[self.case_id], by=self.bureau, at=self.clock.later())

    def until(self, state):
        """Walks the granted way as far as a state."""
        for verb, reached in [
            (self.submit, "submitted"), (self.accept, "accepted"), (self.quote, "determined"),
            (self.check, "checked"), (self.decide, "granted"), (self.publish, "noticed"),
        ]:  # fmt: skip
            verb()
            assert self.state == reached
            if reached == state:
                return self
        raise AssertionError(state)


@pytest.fixture
def story(elder, person, clerk, bureau, clock):
    case = actions.start_draft(person_id=person.pk, by=elder, at=clock.now)
    return Story(case.pk, elder, clerk, bureau, clock)
