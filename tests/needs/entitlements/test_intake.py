"""Tables become columns: who lives on which day, and what is known of it."""

from datetime import date

import numpy as np
import pyarrow as pa

from yinling.gateways.policy.programmes import load_facts
from yinling.needs.entitlements.domain.intake import take_alone, take_in
from yinling.needs.entitlements.domain.sheets import Source


def _source(name: str, **columns: list[str | None]) -> Source:
    count = len(next(iter(columns.values())))
    arrays = {header: pa.array(cells, pa.string()) for header, cells in columns.items()}
    return Source(name, arrays, np.arange(2, 2 + count))


PEOPLE = _source("people.csv", 人员编号=["P1", "P2", "P3"], 死亡日期=["2026-02-10", None, "2026-02-31"])


def _known(column) -> list[bool | None]:
    values, known = np.broadcast_to(column.values, 4), np.broadcast_to(column.known, 4)
    return [bool(value) if is_known else None for value, is_known in zip(values, known, strict=True)]


def test_live_up_to_the_day_of_death():
    facts = load_facts()
    on_the_day = take_alone(PEOPLE, "person", date(2026, 2, 10), facts, {})
    after = take_alone(PEOPLE, "person", date(2026, 2, 11), facts, {})
    assert on_the_day.facts["alive"].values.tolist() == [True, True]
    assert after.facts["alive"].values.tolist() == [False, True]
    assert [(reject.row, reject.field) for reject in after.rejects] == [(4, "deceased_on")]
    assert "deceased_on" not in after.facts


def test_ask_who_lives_on_the_day_of_each_request():
    requests = _source(
        "requests.csv",
        request_id=["R1", "R2", "R3", "R4"],
        person_id=["P1", "P1", "P1", "P2"],
        applied_on=["2026-02-10", "2026-02-11", None, None],
        cost_yuan=["1", "1", "1", "1"],
    )
    intake = take_in(PEOPLE, requests, load_facts(), {})
    assert _known(intake.facts["alive"]) == [True, False, None, True]
    everybody = take_in(PEOPLE, requests, load_facts(), {}, on=date(2026, 2, 11))
    assert _known(everybody.facts["alive"]) == [False, False, False, True]


def test_take_everybody_for_alive_where_no_day_of_death_is_told():
    people = _source("people.csv", person_id=["P1", "P2"])
    intake = take_alone(people, "person", date(2026, 2, 10), load_facts(), {})
    assert (intake.facts["alive"].values, intake.facts["alive"].known) == (True, True)
    assert intake.facts["on"].values == 20260210
