"""The invented district: people with one roster's facts, households next to each other, all enrolled in everything."""

import json
from datetime import UTC, date, datetime

import numpy as np
from django.db import connection

from benchmarks.cycles.pack import PACK
from benchmarks.rules.elders import HOUSEHOLD_SHARES, HOUSEHOLD_SIZES
from yinling.gateways.policy.programmes import programme_ids
from yinling.gateways.sealing import seal
from yinling.gateways.storing import insert_lines
from yinling.needs.enrolments.models import Enrolment, EnrolmentStep
from yinling.people.registry.models import Household, HouseholdMembership, Person, Statement
from yinling.people.rosters.models import Source

SEED = 20260101
AT = datetime(2025, 12, 1, tzinfo=UTC).isoformat()
REPORTED, SINCE = "2025-12-01", "2026-01-01"
PEOPLE_AT_ONCE = 10_000
# Whoever is enrolled mostly has what the programme asks for: about half of all pairs are given something.
TOLD = {
    "destitute": 0.3, "minimum_living": 0.4, "low_income": 0.4, "ltci_insured": 0.97, "childless": 0.3,
    "living_alone": 0.3, "all_elderly_household": 0.5, "severe_disability": 0.6, "dementia": 0.5, "special_family": 0.6,
    "privileged": 0.5, "in_institution": 0.05, "in_hospital": 0.03, "wants_central_support": 0.8,
    "cared_by_family": 0.7, "home_owner": 0.4, "had_adaptation": 0.1,
}  # fmt: skip


def build(count: int) -> None:
    """Fills an empty, migrated database with `count` people; the same for the same count."""
    random = np.random.default_rng(SEED)
    source, _ = Source.objects.get_or_create(name="测速名册", defaults={"priority": 10})
    sizes = random.choice(HOUSEHOLD_SIZES, size=count, p=HOUSEHOLD_SHARES)
    homes = np.repeat(np.arange(1, count + 1), sizes)[:count].tolist()
    names = programme_ids(PACK)
    insert_lines(Household, ("id", "number"), [(home, f"H{home:07}") for home in range(1, homes[-1] + 1)])
    for start in range(0, count, PEOPLE_AT_ONCE):
        people = range(start + 1, min(start + PEOPLE_AT_ONCE, count) + 1)
        _people(people, homes, source.pk, random)
        _enrolments(people, names)
    _count_on(Person, HouseholdMembership, Household, Statement, Enrolment, EnrolmentStep)


def _people(people: range, homes: list[int], source: int, random: np.random.Generator) -> None:
    persons, memberships, statements = [], [], []
    for person, facts in zip(people, _facts(random, len(people)), strict=True):
        area = facts["registered_area"]
        persons.append((person, f"虚构{person}", "female", facts["birth_date"], area, area, "", "", "", AT))
        memberships.append((person, homes[person - 1], REPORTED))
        private = seal(json.dumps({"bank_account": f"6222{person:015}"}), context="registry.statement.private")
        values = json.dumps(facts | {"household_id": f"H{homes[person - 1]:07}"})
        statements.append((person, source, REPORTED, values, private, "", "", "测速", AT))
    columns = ("id", "name", "sex", "birth_date", "area", "registered_area", "phone_masked", "phone_index", "match_key",
               "registered_at")  # fmt: skip
    insert_lines(Person, columns, persons)
    insert_lines(HouseholdMembership, ("person_id", "household_id", "valid_from"), memberships)
    columns = ("person_id", "source_id", "reported_on", "values", "private", "row_key", "reason", "by_name", "at")
    insert_lines(Statement, columns, statements)


def _facts(random: np.random.Generator, count: int) -> list[dict[str, object]]:
    born = np.datetime64("1922-01-01") + random.integers(0, 42 * 365, count).astype("m8[D]")
    towns = random.integers(1, 12, count).tolist()
    flags = {name: (random.random(count) < share).tolist() for name, share in TOLD.items()}
    grades = {"care_level": 6, "ability_grade": 4, "ltci_grade": 5}
    drawn = {name: np.minimum(random.geometric(0.3, count), most).tolist() for name, most in grades.items()}
    income = (random.integers(0, 300, count) * 2_000).tolist()
    return [
        {
            "birth_date": str(born[at]), "registered_area": f"990101{towns[at]:03}001",
            "monthly_income_yuan": income[at],
            **{name: values[at] for name, values in flags.items()},
            **{name: values[at] for name, values in drawn.items()},
        }
        for at in range(count)
    ]  # fmt: skip


def _enrolments(people: range, names: list[str]) -> None:
    pairs = [
        ((person - 1) * len(names) + place + 1, person, name) for person in people for place, name in enumerate(names)
    ]
    columns = ("id", "person_id", "pack", "programme", "state", "reason", "since")
    lines = [(number, person, PACK, name, "enrolled", "automatic", SINCE) for number, person, name in pairs]
    insert_lines(Enrolment, columns, lines)
    steps = [(number, "enrol", "automatic", SINCE, "", "测速", AT) for number, _, _ in pairs]
    insert_lines(EnrolmentStep, ("enrolment_id", "verb", "reason", "effective_on", "note", "by_name", "at"), steps)


def _count_on(*models: type) -> None:
    """Numbers given here must not be given again: PostgreSQL counts apart from what a table holds."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def change(share: float, count: int, on: date) -> int:
    """What the next month learns late: a death, a higher level or another income for a share of the people."""
    random = np.random.default_rng(SEED + 1)
    chosen = sorted(random.choice(np.arange(1, count + 1), size=max(1, int(count * share)), replace=False).tolist())
    source = Source.objects.get(name="测速名册")
    told = [
        {"deceased_on": "2026-01-20"}, {"care_level": 4}, {"monthly_income_yuan": 100_000}, {"ltci_grade": 5},
    ]  # fmt: skip
    at = datetime(2026, 1, 25, tzinfo=UTC).isoformat()
    lines = [
        (person, source.pk, on.isoformat(), json.dumps(told[place % len(told)]), "", "", "", "测速", at)
        for place, person in enumerate(chosen)
    ]
    columns = ("person_id", "source_id", "reported_on", "values", "private", "row_key", "reason", "by_name", "at")
    insert_lines(Statement, columns, lines)
    return len(lines)
