"""A programme with what may be turned in it: parameters, readings, row values; and the rule with them turned."""

import ast
import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yinling.engines.rules.bound import BoundRule, bind
from yinling.engines.rules.expressions import Expression
from yinling.engines.rules.parameters import Parameter, fixed
from yinling.engines.rules.rule import Rule

PERIODS = {"month": 12, "quarter": 4, "year": 1, "once": 1}
PERIOD_WORDS = {"month": "每月", "quarter": "每季", "year": "每年", "once": "一次"}
Values = Mapping[str, int | str]


@dataclass(frozen=True)
class Plan:
    """A programme taken into a calculation, with the values and readings in force on the day of the snapshot.

    `moved` tells that the document is another place's, tried here as if it were written for this district.
    """

    pack: str
    rule: Rule
    parameters: Mapping[str, Parameter]
    options: Mapping[str, str]
    document: str = ""
    is_draft: bool = False
    moved: bool = False

    @property
    def key(self) -> str:
        """Pack and programme."""
        return f"{self.pack}:{self.rule.id}"

    @property
    def is_by_request(self) -> bool:
        """Decided application by application, on a cost: needs an average and an uptake to be assumed."""
        return self.rule.subject == "request"

    @property
    def is_in_kind(self) -> bool:
        """Gives no money by its rule: costs what a piece is assumed to cost."""
        return not any(amount.public for amount in self.rule.amounts)

    @property
    def periods(self) -> int:
        """How many times a year; a request is once, so is what has no cycle."""
        return PERIODS[self.rule.cycle.every] if self.rule.cycle else 1

    @property
    def period_words(self) -> str:
        """每月 and so on; 每次 where there is no cycle."""
        return PERIOD_WORDS[self.rule.cycle.every] if self.rule.cycle else "每次"


@dataclass(frozen=True)
class Turn:
    """One thing that may be turned. `now` None = nobody has set it; `choices` for readings only."""

    id: str
    label: str
    kind: str
    unit: str = ""
    now: int | str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    note: str = ""


def turns(plan: Plan, on: Any) -> list[Turn]:
    """Parameters and readings that the rule uses, then the numbers in its rows."""
    found = [
        Turn(
            f"p:{plan.pack}:{each.id}", each.label, "money" if each.type == "money" else "number", each.unit,
            each.on(on), note=each.note,
        )
        for name in sorted(plan.rule.parameters) if (each := plan.parameters.get(name))
    ]  # fmt: skip
    found += [
        Turn(
            f"o:{plan.key}:{each.id}", each.words, "option", now=plan.options.get(each.id, each.default),
            choices=tuple(each.choices.items()), note=each.question,
        )
        for each in plan.rule.options
    ]  # fmt: skip
    money = money_names(plan.rule)
    found += [
        Turn(f"v:{plan.key}:{row.id}:{name}", row.words, "money" if name in money else "number",
             "元" if name in money else "", value, note=row.clause)
        for row in plan.rule.rows for name, value in row.values.items()
    ]  # fmt: skip
    return found


def assumptions(plan: Plan) -> list[Turn]:
    """What must be assumed where the rule alone gives no cost."""
    if plan.is_by_request:
        return [
            Turn(f"c:{plan.key}", "每份申请的平均费用", "money", "元"),
            Turn(f"t:{plan.key}", "符合条件的人每年有多少会申请", "number", "%"),
        ]
    if plan.is_in_kind:
        return [Turn(f"u:{plan.key}", f"{plan.period_words}每人折合", "money", "元")]
    return []


def bound(plan: Plan, values: Values) -> BoundRule:
    """The programme with `values` (by the ids of turns) in place of what holds now."""
    parameters = {
        name: fixed(each, int(values[turn])) if (turn := f"p:{plan.pack}:{name}") in values else each
        for name, each in plan.parameters.items()
    }
    chosen = {each.id: str(values[f"o:{plan.key}:{each.id}"]) for each in plan.rule.options
              if f"o:{plan.key}:{each.id}" in values}  # fmt: skip
    return bind(_with_rows(plan, values), parameters, {**plan.options, **chosen})


def _with_rows(plan: Plan, values: Values) -> Rule:
    rows = tuple(
        replace(row, values={name: int(values.get(f"v:{plan.key}:{row.id}:{name}", value))
                             for name, value in row.values.items()})
        for row in plan.rule.rows
    )  # fmt: skip
    return replace(plan.rule, rows=rows)


def money_names(rule: Rule) -> set[str]:
    """Names that stand in amounts as sums of money, not as percentages or counts."""
    return {name for amount in rule.amounts for name in _money(amount.is_.node)}


def _money(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add | ast.Sub):
            return [*_money(node.left), *_money(node.right)]
        return _money(node.left) if isinstance(node.op, ast.FloorDiv) else []
    if isinstance(node, ast.IfExp):
        return [*_money(node.body), *_money(node.orelse)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        parts = node.args[:1] if node.func.id == "ratio" else node.args if node.func.id in ("min", "max") else []
        return [name for part in parts for name in _money(part)]
    return []


def moved_here(rule: Rule, there: str, here: str) -> Rule:
    """The rule of another place read as if it named this district: the area code is exchanged in all conditions."""
    conditions = tuple(replace(each, when=_exchanged(each.when, there, here)) for each in rule.conditions)
    return replace(rule, conditions=conditions)


class _Exchange(ast.NodeTransformer):
    def __init__(self, there: str, here: str) -> None:
        self.there, self.here = there, here

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:  # noqa: N802  the name that ast looks for
        return ast.Constant(self.here) if node.value == self.there else node


def _exchanged(expression: Expression, there: str, here: str) -> Expression:
    node = _Exchange(there, here).visit(copy.deepcopy(expression.node))
    return replace(expression, node=node)
