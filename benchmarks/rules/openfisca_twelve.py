"""The twelve programmes in OpenFisca-core; runs in its own environment, is never imported by the product.

`python openfisca_twelve.py ELDERS RULES KIND OUT`: RULES is the module that openfisca_source.py wrote; KIND is memory
or built (persons and households put together within the time or before), parquet or reasons (file to file) or one;
prints seconds and peak memory as JSON.
"""

import copy
import datetime
import json
import resource
import runpy
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from parts import write_parts

PERIOD = "2026-01"
REPEATS = 5
FILE_REPEATS = 3
ONE_PERSON_REPEATS = 100
REASON_ROWS = 20_000
AREAS = ("registered_area", "residence_area")
NOT_INPUTS = ("person_id", "household_id")

Person = build_entity("person", "persons", "", is_person=True)
Household = build_entity("household", "households", "", roles=[{"key": "member"}])


def _age(person, period, parameters):
    """Whole years on the first day of the month: the birthday counts from its day, 29 February on 1 March."""
    birth, start = person("birth_date", period), period.start
    years = start.year - 1970 - birth.astype("datetime64[Y]").astype(int)
    month = birth.astype("datetime64[M]")
    day = month.astype(int) % 12 * 32 + (birth - month).astype(int)
    return years - (start.month * 32 - 32 + start.day - 1 < day)


def _place(person, period, parameters):
    """The elder's place in the household, the oldest first."""
    birth = person("birth_date", period).astype(int)
    return person.get_rank(person.simulation.populations["household"], birth * len(birth) + np.arange(len(birth)))


def capped(person, period, wanted, cap):
    """What each gets of a limit that the household uses up in order."""
    household, place = person.simulation.populations["household"], person("place", period)
    given, used = np.zeros_like(wanted), np.zeros(household.count, dtype=np.int64)
    for at in range(int(place.max()) + 1):
        here = np.where(place == at, np.minimum(wanted, cap - household.project(used)), 0)
        given += here
        used += household.sum(here).astype(np.int64)
    return given


def _variable(name: str, kind: type, formula=None) -> type[Variable]:
    members = {"value_type": kind, "entity": Person, "definition_period": MONTH}
    return type(name, (Variable,), members | ({"formula": formula} if formula else {}))


def system(rules: Path) -> tuple[TaxBenefitSystem, list[str]]:
    """The rules as a tax and benefit system, and what is asked of it."""
    made: list[type[Variable]] = []
    given = {"np": np, "capped": capped, "variable": lambda *parts: made.append(_variable(*parts))}
    module = runpy.run_path(str(rules), init_globals=given)
    found = TaxBenefitSystem([Person, Household])
    found.add_variables(*(_variable(name, kind) for name, kind in _inputs().items()))
    found.add_variables(_variable("age", int, _age), _variable("place", int, _place), *made)
    values = {name: {"values": {"2020-01-01": {"value": value}}} for name, value in module["PARAMETERS"].items()}
    found.parameters = ParameterNode("", data=values)
    return found, [*module["ANSWERS"], *module["CONDITIONS"]]


def _inputs() -> dict[str, type]:
    kinds = {pa.bool_(): bool, pa.date32(): datetime.date}
    schema = pq.read_schema(sys.argv[1])
    return {field.name: kinds.get(field.type, int) for field in schema if field.name not in NOT_INPUTS}


def read(file: Path) -> dict:
    """The elders' columns as OpenFisca takes them; areas as the number of their county."""
    table = pq.read_table(file, read_dictionary=list(AREAS))
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    columns["household_id"] = columns["household_id"].dictionary_encode()  # quicker than while reading
    for name in AREAS:
        county = pc.cast(pc.utf8_slice_codeunits(columns[name].dictionary, 0, 6), pa.int32())
        columns[name] = county.to_numpy()[columns[name].indices.to_numpy()]
    plain = {name: each for name, each in columns.items() if name not in ("household_id", *AREAS)}
    return columns | {name: each.to_numpy(zero_copy_only=False) for name, each in plain.items() if name != "person_id"}


def simulation(rules: TaxBenefitSystem, columns: dict):
    """Persons in their households, without values yet."""
    builder = SimulationBuilder()
    builder.create_entities(rules)
    household = columns["household_id"]
    codes = household.indices.to_numpy()
    builder.declare_person_entity("person", np.arange(len(codes)))
    homes = builder.declare_entity("household", np.arange(len(household.dictionary)))
    builder.join_with_persons(homes, codes, ["member"] * len(codes))
    return builder.build(rules)


def calculate(found, columns: dict, asked: list[str]) -> dict:
    """Set every input, calculate every answer and every condition."""
    for name, values in columns.items():
        if name not in NOT_INPUTS:
            found.set_input(name, PERIOD, values)
    return {name: found.calculate(name, PERIOD) for name in asked}


def timed(act) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _in_memory(elders: Path, rules: Path, is_built: bool) -> list[tuple[float, float]]:
    (ready, asked), columns, times = system(rules), read(elders), []
    for _ in range(REPEATS):
        if is_built:
            made = simulation(ready, columns)
            times.append(timed(lambda made=made: calculate(made, columns, asked)))
        else:
            times.append(timed(lambda: calculate(simulation(ready, columns), columns, asked)))
    return times


def _file_to_file(ready: TaxBenefitSystem, asked: list[str], elders: Path, out: Path) -> None:
    """From file to file, with a column for each condition's truth."""
    columns = read(elders)
    answers = calculate(simulation(ready, columns), columns, asked)
    arrays = {"person_id": columns["person_id"]} | {name: pa.array(values) for name, values in answers.items()}
    fields = [pa.field(name, each.type, nullable=False) for name, each in arrays.items()]
    # Codes and words for few numbers would take longer here than the numbers themselves.
    write_parts(pa.table(list(arrays.values()), schema=pa.schema(fields)), out)


def _with_reasons(ready: TaxBenefitSystem, asked: list[str], elders: Path, out: Path) -> None:
    """From file to file, with the reasons that the product writes; in parts, as all at once do not fit the memory."""
    texts = json.loads(Path(sys.argv[2]).with_suffix(".json").read_text(encoding="utf-8"))
    columns = read(elders)
    answers = calculate(simulation(ready, columns), columns, asked)
    sums = [name for name in answers if name.split("_")[-1] in ("row", "paid") or answers[name].dtype != bool]
    writer = None
    for start in range(0, len(columns["person_id"]), REASON_ROWS):
        part = {name: values[start : start + REASON_ROWS] for name, values in answers.items()}
        arrays = {"person_id": columns["person_id"].slice(start, REASON_ROWS)}
        arrays |= {name: pa.array(part[name]) for name in sums}
        arrays |= {f"{name}_reasons": _reasons(held, part) for name, held in texts.items()}
        table = pa.table(arrays)
        writer = writer or pq.ParquetWriter(out, table.schema, compression="lz4", write_statistics=False)
        writer.write_table(table)
    writer.close()


def _reasons(held: list[dict], part: dict) -> pa.Array:
    """One programme's reasons, put together column by column."""
    parts = [pc.if_else(pa.array(part[each["variable"]]), each["true"], each["false"]) for each in held]
    inner = pc.binary_join_element_wise(*parts, ",")
    return pc.binary_join_element_wise("[", inner, "]", "")


def _one_person(elders: Path, rules: Path) -> list[tuple[float, float]]:
    """The first elder by the JSON entry."""
    ready, asked = system(rules)
    row = {name: values[0] for name, values in read(elders).items() if name not in NOT_INPUTS}
    person = {name: {PERIOD: str(value) if name == "birth_date" else value.item()} for name, value in row.items()}
    entities = {"persons": {"a": person}, "households": {"h": {"member": ["a"]}}}

    def decide() -> list:
        found = SimulationBuilder().build_from_entities(ready, copy.deepcopy(entities))
        return [found.calculate(name, PERIOD) for name in asked]

    return [timed(decide) for _ in range(ONE_PERSON_REPEATS)]


def main() -> None:
    """Measure what is asked."""
    elders, rules, kind, out = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4])
    if kind in ("memory", "built"):
        times = _in_memory(elders, rules, kind == "built")
    elif kind == "one":
        times = _one_person(elders, rules)
    else:
        act = _with_reasons if kind == "reasons" else _file_to_file
        ready, asked = system(rules)
        times = [timed(lambda: act(ready, asked, elders, out)) for _ in range(FILE_REPEATS if kind == "parquet" else 1)]
    seconds, cpu_seconds = (statistics.median(each) for each in zip(*times, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
