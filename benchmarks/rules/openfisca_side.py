"""The same rule in OpenFisca-core; runs in its own environment, is never imported by the product.

`python openfisca_side.py FOLDER KIND OUT` reads people and requests, writes OUT (KIND csv, parquet or bare), or
measures in memory (KIND memory or built) or for one person (KIND one); prints seconds and peak memory as JSON.
The data are complete: OpenFisca has no word for unknown.
"""

import copy
import datetime
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2021-05"
START = np.datetime64("2021-05-01")
REPEATS = 5
ONE_PERSON_REPEATS = 200
TIERS = ("", "minimum_living", "low_income", "eighty_below_average_pension", "care_need")
FLAGS = ("minimum_living", "low_income", "childless", "living_alone", "all_elderly_household")
CONDITIONS = (
    "applied_in_force", "registered_here", "applicant_age", "minimum_living", "low_income", "aged_eighty",
    "below_average_pension", "care_level_reached", "childless", "very_old", "living_alone", "all_elderly_household",
)  # fmt: skip
ANSWERS = ("tier", "municipal", "district", "resident")

Person = build_entity("person", "persons", "", is_person=True)
Household = build_entity("household", "households", "", roles=[{"key": "member"}])
PARAMETERS = {
    "applicant_age_min": 60, "eighty": 80, "very_old_age": 80, "care_level_min": 2,
    "average_pension": 450_000, "cap": 350_000,
}  # fmt: skip


def _parameters() -> ParameterNode:
    values = {name: {"values": {"2020-11-01": {"value": value}}} for name, value in PARAMETERS.items()}
    return ParameterNode("", data=values)


def _input(name: str, kind: type) -> type[Variable]:
    return type(name, (Variable,), {"value_type": kind, "entity": Person, "definition_period": MONTH})


def _computed(name: str, kind: type, formula) -> type[Variable]:
    return type(
        name, (Variable,), {"value_type": kind, "entity": Person, "definition_period": MONTH, "formula": formula}
    )


def _age(person, period, parameters):
    birth, on = person("birth_date", period), person("applied_on", period)
    years = on.astype("datetime64[Y]").astype(int) - birth.astype("datetime64[Y]").astype(int)
    return years - (_month_and_day(on) < _month_and_day(birth))


def _month_and_day(day):
    month = day.astype("datetime64[M]")
    return month.astype(int) % 12 * 32 + (day - month).astype(int)


def _tier(person, period, parameters):
    held = {name: person(name, period) for name in CONDITIONS}
    eligible = held["applied_in_force"] & held["registered_here"] & held["applicant_age"]
    care = held["care_level_reached"] | held["childless"] | (held["very_old"] & held["living_alone"])
    return eligible * np.select(
        [
            held["minimum_living"],
            held["low_income"],
            held["aged_eighty"] & held["below_average_pension"],
            care | held["all_elderly_household"],
        ],
        [1, 2, 3, 4],
        0,
    )


def _municipal(person, period, parameters):
    percent = np.array([0, 100, 80, 50, 40])[person("tier", period)]
    wanted = (person("cost", period) * percent + 50) // 100
    household, cap = person.simulation.populations["household"], parameters(period).cap
    order = person("applied_on", period).astype(int) * len(wanted) + person("request_order", period)
    rank = person.get_rank(household, order)
    given, used = np.zeros_like(wanted), np.zeros(household.count, dtype=np.int64)
    for place in range(int(rank.max()) + 1):
        here = np.where(rank == place, np.minimum(wanted, cap - household.project(used)), 0)
        given += here
        used += household.sum(here).astype(np.int64)
    return given


def _district(person, period, parameters):
    municipal = person("municipal", period)
    return np.minimum(municipal, person("cost", period) - municipal)


def _resident(person, period, parameters):
    return person("cost", period) - person("municipal", period) - person("district", period)


def _at_least(name: str, parameter: str):
    return lambda person, period, parameters: person(name, period) >= parameters(period)[parameter]


def system() -> TaxBenefitSystem:
    """The rule as a tax and benefit system."""
    found = TaxBenefitSystem([Person, Household])
    inputs = {"birth_date": datetime.date, "applied_on": datetime.date, "area": int, "income": int}
    inputs |= {"care_level": int, "cost": int, "request_order": int, **dict.fromkeys(FLAGS, bool)}
    formulas = {
        "age": (int, _age),
        "applied_in_force": (bool, lambda person, period, p: person("applied_on", period) >= START),
        "registered_here": (bool, lambda person, period, p: person("area", period) == 310118),
        "applicant_age": (bool, _at_least("age", "applicant_age_min")),
        "aged_eighty": (bool, _at_least("age", "eighty")),
        "very_old": (bool, _at_least("age", "very_old_age")),
        "below_average_pension": (bool, lambda person, period, p: person("income", period) < p(period).average_pension),
        "care_level_reached": (bool, _at_least("care_level", "care_level_min")),
        "tier": (int, _tier),
        "municipal": (int, _municipal),
        "district": (int, _district),
        "resident": (int, _resident),
    }
    found.add_variables(*(_input(name, kind) for name, kind in inputs.items()))
    found.add_variables(*(_computed(name, kind, formula) for name, (kind, formula) in formulas.items()))
    found.parameters = _parameters()
    return found


def read(folder: Path, kind: str) -> dict:
    """Both files, joined and parsed into arrays, in the order of the requests."""
    load = pq.read_table if kind == "parquet" else _read_csv
    people, requests = (load(folder / f"{name}.{kind}") for name in ("people", "requests"))
    people = people.take(pc.index_in(requests["person_id"], value_set=people["person_id"].combine_chunks()))
    columns = {name: (pc.equal(people[name], "是")).to_numpy() for name in FLAGS}
    return columns | {
        "request_id": requests["request_id"],
        "household": people["household_id"].combine_chunks().dictionary_encode(),
        "birth_date": _days(people["birth_date"]),
        "applied_on": _days(requests["applied_on"]),
        "area": pc.cast(pc.utf8_slice_codeunits(people["registered_area"], 0, 6), pa.int64()).to_numpy(),
        "income": _cents(people["monthly_income_yuan"]),
        "care_level": pc.cast(people["care_level"], pa.int64()).to_numpy(),
        "cost": _cents(requests["cost_yuan"]),
        "request_order": np.argsort(np.argsort(requests["request_id"].to_numpy())),
    }


def _read_csv(path: Path) -> pa.Table:
    header = path.open(encoding="utf-8").readline().strip().replace('"', "").split(",")
    options = pa_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    return pa_csv.read_csv(path, convert_options=options)


def _days(texts) -> np.ndarray:
    return pc.cast(texts, pa.date32()).to_numpy().astype("datetime64[D]")


def _cents(texts) -> np.ndarray:
    return np.rint(pc.cast(texts, pa.float64()).to_numpy() * 100).astype(np.int64)


def simulation(rules: TaxBenefitSystem, columns: dict):
    """Persons in their households, without values yet."""
    builder = SimulationBuilder()
    builder.create_entities(rules)
    household = columns["household"]
    codes = household.indices.to_numpy()
    builder.declare_person_entity("person", np.arange(len(codes)))
    homes = builder.declare_entity("household", np.arange(len(household.dictionary)))
    builder.join_with_persons(homes, codes, ["member"] * len(codes))
    return builder.build(rules)


def calculate(found, columns: dict) -> dict:
    """Set every input, calculate every answer and every condition."""
    for name in ("birth_date", "applied_on", "area", "income", "care_level", "cost", "request_order", *FLAGS):
        found.set_input(name, PERIOD, columns[name])
    return {name: found.calculate(name, PERIOD) for name in (*ANSWERS, *CONDITIONS)}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _file_to_file(folder: Path, kind: str, out: Path) -> None:
    """From files to a file: `bare` writes a column per condition, the others the reasons that the product writes."""
    columns = read(folder, "csv" if kind == "csv" else "parquet")
    answers = calculate(simulation(system(), columns), columns)
    tiers = pa.DictionaryArray.from_arrays(pa.array(answers["tier"], pa.int32()), pa.array(TIERS))
    table = {"request_id": columns["request_id"], "tier": tiers}
    table |= {name: pa.array(answers[name]) for name in ANSWERS[1:]}
    if kind == "bare":
        table |= {name: pa.array(answers[name]) for name in CONDITIONS}
    else:
        table["reasons"] = _reasons(folder, answers)
    if kind == "csv":
        table["tier"] = tiers.cast(pa.string())
        pa_csv.write_csv(pa.table(table), out)
    else:
        pq.write_table(pa.table(table), out)


def _reasons(folder: Path, answers: dict) -> pa.Array:
    """The product's reasons, put together column by column."""
    texts = json.loads((folder / "conditions.json").read_text(encoding="utf-8"))
    parts = []
    for name in CONDITIONS:
        words = [_fragment(texts[name], value) for value in ("true", "false")]
        parts.append(pc.if_else(pa.array(answers[name]), *words))
    inner = pc.binary_join_element_wise(*parts, ",")
    return pc.binary_join_element_wise("[", inner, "]", "")


def _fragment(text: dict, value: str) -> str:
    return json.dumps({**text, "value": value}, ensure_ascii=False, separators=(",", ":"))


def _in_memory(folder: Path, is_built: bool) -> tuple[float, float]:
    """From arrays to answers; with `is_built`, the households are put together before the clock starts."""
    rules, columns, times = system(), read(folder, "parquet"), []
    for _ in range(REPEATS):
        if is_built:
            ready = simulation(rules, columns)
            times.append(timed(lambda ready=ready: calculate(ready, columns)))
        else:
            times.append(timed(lambda: calculate(simulation(rules, columns), columns)))
    return medians(times)


def medians(times: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of each measure."""
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


def _one_person() -> tuple[float, float]:
    rules = system()
    flags = {name: {PERIOD: name == "low_income"} for name in FLAGS}
    person = {
        "birth_date": {PERIOD: "1940-02-29"}, "applied_on": {PERIOD: "2021-06-01"}, "area": {PERIOD: 310118},
        "income": {PERIOD: 300_000}, "care_level": {PERIOD: 0}, "cost": {PERIOD: 400_000}, **flags,
    }  # fmt: skip
    entities = {"persons": {"a": person}, "households": {"h": {"member": ["a"]}}}

    def decide() -> list:
        found = SimulationBuilder().build_from_entities(rules, copy.deepcopy(entities))
        return [found.calculate(name, PERIOD) for name in (*ANSWERS, *CONDITIONS)]

    return medians([timed(decide) for _ in range(ONE_PERSON_REPEATS)])


def main() -> None:
    """Measure what is asked: `memory`, `one`, or file to file."""
    folder, kind, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    if kind in ("memory", "built"):
        seconds, cpu_seconds = _in_memory(folder, kind == "built")
    elif kind == "one":
        seconds, cpu_seconds = _one_person()
    else:
        seconds, cpu_seconds = timed(lambda: _file_to_file(folder, kind, out))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
