"""Grades kept, replaced, run out; and what the register knows of them on any day."""

from datetime import date, datetime

import pytest
from django.apps import apps

from yinling.gateways.policy.scales import load_scale
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import SHANGHAI
from yinling.needs.grades import actions, queries
from yinling.people.registry import actions as registry
from yinling.people.registry.queries import facts_of

BY = machine("test")
AT = datetime(2025, 3, 3, 9, tzinfo=SHANGHAI)


@pytest.fixture
def new_person(db):
    registry.open_known_sources()

    def register(name):
        people = apps.get_model("registry.Person").objects
        return people.create(name=name, birth_date=date(1939, 5, 1), area="310118001", registered_at=AT)

    return register


@pytest.fixture
def person(new_person):
    return new_person("金阿婆")


def given(person, grade, since, until, *, scale="shanghai-2.0", at=AT):
    days = (date.fromisoformat(since), date.fromisoformat(until))
    kept = actions.Given(person.pk, load_scale(scale), grade, *days, organisation="某机构", report_document_id=1)
    return actions.give(kept, by=BY, at=at)


def level(person, day):
    return facts_of(person.pk, on=date.fromisoformat(day))["care_level"]


def run_out(day):
    return actions.expire(by=BY, at=datetime.combine(date.fromisoformat(day), AT.timetz()))


def test_replace_the_grade_before_from_its_day(person):
    first = given(person, 2, "2024-01-01", "2026-01-01")
    given(person, 4, "2025-01-01", "2027-01-01")
    assert [level(person, day) for day in ("2023-12-31", "2024-12-31", "2025-01-01")] == [None, 2, 4]
    assert (first.ending.kind, first.ending.on) == ("superseded", date(2025, 1, 1))
    assert run_out("2026-06-01") == 0
    assert [queries.levels_of(person.pk, on=date(year, 6, 1))[0].grade for year in (2024, 2025)] == [2, 4]


def test_keep_a_later_grade_when_an_older_report_comes_in_and_runs_out(person):
    given(person, 4, "2025-01-01", "2027-01-01")
    given(person, 2, "2024-01-01", "2026-01-01")
    assert level(person, "2025-06-01") == 4
    assert run_out("2026-01-01") == 1
    assert level(person, "2026-01-01") == 4
    assert run_out("2027-02-01") == 1
    assert [level(person, day) for day in ("2026-12-31", "2027-01-01")] == [4, None]


def test_let_a_grade_run_out_on_its_day_however_late_the_job_comes(person):
    given(person, 3, "2024-01-01", "2025-01-01")
    assert level(person, "2025-02-01") == 3  # the job has not run yet
    assert run_out("2025-03-03") == 1
    assert run_out("2025-03-03") == 0
    assert [level(person, day) for day in ("2024-12-31", "2025-01-01")] == [3, None]


def test_keep_scales_apart(person):
    given(person, 3, "2024-01-01", "2026-01-01")
    given(person, 1, "2024-06-01", "2026-01-01", scale="gbt42195-2022")
    facts = facts_of(person.pk, on=date(2025, 1, 1))
    assert (facts["care_level"], facts["ability_grade"], facts["ltci_grade"]) == (3, 1, None)
    assert [line.scale for line in queries.levels_of(person.pk, on=date(2025, 1, 1))] == [
        "gbt42195-2022",
        "shanghai-2.0",
    ]


def test_follow_the_person_into_whom_another_was_merged(person, new_person):
    twin = new_person("金阿婆")
    given(twin, 3, "2024-01-01", "2026-01-01")
    apps.get_model("registry.Person").objects.filter(pk=twin.pk).update(merged_into=person)
    assert queries.levels_of(person.pk, on=date(2025, 1, 1))[0].grade == 3
    given(person, 5, "2025-01-01", "2027-01-01")
    assert run_out("2026-01-01") == 1
    assert level(person, "2026-01-01") == 5


def test_show_grades_to_nobody_without_business(person):
    given(person, 3, "2024-01-01", "2026-01-01")
    firm = Actor(1, "某人", "adaptation_firm", organisation_id=1, permissions=frozenset({"adaptation.work"}))
    assert queries.level_lines(person.pk, actor=firm, on=date(2025, 1, 1)) == []
    assert queries.level_lines(person.pk, actor=BY, on=date(2025, 1, 1))[0].grade == 3
