"""A small rule with every feature, and random cases for it: missing facts, missing parameters, shared limits."""

from datetime import date
from functools import cache
from typing import Any

from hypothesis import strategies as st

from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.definition import read_rule
from yinling.engines.rules.parameters import DatedValue, Parameter

FACTS = ("born", "on", "area", "poor", "alone", "income", "level", "cost", "home", "number")
ENTRY: dict[str, Any] = {
    "id": "sample",
    "name": "Sample",
    "clause": "S-1",
    "requirement": "S",
    "in_force": {"from": date(2021, 5, 1)},
    "dated_by": "on",
    "options": [
        {"id": "match", "question": "Q", "words": "w", "default": "full", "choices": {"full": "f", "half": "h"}},
        {"id": "share", "question": "Q", "words": "w", "default": "no", "choices": {"no": "n", "yes": "y"}},
    ],
    "conditions": [
        {"id": "started", "when": "on >= in_force_from", "words": "w", "clause": "S-1"},
        {"id": "here", "when": "in_area(area, '310118')", "words": "w", "clause": "S-1"},
        {"id": "old", "when": "age(born, on) >= 60", "words": "w", "clause": "S-1"},
        {"id": "poor", "when": "poor", "words": "w", "clause": "S-1"},
        {"id": "low", "when": "income < line", "words": "w", "clause": "S-1"},
        {"id": "frail", "when": "level in [2, 3] or not (level < 4)", "words": "w", "clause": "S-1"},
        {"id": "older", "when": "80 <= age(born, on) < 200 and alone", "words": "w", "clause": "S-1"},
    ],
    "eligibility": "started and here and old",
    "table": {
        "hit_policy": "max",
        "ranked_by": "percent",
        "share_best_row": {"per": "home", "when": "share == 'yes'"},
        "rows": [
            {"id": "weak", "when": "frail or older", "words": "w", "clause": "S-1", "values": {"percent": 40}},
            {"id": "poor", "when": "poor", "words": "w", "clause": "S-1", "values": {"percent": 100}},
            {"id": "low", "when": "low and not frail", "words": "w", "clause": "S-1", "values": {"percent": 50}},
        ],
    },
    "amounts": [
        {
            "id": "city",
            "is": "ratio(cost, percent, 100) if match == 'full' else ratio(cost, percent, 200)",
            "words": "w",
            "payer": "city",
            "public": True,
            "limit": {
                "id": "cap",
                "parameter": "cap",
                "per": "home",
                "order": ["on", "number"],
                "words": "w",
                "clause": "S-1",
            },
        },
        {"id": "town", "is": "min(city, cost - city)", "words": "w", "payer": "town", "public": True},
        {"id": "self", "is": "cost - city - town", "words": "w", "payer": "self"},
    ],
}
CAPS = (DatedValue(date(2021, 1, 1), 350000), DatedValue(date(2022, 6, 1), 400000))
CAP = Parameter("cap", "cap", "money", values=CAPS)
LINE = Parameter("line", "line", "money", values=(DatedValue(date(2021, 7, 1), 450000),))


@cache
def bound(policy: str = "max", match: str = "full", share: str = "no", line: Parameter = LINE) -> BoundRule:
    """The sample rule with its readings chosen."""
    table = {**ENTRY["table"], "hit_policy": policy}
    if policy != "max":
        del table["share_best_row"]
    rule = read_rule({**ENTRY, "table": table}, FACTS, ("cap", "line"))
    return bind(rule, {"cap": CAP, "line": line}, {"match": match, "share": share})


days = st.sampled_from(
    [date(2021, 4, 30), date(2021, 5, 1), date(2021, 7, 1), date(2022, 2, 28), date(2022, 3, 1), date(2023, 1, 9)]
)
births = st.sampled_from(
    [date(1940, 2, 29), date(1942, 2, 28), date(1942, 3, 1), date(1962, 3, 1), date(1980, 5, 5), date(1936, 2, 29)]
)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or unknown."""
    return st.one_of(st.none(), values, values, values)


def _case(known: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "born": known(births),
            "on": known(days),
            "area": known(st.sampled_from(["310118", "310118101", "31", "310101"])),
            "poor": known(st.booleans()),
            "alone": known(st.booleans()),
            "income": known(st.sampled_from([0, 449999, 450000, 900000])),
            "level": known(st.integers(0, 6)),
            "cost": known(st.one_of(st.integers(0, 2_000_001), st.sampled_from([0, 1, 300000, 400001]))),
            "home": known(st.sampled_from(["h1", "h2"])),
        }
    )


def _as_it_is(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return values


# Mostly granted and mostly complete, so that homes really share their limit; some with gaps everywhere.
granted = _case(_as_it_is).map(
    lambda case: {**case, "born": date(1940, 2, 29), "area": "310118", "on": max(case["on"], date(2021, 7, 1))}
)
cases = st.one_of(granted, granted, _case(_as_it_is), _case(maybe))

RATES = (DatedValue(date(2021, 6, 1), 12345), DatedValue(date(2022, 3, 1), 0), DatedValue(date(2022, 3, 2), 70000))
RATE = Parameter("rate", "rate", "money", values=RATES)
OPEN = Parameter("other", "other", "money")


def _named_row(row: dict[str, Any]) -> dict[str, Any]:
    extra = {"weak": {"extra": "rate"}, "poor": {"extra": 5}, "low": {"extra": "other", "more": "rate"}}
    return {**row, "values": {**row["values"], **extra[row["id"]]}}


@cache
def named_bound(policy: str, other: Parameter = OPEN) -> BoundRule:
    """The sample rule where rows name parameters: `weak` a dated one, `low` the dated one and `other`, `poor` none."""
    table = {**ENTRY["table"], "hit_policy": policy, "rows": [_named_row(row) for row in ENTRY["table"]["rows"]]}
    del table["share_best_row"]
    city = {**ENTRY["amounts"][0], "is": "min(cost, ratio(cost, percent, 300) + extra + more)"}
    entry = {**ENTRY, "table": table, "amounts": [city, *ENTRY["amounts"][1:]]}
    rule = read_rule(entry, FACTS, ("cap", "line", "rate", "other"))
    return bind(rule, {"cap": CAP, "line": LINE, "rate": RATE, "other": other})
