"""Expressions on whole columns: the same language as `scalar`, in NumPy, with masks of what is known.

A column holds int64 (numbers, fen), bool, int32 `yyyymmdd` (dates) or `Texts`; values under a false `known` mean
nothing.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.functions import FUNCTIONS, day_number
from yinling.engines.rules.scalar import OPERATORS

Known = npt.NDArray[np.bool_] | bool


@dataclass(frozen=True)
class Texts:
    """A text column: `codes[row]` points into `categories`; so a question about text is asked once per text."""

    codes: npt.NDArray[np.int32]
    categories: Sequence[str]

    def text(self, row: int) -> str:
        """One row's text."""
        return str(self.categories[int(self.codes[row])])

    def map(self, ask: Callable[[str], Any], kind: type) -> npt.NDArray[Any]:
        """`ask` of every distinct text, spread over the rows."""
        return self.spread([ask(str(text)) for text in self.categories], kind)

    def spread(self, answers: list[Any], kind: type) -> npt.NDArray[Any]:
        """An answer for each distinct text, over the rows."""
        return np.array(answers or [0], dtype=kind)[self.codes]


@dataclass(frozen=True)
class Column:
    """Values of one name for all rows, or one value for all, and which rows are known."""

    values: Any
    known: Known = True

    def __post_init__(self) -> None:
        if np.ndim(self.known) == 0:
            object.__setattr__(self, "known", bool(self.known))  # one answer for all rows, also from NumPy
        elif np.all(self.known):
            object.__setattr__(self, "known", True)


UNKNOWN = Column(0, False)
Columns = Mapping[str, Column]


class Evaluator:
    """Evaluates trees over one set of columns; equal parts (an age, say) are worked out once."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._done: dict[str, Column] = {}

    def evaluate(self, node: ast.expr) -> Column:
        """The column of `node`."""
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name):
            return self._columns[node.id]
        key = ast.dump(node)
        if key not in self._done:
            self._done[key] = self._work_out(node)
        return self._done[key]

    def _work_out(self, node: ast.expr) -> Column:
        return _WORKERS[type(node)](self, node)


def _constant(value: Any) -> Column:
    if value is None:
        return UNKNOWN
    return Column(day_number(value) if isinstance(value, date) else value)


def both_known(first: Known, second: Known) -> Known:
    """Rows where both are known."""
    if first is True:
        return second
    return first if second is True else first & second


def _binary(on: Evaluator, node: ast.BinOp) -> Column:
    left, right = on.evaluate(node.left), on.evaluate(node.right)
    values = OPERATORS[type(node.op)](left.values, right.values)
    return Column(values, both_known(left.known, right.known))


def _compare(on: Evaluator, node: ast.Compare) -> Column:
    if isinstance(node.ops[0], ast.In | ast.NotIn):
        return _membership(on, node)
    parts = [on.evaluate(part) for part in (node.left, *node.comparators)]
    links = [
        _compare_two(OPERATORS[type(op)], left, right)
        for op, left, right in zip(node.ops, parts, parts[1:], strict=False)
    ]
    return reduce(lambda first, second: _settle(first, second, settling=False), links)


def _compare_two(apply: Callable[[Any, Any], Any], left: Column, right: Column) -> Column:
    known = both_known(left.known, right.known)
    if isinstance(left.values, Texts) and isinstance(right.values, str):
        wanted = right.values
        return Column(left.values.map(lambda text: apply(text, wanted), bool), known)
    return Column(apply(_plain(left.values), _plain(right.values)), known)


def _plain(values: Any) -> Any:
    return values.map(str, object) if isinstance(values, Texts) else values


def _membership(on: Evaluator, node: ast.Compare) -> Column:
    left = on.evaluate(node.left)
    choices = [choice.value for choice in node.comparators[0].elts]  # type: ignore[attr-defined]
    wanted = isinstance(node.ops[0], ast.In)
    if isinstance(left.values, Texts):
        return Column(left.values.map(lambda text: (text in choices) is wanted, bool), left.known)
    return Column(np.isin(left.values, choices, invert=not wanted), left.known)


def _settle(left: Column, right: Column, *, settling: bool) -> Column:
    """Kleene: one `settling` operand settles it, whatever the other; else unknown if either is."""
    values = (left.values | right.values) if settling else (left.values & right.values)
    if left.known is True and right.known is True:
        return Column(values)
    left_settles = left.known & (left.values == settling)
    right_settles = right.known & (right.values == settling)
    settled = left_settles | right_settles
    known = settled | both_known(left.known, right.known)
    return Column(settled if settling else ~np.asarray(settled), known)


def _logic(on: Evaluator, node: ast.BoolOp) -> Column:
    parts = [on.evaluate(part) for part in node.values]
    settling = isinstance(node.op, ast.Or)
    return reduce(lambda first, second: _settle(first, second, settling=settling), parts)


def _unary(on: Evaluator, node: ast.UnaryOp) -> Column:
    operand = on.evaluate(node.operand)
    values = np.logical_not(operand.values) if isinstance(node.op, ast.Not) else -operand.values
    return Column(values, operand.known)


def _choice(on: Evaluator, node: ast.IfExp) -> Column:
    test, body, otherwise = (on.evaluate(part) for part in (node.test, node.body, node.orelse))
    values = np.where(test.values, body.values, otherwise.values)
    chosen_known = np.where(test.values, body.known, otherwise.known)
    return Column(values, both_known(test.known, chosen_known))


def _call(on: Evaluator, node: ast.Call) -> Column:
    function = FUNCTIONS[node.func.id]  # type: ignore[attr-defined]
    arguments = [on.evaluate(argument) for argument in node.args]
    known = reduce(both_known, (argument.known for argument in arguments))
    values = [argument.values for argument in arguments]
    if function.by_category:
        return _by_category(function.one, values[0], values[1:], known)
    assert function.columns is not None  # every other function is folded away or has a column form
    return Column(function.columns(*values), known)


def _by_category(ask: Callable[..., Any], texts: Any, others: list[Any], known: Known) -> Column:
    if not isinstance(texts, Texts):
        answer = ask(texts, *others) if isinstance(texts, str) else None
        return Column(bool(answer), known if answer is not None else False)
    answers = [ask(str(text), *others) for text in texts.categories]
    if None in answers:
        known = both_known(known, texts.spread([answer is not None for answer in answers], bool))
    return Column(texts.spread([bool(answer) for answer in answers], bool), known)


_WORKERS: dict[type[ast.AST], Callable[[Evaluator, Any], Column]] = {
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Call: _call,
}
