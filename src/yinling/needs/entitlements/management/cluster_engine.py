"""`--engine spark`: checked facts cut by household, the same decision on every part, the answer in order again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from yinling.engines.rules.arrow import as_arrow, from_arrow
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.columns import Column, Texts
from yinling.engines.rules.facts import Fact
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Rule
from yinling.gateways.cluster import map_parts
from yinling.needs.entitlements.domain.deciding import decide_batch, ready
from yinling.needs.entitlements.domain.intake import Intake
from yinling.needs.entitlements.domain.outcome_table import outcome_table


@dataclass(frozen=True)
class Work:
    """What a worker needs to decide a part: the rule as read, what is set and chosen, and one value for all rows."""

    rule: Rule
    parameters: Mapping[str, Parameter]
    options: Mapping[str, str]
    facts: Mapping[str, Fact]
    ids: Sequence[str]
    same: Mapping[str, tuple[Any, bool]]


def decide_on_cluster(
    programme: BoundRule, intake: Intake, facts: Mapping[str, Fact], folder: Path
) -> dict[str, pa.Array]:
    """The columns of the decisions file, equal to those decided here. Raises gateways.cluster.NoCluster."""
    asked = {name: column for name, column in intake.facts.items() if name in programme.rule.facts}
    is_same = {name: not isinstance(column.values, np.ndarray | Texts) for name, column in asked.items()}
    same = {name: (asked[name].values, bool(asked[name].known)) for name in asked if is_same[name]}
    arrays = {name: as_arrow(column) for name, column in asked.items() if not is_same[name]}
    table = pa.table({**{f"id:{name}": ids for name, ids in intake.ids.items()}, **arrays})
    work = Work(programme.rule, programme.parameters, programme.options, facts, tuple(intake.ids), same)
    return map_parts(table, _group(programme, arrays), partial(_decide_part, work), folder)


def _group(programme: BoundRule, arrays: Mapping[str, pa.Array]) -> str:
    """The fact whose equals must be decided together; empty where every row stands alone."""
    limit, sharing = programme.rule.limit, programme.rule.sharing
    name = limit.per if limit else sharing.per if sharing else ""
    return name if name in arrays else ""


def _decide_part(work: Work, table: pa.Table) -> dict[str, pa.Array]:
    programme = ready(work.rule, work.parameters, work.options)
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    ids = {name: _text(columns.pop(f"id:{name}")) for name in work.ids}
    facts = {name: from_arrow(column) for name, column in columns.items()}
    facts |= {name: Column(*found) for name, found in work.same.items()}
    return outcome_table(decide_batch(programme, facts, len(table)), ids, work.facts)


def _text(array: pa.Array) -> pa.Array:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
