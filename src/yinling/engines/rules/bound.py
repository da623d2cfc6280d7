"""A rule made ready: readings chosen, constants worked out, the table drawn as a diagram."""

import ast
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from yinling.engines.rules.decision import Outcome, Resolution
from yinling.engines.rules.diagram import Diagram, Node, build
from yinling.engines.rules.expressions import Expression, names_in
from yinling.engines.rules.functions import FUNCTIONS
from yinling.engines.rules.parameters import Parameter
from yinling.engines.rules.rule import Rule
from yinling.engines.rules.scalar import Evaluate, compile_one, fold

RESOLUTIONS_MAX = 200_000
Truths = tuple[bool | None, ...]


class UnknownChoice(ValueError):
    """An option or a choice that the rule does not have."""


@dataclass(frozen=True)
class Formula:
    """An expression with its readings chosen: its tree, what it reads, and its form for one case.

    `asks_texts`: a text may leave it without an answer.
    """

    node: ast.expr
    inputs: frozenset[str]
    one: Evaluate
    asks_texts: bool


@dataclass
class BoundRule:
    """A rule ready to decide; made by `bind`, shared between cases and threads."""

    rule: Rule
    parameters: Mapping[str, Parameter]
    options: Mapping[str, str]
    conditions: Sequence[Formula]
    amounts: Sequence[Formula]
    amount_inputs: frozenset[str]
    row_inputs: Sequence[frozenset[str]]
    inputs: Sequence[str]
    value_names: Sequence[str]
    shares_best_row: bool
    diagram: Diagram
    root: Node
    _resolved: dict[tuple[Truths, frozenset[str]], Resolution] = field(default_factory=dict)
    _values: dict[tuple[int, ...], Mapping[str, int]] = field(default_factory=dict)

    def resolve(self, truths: Truths, missing: frozenset[str]) -> Resolution:
        """The table's answer for truth values by condition and the names of inputs without a value.

        This is the one function that decides, for one case and for each distinct signature of a batch.
        """
        key = (truths, missing)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolve(truths, missing)
            if len(self._resolved) < RESOLUTIONS_MAX:
                self._resolved[key] = found
        return found

    def _resolve(self, truths: Truths, missing: frozenset[str]) -> Resolution:
        node = self.diagram.restrict(self.root, truths)
        if not self.diagram.is_settled(node):
            deciding = self.diagram.support(node)
            causes = [self._causes(self.conditions[position].inputs, missing) for position in deciding]
            # An undecided table can still grant, and then the sums need their inputs too.
            return self._undecided(truths, (self.amount_inputs & missing).union(*causes), deciding)
        rows: tuple[int, ...] = self.diagram.value(node)  # type: ignore[assignment]
        if not rows:
            return Resolution(Outcome.NOT_GRANTED, truths)
        if absent := self.amount_inputs.union(*(self.row_inputs[row] for row in rows)) & missing:
            return self._undecided(truths, absent, frozenset())
        return Resolution(Outcome.GRANTED, truths, rows, self.values_of(rows))

    @staticmethod
    def _causes(inputs: frozenset[str], missing: frozenset[str]) -> frozenset[str]:
        # A value can be there and still not answer: a province where the question is about a district.
        return (inputs & missing) or inputs

    def _undecided(self, truths: Truths, causes: frozenset[str], deciding: frozenset[int]) -> Resolution:
        facts = tuple(name for name in self.inputs if name in causes and name not in self.parameters)
        parameters = tuple(name for name in self.inputs if name in causes and name in self.parameters)
        outcome = Outcome.MISSING_FACTS if facts else Outcome.UNPAYABLE
        return Resolution(outcome, truths, missing_facts=facts, missing_parameters=parameters, deciding=deciding)

    def values_of(self, rows: tuple[int, ...]) -> Mapping[str, int]:
        """The numbers that follow from the rows hit, added up; what parameters hold is not in them."""
        if rows not in self._values:
            hits = [self.rule.rows[row].values for row in rows]
            self._values[rows] = {name: sum(hit.get(name, 0) for hit in hits) for name in self.value_names}
        return self._values[rows]


def bind(rule: Rule, parameters: Mapping[str, Parameter], options: Mapping[str, str] | None = None) -> BoundRule:
    """Choose readings (defaults where `options` is silent) and draw the table. Raises UnknownChoice."""
    chosen = choose(rule, options or {})
    used = {name: parameters.get(name, Parameter(name, name)) for name in sorted(rule.parameters)}
    constants: dict[str, object] = {**chosen, "in_force_from": rule.from_}
    conditions = [_formula(condition.when.node, constants, rule) for condition in rule.conditions]
    amounts = [_formula(amount.is_.node, constants, rule) for amount in rule.amounts]
    diagram = Diagram()
    return BoundRule(
        rule=rule,
        parameters=used,
        options=chosen,
        conditions=conditions,
        amounts=amounts,
        amount_inputs=_amount_inputs(rule, amounts),
        row_inputs=[frozenset({*row.named.values(), rule.dated_by} if row.named else ()) for row in rule.rows],
        inputs=sorted(rule.facts) + sorted(used),
        value_names=sorted({name for row in rule.rows for name in (*row.values, *row.named)}),
        shares_best_row=bool(rule.sharing and _settled(rule.sharing.when, constants)),
        diagram=diagram,
        root=_draw(diagram, rule, constants),
    )


def choose(rule: Rule, options: Mapping[str, str]) -> dict[str, str]:
    """The reading of every option. Raises UnknownChoice for names the rule does not have."""
    known = {option.id: option for option in rule.options}
    for name, choice in options.items():
        if name not in known:
            raise UnknownChoice(f"{name}: {', '.join(known)}")
        if choice not in known[name].choices:
            raise UnknownChoice(f"{name}={choice}: {', '.join(known[name].choices)}")
    return {name: options.get(name, option.default) for name, option in known.items()}


def _formula(tree: ast.expr, constants: Mapping[str, object], rule: Rule) -> Formula:
    node = fold(tree, constants)
    inputs = names_in(node)
    if inputs & rule.parameters:
        inputs |= {rule.dated_by}
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    asks_texts = any(FUNCTIONS[each.id].by_category for each in calls)  # type: ignore[attr-defined]
    return Formula(node, inputs, compile_one(node), asks_texts)


def _settled(expression: Expression, constants: Mapping[str, object]) -> bool:
    """An expression over options only, worked out."""
    return bool(compile_one(fold(expression.node, constants))({}))


def _amount_inputs(rule: Rule, amounts: Iterable[Formula]) -> frozenset[str]:
    inputs = frozenset().union(*(amount.inputs for amount in amounts)) & (rule.facts | rule.parameters)
    if rule.limit:
        inputs |= {rule.limit.parameter, rule.limit.per, rule.dated_by}
    return inputs


def _draw(diagram: Diagram, rule: Rule, constants: Mapping[str, object]) -> Node:
    variables = {condition.id: position for position, condition in enumerate(rule.conditions)}
    trees = [fold(expression.node, constants) for expression in (rule.eligibility, *(row.when for row in rule.rows))]
    functions = [build(diagram, tree, variables) for tree in trees]

    def table(is_eligible: bool, *are_hit: bool) -> Hashable:
        found = [position for position, hit in enumerate(are_hit) if hit] if is_eligible else []
        return _by_policy(rule, found)

    return diagram.combine(table, functions)


def _by_policy(rule: Rule, found: list[int]) -> tuple[int, ...]:
    if rule.hit_policy == "max" and found:
        found = [max(found, key=lambda position: rule.rows[position].values[rule.ranked_by])]
    return tuple(found if rule.hit_policy == "sum" else found[:1])
