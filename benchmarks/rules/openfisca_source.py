"""The twelve programmes as OpenFisca variables, written out as Python source that a reader can check by hand.

Written as one would for OpenFisca: an age, a place in the household and every condition are variables of their own,
conditions of the same content are one variable, tables are `np.select`, sums are whole arrays.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

from benchmarks.rules.twelve_rules import ON, overlaps, paid_amounts, programmes
from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.overlaps import Overlap
from yinling.engines.rules.rule import Row

OPERATORS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//",
}  # fmt: skip
HEAD = '''"""Made by benchmarks/rules/openfisca_source.py from the files in benchmarks/rules/twelve/."""

# `np`, `variable` and `capped` are those of benchmarks/rules/openfisca_twelve.py.
'''


class Writer:
    """Collects variables; conditions of the same content become one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.conditions: dict[str, str] = {}
        self.answers: list[str] = []

    def variable(self, name: str, kind: str, source: str) -> None:
        """One variable with its formula."""
        self.lines.append(f'variable("{name}", {kind}, lambda person, period, p: {source})')

    def condition(self, source: str, wish: str) -> str:
        """The variable of a condition, made on first use; a fact that is a condition is its own."""
        if source.startswith('person("') and source.count('"') == 2:
            return source.split('"')[1]
        if source not in self.conditions:
            name = wish if wish not in self.conditions.values() else f"{wish}_{len(self.conditions)}"
            self.conditions[source] = f"is_{name}"
            self.variable(f"is_{name}", "bool", source)
        return self.conditions[source]


def write(file: Path) -> dict[str, dict[str, str]]:
    """Write the module; by programme and condition, the variable that holds its truth."""
    writer, truths = Writer(), {}
    bounds = programmes()
    for bound in bounds:
        truths[bound.rule.id] = _programme(writer, bound)
    for overlap in overlaps():
        _overlap(writer, overlap)
    parameters = {name: each.on(ON) for bound in bounds for name, each in bound.parameters.items()}
    conditions = sorted({name for held in truths.values() for name in held.values()})
    tail = [f"CONDITIONS = {conditions}", f"ANSWERS = {writer.answers}"]
    file.write_text("\n".join([HEAD, f"PARAMETERS = {parameters}", *writer.lines, *tail, ""]), encoding="utf-8")
    return truths


def _programme(writer: Writer, bound: BoundRule) -> dict[str, str]:
    rule = bound.rule
    held = {
        condition.id: writer.condition(_source(formula.node, bound, {}), condition.id)
        for condition, formula in zip(rule.conditions, bound.conditions, strict=True)
    }
    rows = list(enumerate(rule.rows, 1))
    if rule.hit_policy == "max":
        rows.sort(key=lambda row: -row[1].values[rule.ranked_by])
    hits = ", ".join(_source(row.when.node, bound, held) for _, row in rows)
    eligible = _source(rule.eligibility.node, bound, held)
    row_name = f"{rule.id}_row"
    places = [place for place, _ in rows]
    writer.variable(row_name, "int", f"({eligible}) * np.select([{hits}], {places}, 0)")
    _amounts(writer, bound, row_name)
    return held


def _amounts(writer: Writer, bound: BoundRule, row_name: str) -> None:
    rule = bound.rule
    own = {}
    for name in bound.value_names:
        cells = [_cell(row, name) for row in rule.rows]
        own[name] = f'np.array([0, {", ".join(cells)}])[person("{row_name}", period)]'
    writer.answers.append(row_name)
    for amount, formula in zip(rule.amounts, bound.amounts, strict=True):
        source = _source(formula.node, bound, {}, own)
        if amount.limit:
            source = f"capped(person, period, {source}, p(period).{amount.limit.parameter})"
        writer.variable(f"{rule.id}_{amount.id}", "int", source)
        writer.answers.append(f"{rule.id}_{amount.id}")
        own[amount.id] = f'person("{rule.id}_{amount.id}", period)'
    names = paid_amounts(bound)
    if any(rule.id in overlap.programmes for overlap in overlaps()):
        writer.variable(f"{rule.id}_sum", "int", " + ".join(own[name] for name in names))


def _cell(row: Row, name: str) -> str:
    return f"p(period).{row.named[name]}" if name in row.named else str(row.values.get(name, 0))


def _overlap(writer: Writer, overlap: Overlap) -> None:
    """What stays of each programme's sum; here no programme is in two overlaps."""
    sums = {name: f'person("{name}_sum", period)' for name in overlap.programmes}
    granted = {name: f'(person("{name}_row", period) > 0)' for name in overlap.programmes}
    first, *later = overlap.programmes
    kept = {first: sums[first]}
    if overlap.rule == "first":
        for at, name in enumerate(later, 1):
            shut = " | ".join(granted[other] for other in overlap.programmes[:at])
            kept[name] = f"np.where({shut}, 0, {sums[name]})"
    elif overlap.rule == "best":
        (name,) = later
        wins = f"({granted[name]} & (~{granted[first]} | ({sums[name]} > {sums[first]})))"
        kept = {first: f"np.where({wins}, 0, {sums[first]})", name: f"np.where({wins}, {sums[name]}, 0)"}
    else:
        (name,) = later
        kept[name] = f"{sums[name]} - np.minimum({sums[name]}, {sums[first]})"
    for name, source in kept.items():
        writer.variable(f"{name}_paid", "int", source)
        writer.answers.append(f"{name}_paid")


def _source(node: ast.expr, bound: BoundRule, held: dict[str, str], own: dict[str, str] | None = None) -> str:
    """A tree as vector source; `held` are condition variables by id, `own` sources of the programme's own names."""

    def step(part: ast.expr) -> str:
        if isinstance(part, ast.Name):
            return _name(part.id, bound, held, own or {})
        if isinstance(part, ast.Constant):
            return repr(part.value)
        if isinstance(part, ast.BoolOp):
            return "(" + (" & " if isinstance(part.op, ast.And) else " | ").join(map(step, part.values)) + ")"
        if isinstance(part, ast.UnaryOp):
            return f"~{step(part.operand)}" if isinstance(part.op, ast.Not) else f"-{step(part.operand)}"
        if isinstance(part, ast.BinOp):
            return f"({step(part.left)} {OPERATORS[type(part.op)]} {step(part.right)})"
        if isinstance(part, ast.Compare):
            return _compare(part, step)
        return _call(part, step)

    return step(node)


def _name(name: str, bound: BoundRule, held: dict[str, str], own: dict[str, str]) -> str:
    if name in bound.parameters:
        return f"p(period).{name}"
    return own.get(name) or f'person("{held.get(name, name)}", period)'


def _compare(node: ast.Compare, step) -> str:
    if isinstance(node.ops[0], ast.In):
        cells: Iterable[ast.Constant] = node.comparators[0].elts  # type: ignore[attr-defined]
        return "(" + " | ".join(f"({step(node.left)} == {cell.value!r})" for cell in cells) + ")"
    return f"({step(node.left)} {OPERATORS[type(node.ops[0])]} {step(node.comparators[0])})"


def _call(node: ast.expr, step) -> str:
    name, arguments = node.func.id, node.args  # type: ignore[attr-defined]
    if name == "age":
        return 'person("age", period)'
    if name == "in_area":
        return f"({step(arguments[0])} == {arguments[1].value})"
    parts = [step(argument) for argument in arguments]
    if name == "ratio":
        return f"(({parts[0]} * {parts[1]} + {int(parts[2]) // 2}) // {parts[2]})"
    return f"np.{'minimum' if name == 'min' else 'maximum'}({', '.join(parts)})"
