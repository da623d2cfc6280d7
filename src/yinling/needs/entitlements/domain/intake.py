"""From files to fact columns: requests with their people, or people, providers or staff alone on a day."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yinling.engines.rules.columns import Column
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.functions import day_number
from yinling.engines.rules.values import AreaNames
from yinling.needs.entitlements.domain.sheets import (
    COMPUTED,
    Reject,
    Sheet,
    Source,
    columns_of,
    kept,
    number_alike,
    refuse_repeats,
    sheet_of,
    taken,
)

PERSON, REQUEST = "person_id", "request_id"
ALONE = {"person": PERSON, "household": PERSON, "provider": "provider_id", "staff": "staff_id"}
TOLD_BY = {"person": ("person", "household"), "provider": ("provider",), "staff": ("staff", "provider")}
THREADS = 4
REQUIRED_OF_REQUESTS = ("applied_on", "cost_yuan")
# Nobody asks a rule about it: it tells whether somebody lives on a day. Without it everybody does.
DEATH = Fact("deceased_on", "死亡日期", "date", COMPUTED)


@dataclass
class Intake:
    """What is to be decided: `facts` by name; `ids` by name, in the order of the rows decided."""

    facts: dict[str, Column]
    ids: dict[str, pa.Array]
    rejects: list[Reject]
    notes: list[str]

    def __len__(self) -> int:
        return len(next(iter(self.ids.values())))


def take_in(
    people: Source,
    requests: Source,
    facts: Mapping[str, Fact],
    areas: AreaNames,
    *,
    on: date | None = None,
    required: Sequence[str] = REQUIRED_OF_REQUESTS,
) -> Intake:
    """Parse both tables, join them by person, set faulty rows aside. Raises MissingColumn.

    Facts are those of the day `on`; without it, of the day of each request.
    """
    notes: list[str] = []
    person_facts = [*_about(facts, TOLD_BY["person"], PERSON), DEATH]
    request_facts = _about(facts, ("request",), REQUEST, PERSON)
    of_people = sheet_of(people, person_facts, (PERSON,), (), notes)
    of_requests = sheet_of(requests, request_facts, (REQUEST, PERSON), required, notes)
    # Arrow and NumPy work outside the interpreter's lock: two threads halve the wait.
    with ThreadPoolExecutor(THREADS) as pool:
        numbered = pool.submit(number_alike, of_people.texts[PERSON], of_requests.texts[PERSON])
        own = pool.submit(number_alike, of_requests.texts[REQUEST])
        known_people = columns_of(of_people, person_facts, areas, pool)
        known_requests = columns_of(of_requests, request_facts, areas, pool)
        (persons, named), (requested,) = numbered.result(), own.result()
    refuse_repeats(of_people, "人员编号", persons)
    refuse_repeats(of_requests, "申请编号", requested)
    positions = _join(of_people, of_requests, persons, named)
    rows = np.flatnonzero(~of_requests.bad)
    columns = {name: taken(column, rows) for name, column in known_requests.items()}
    columns |= {name: taken(column, positions[rows]) for name, column in known_people.items()}
    return Intake(
        facts=_computed(columns, Column(day_number(on)) if on else columns.get("applied_on")),
        ids={name: kept(of_requests, name) for name in (REQUEST, PERSON)},
        rejects=sorted(of_people.rejects) + sorted(of_requests.rejects),
        notes=notes,
    )


def take_alone(source: Source, subject: str, on: date, facts: Mapping[str, Fact], areas: AreaNames) -> Intake:
    """Parse a table of people, providers or staff to be decided on a day. Raises MissingColumn."""
    notes: list[str] = []
    own = ALONE[subject]
    asked = _about(facts, TOLD_BY.get(subject, TOLD_BY["person"]), own)
    asked += [DEATH] if own == PERSON else []
    sheet = sheet_of(source, asked, (own,), (), notes)
    with ThreadPoolExecutor(THREADS) as pool:
        columns = columns_of(sheet, asked, areas, pool)
    refuse_repeats(sheet, facts[own].label, number_alike(sheet.texts[own])[0])
    rows = np.flatnonzero(~sheet.bad)
    columns = {name: taken(column, rows) for name, column in columns.items()}
    return Intake(
        _computed(columns, Column(day_number(on))), {own: kept(sheet, own)}, sorted(sheet.rejects), notes
    )  # fmt: skip


def _about(facts: Mapping[str, Fact], about: Sequence[str], *ids: str) -> list[Fact]:
    return [fact for fact in facts.values() if fact.about in about or fact.name in ids]


def _computed(columns: dict[str, Column], on: Column | None) -> dict[str, Column]:
    """The columns with the day and, where people are told of, who lives on it: the day of death included."""
    if on is None:
        return columns
    death = columns.pop(DEATH.name, None)
    if death is None:
        return {**columns, "on": on}
    lives = np.asarray(on.values <= death.values) | ~np.asarray(death.known)
    known = np.asarray(on.known) | ~np.asarray(death.known)  # who is not known to have died lives on any day
    return {**columns, "on": on, "alive": Column(lives if lives.ndim else bool(lives), known)}


def _join(
    people: Sheet, requests: Sheet, persons: npt.NDArray[np.int32], named: npt.NDArray[np.int32]
) -> npt.NDArray[np.int64]:
    """The row of each request's person; requests without a usable person are refused."""
    rows = np.full(max(persons.max(initial=-1), named.max(initial=-1)) + 2, -1, dtype=np.int64)
    rows[persons] = np.arange(len(persons))
    rows[-1] = -1  # where the last place stands for “no id”
    positions = rows[named]
    texts = requests.texts[PERSON]
    for row in np.flatnonzero(positions < 0):
        unknown = f"人员表中没有人员编号“{texts[int(row)]}”"
        requests.refuse(int(row), PERSON, "没有填写人员编号" if named[row] < 0 else unknown)
    is_bad = people.bad[positions] if len(people.bad) else np.zeros(len(positions), dtype=bool)
    for row in np.flatnonzero(is_bad & (positions >= 0)):
        at = int(people.source.rows[positions[row]])
        reason = f"人员编号“{texts[int(row)]}”在人员表中的数据有误（第 {at} 行），未予决定"
        requests.refuse(int(row), PERSON, reason)
    return np.maximum(positions, 0)
