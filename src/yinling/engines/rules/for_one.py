"""Many programmes for one case: their conditions as one Python function, what they share worked out once.

The function holds the checked trees of the rules and nothing else. Where an input of a condition is unknown, the
condition's own three-valued form answers instead, and so it does for everything that the function cannot say.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from yinling.engines.rules.bound import RESOLUTIONS_MAX, BoundRule, Formula, Truths
from yinling.engines.rules.decision import Decision
from yinling.engines.rules.functions import FUNCTIONS
from yinling.engines.rules.one import decide_one

DAYS_MAX = 400
SIGNS: dict[type[ast.AST], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//",
}  # fmt: skip
T = TypeVar("T")
Tell = Callable[[BoundRule, Decision], T]
Key = tuple[Truths, frozenset[str]]


@dataclass(frozen=True)
class Told(Generic[T]):
    """One programme's decision and what was told of it."""

    decision: Decision
    words: T


@dataclass
class _Day(Generic[T]):
    """What is the same for every case of one day: parameters, those without a value, decisions of the table alone."""

    parameters: Mapping[str, int | None]
    missing: Sequence[frozenset[str]]
    told: Sequence[dict[Key, Told[T]]]


class ForOne(Generic[T]):
    """Programmes ready for one case at a time; `tell` says a decision in words, which are kept for the next case.

    They are dated by the same fact, and a parameter that several read is the same for all. Raises ValueError.
    """

    def __init__(self, bounds: Sequence[BoundRule], tell: Tell[T]) -> None:
        self._bounds = bounds
        self._tell = tell
        (self._dated_by,) = {bound.rule.dated_by for bound in bounds}
        if len(dict(read := {(name, each) for bound in bounds for name, each in bound.parameters.items()})) < len(read):
            raise ValueError("programmes that read a parameter differently")
        self._facts = sorted({name for bound in bounds for name in bound.rule.facts})
        self._truths, self._slow = _compiled(bounds, self._facts)
        self._days: dict[date, _Day[T]] = {}
        self._by_table = [_is_by_table(bound) for bound in bounds]
        self._words: list[dict[Any, T]] = [{} for _ in bounds]

    def decide(self, facts: Mapping[str, Any]) -> list[Told[T]]:
        """Every programme's decision on `facts`, equal to `decide_one`, in the order given; limits are whole."""
        on = facts.get(self._dated_by)
        if on is None:
            return [self._whole(at, facts) for at in range(len(self._bounds))]
        day = self._days.get(on) or self._day(on)
        values = tuple(map(facts.get, self._facts))
        absent = (
            frozenset(name for name, value in zip(self._facts, values, strict=True) if value is None)
            if None in values
            else frozenset()
        )
        truths = self._truths(values, day.parameters, self._slow)
        return [self._told(at, found, facts, absent, day) for at, found in enumerate(truths)]

    def _told(self, at: int, truths: Truths, facts: Mapping[str, Any], absent: frozenset[str], day: _Day[T]) -> Told[T]:
        if not self._by_table[at]:
            return self._whole(at, facts)
        missing = day.missing[at] | (absent & self._bounds[at].rule.facts) if absent else day.missing[at]
        key = (truths, missing)
        found = day.told[at].get(key)
        if found is None:
            found = self._whole(at, facts)
            if len(day.told[at]) < RESOLUTIONS_MAX:
                day.told[at][key] = found
        return found

    def _whole(self, at: int, facts: Mapping[str, Any]) -> Told[T]:
        bound = self._bounds[at]
        decision = decide_one(bound, facts)
        resolution = decision.resolution
        key = (resolution.truths, resolution.missing_facts, resolution.missing_parameters, decision.limit_use)
        words = self._words[at].get(key)
        if words is None:
            words = self._tell(bound, decision)
            if len(self._words[at]) < RESOLUTIONS_MAX:
                self._words[at][key] = words
        return Told(decision, words)

    def _day(self, on: date) -> _Day[T]:
        """A day's parameters, read once; the days kept are few."""
        if len(self._days) >= DAYS_MAX:
            self._days.clear()
        found = {name: each.on(on) for bound in self._bounds for name, each in bound.parameters.items()}
        missing = [frozenset(name for name in bound.parameters if found[name] is None) for bound in self._bounds]
        day: _Day[T] = _Day(found, missing, [{} for _ in self._bounds])
        self._days[on] = day
        return day


def _is_by_table(bound: BoundRule) -> bool:
    """Whether the sums follow from the table and the day's parameters alone."""
    reads = frozenset().union(*(amount.inputs for amount in bound.amounts))
    return not (reads & (bound.rule.facts - {bound.rule.dated_by})) and bound.rule.sharing is None


def _compiled(bounds: Sequence[BoundRule], facts: Sequence[str]) -> tuple[Callable[..., Any], Any]:
    """A function from values, parameters and slow forms to every programme's truths; and the slow forms."""
    writing = _Writing(frozenset(facts))
    results = []
    for bound in bounds:
        names = [writing.condition(formula) for formula in bound.conditions]
        results.append(f"({', '.join(names)}{',' if names else ''})")
    lines = ["def truths(values, parameters, slow):", f"    ({', '.join(f'f_{name}' for name in facts)},) = values"]
    lines += [f"    p_{name} = parameters[{name!r}]" for name in sorted(writing.parameters)]
    lines += [f"    {line}" for line in writing.lines]
    lines.append(f"    return ({', '.join(results)},)")
    space: dict[str, Any] = dict(writing.space)
    exec(compile("\n".join(lines), "<rules>", "exec"), space)  # only names, and trees that the grammar has checked
    return space["truths"], _Slow(writing.formulas, facts)


class _Slow:
    """The three-valued forms of conditions, for cases in which an input is unknown."""

    def __init__(self, formulas: Sequence[Formula], facts: Sequence[str]) -> None:
        self._formulas = formulas
        self._facts = facts

    def __call__(self, at: int, values: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        return self._formulas[at].one({**parameters, **dict(zip(self._facts, values, strict=True))})


class _Writing:
    """Collects lines: one for each call and each condition that differs from the ones before."""

    def __init__(self, facts: frozenset[str]) -> None:
        self._facts = facts
        self._conditions: dict[str, str] = {}
        self._calls: dict[str, str] = {}
        self.lines: list[str] = []
        self.formulas: list[Formula] = []
        self.parameters: set[str] = set()
        self.space: dict[str, Any] = {name: function.one for name, function in FUNCTIONS.items()}

    def condition(self, formula: Formula) -> str:
        """The local name of a condition's truth; the three-valued form answers where an input is unknown."""
        key = ast.dump(formula.node)
        if key not in self._conditions:
            at = len(self.formulas)
            self.formulas.append(formula)
            source = self._source(formula.node)
            calls = [part for part in ast.walk(formula.node) if isinstance(part, ast.Call)]
            needed = [self._name(name) for name in sorted(formula.inputs)] + [self._call(each) for each in calls]
            known = " and ".join(f"{each} is not None" for each in needed) or "True"
            self.lines.append(f"c{at} = {source} if {known} else slow({at}, values, parameters)")
            self._conditions[key] = f"c{at}"
        return self._conditions[key]

    def _name(self, name: str) -> str:
        if name in self._facts:
            return f"f_{name}"
        self.parameters.add(name)
        return f"p_{name}"

    def _call(self, node: ast.Call) -> str:
        key = ast.dump(node)
        if key not in self._calls:
            parts = [self._source(argument) for argument in node.args]
            inputs = sorted({part.id for each in node.args for part in ast.walk(each) if isinstance(part, ast.Name)})
            inner = [self._call(part) for each in node.args for part in ast.walk(each) if isinstance(part, ast.Call)]
            names = [*(self._name(name) for name in inputs if name not in FUNCTIONS), *inner]
            known = " and ".join(f"{each} is not None" for each in names) or "True"
            function = node.func.id  # type: ignore[attr-defined]
            found = f"t{len(self._calls)}"
            self._calls[key] = found
            self.lines.append(f"{found} = {function}({', '.join(parts)}) if {known} else None")
        return self._calls[key]

    def _source(self, node: ast.expr) -> str:
        """A tree as Python source over local names; equal to its three-valued form where every input is known."""
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Constant):
            return self._constant(node.value)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.IfExp):
            body, test, otherwise = (self._source(part) for part in (node.body, node.test, node.orelse))
            return f"({body} if {test} else {otherwise})"
        if isinstance(node, ast.BoolOp):
            word = " and " if isinstance(node.op, ast.And) else " or "
            return f"(not not ({word.join(map(self._source, node.values))}))"
        if isinstance(node, ast.UnaryOp):
            return f"({'not ' if isinstance(node.op, ast.Not) else '-'}{self._source(node.operand)})"
        if isinstance(node, ast.BinOp):
            return f"({self._source(node.left)} {SIGNS[type(node.op)]} {self._source(node.right)})"
        assert isinstance(node, ast.Compare)  # the checked grammar has nothing else
        return self._compare(node)

    def _compare(self, node: ast.Compare) -> str:
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            cells = tuple(cell.value for cell in node.comparators[0].elts)  # type: ignore[attr-defined]
            return f"({self._source(node.left)} {SIGNS[type(node.ops[0])]} {cells!r})"
        parts = [
            f" {SIGNS[type(op)]} {self._source(part)}" for op, part in zip(node.ops, node.comparators, strict=True)
        ]
        return f"({self._source(node.left)}{''.join(parts)})"

    def _constant(self, value: Any) -> str:
        if type(value) in (bool, int, float, str):
            return repr(value)
        name = f"k{len(self.space)}"
        self.space[name] = value
        return name
