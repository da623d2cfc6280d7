"""Expressions on whole columns: the same language as `scalar`, in NumPy, with masks of what is known.

A column holds int64 (numbers, fen), bool, int32 `yyyymmdd` (dates) or `Texts`; values under a false `known` mean
nothing.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.compiled import gather, is_large
from yinling.engines.rules.functions import FUNCTIONS, day_number
from yinling.engines.rules.scalar import OPERATORS

BLOCK_ROWS = 1 << 16
BLOCK_ROWS_OF_TRUTHS = 1 << 18  # narrower, so more of them fit
KEYS_MAX = 1 << 16
FEW_CHOICES = 16

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
        found: npt.NDArray[Any] = np.empty(len(self.codes), dtype=kind)
        gather(np.array(answers or [0], dtype=kind), self.codes, found, len(self.codes))
        return found


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

    def block(self, rows: slice) -> "Column":
        """Some rows of it, without copying; one value for all stays that."""
        known = self.known[rows] if isinstance(self.known, np.ndarray) else self.known
        if isinstance(self.values, Texts):
            return Column(Texts(self.values.codes[rows], self.values.categories), known)
        return Column(self.values[rows] if np.ndim(self.values) else self.values, known)


UNKNOWN = Column(0, False)
Columns = Mapping[str, Column]


def blocks(count: int, most: int = 0) -> list[slice]:
    """All rows, in equal parts of at most `most` (or BLOCK_ROWS), so that columns fit a processor's cache."""
    size = -(-count // max(1, -(-count // (most or BLOCK_ROWS))))
    return [slice(start, min(start + size, count)) for start in range(0, count, size)] if count else []


def stretches(count: int) -> list[slice]:
    """All rows, for a plain loop: at once where that is compiled, which needs no room, else in blocks."""
    return [slice(0, count)] if is_large(count) else blocks(count)


class Evaluator:
    """Evaluates trees over one set of columns; equal parts (an age, say) are worked out once.

    `answers` are those asked of each distinct text; evaluators of blocks of the same columns share them.
    """

    def __init__(self, columns: Columns, answers: dict[str, Any] | None = None) -> None:
        self._columns = columns
        self._done: dict[str, Column] = {}
        self._answers: dict[str, Any] = {} if answers is None else answers

    def evaluate(self, node: ast.expr) -> Column:
        """The column of `node`."""
        if isinstance(node, ast.Constant):
            return _constant(node.value)
        if isinstance(node, ast.Name):
            return self._columns[node.id]
        key = _key(node)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = _WORKERS[type(node)](self, node)
        return found

    def of_each_text(self, node: ast.expr, texts: Texts, ask: Callable[[str], Any]) -> list[Any]:
        """`ask` of every distinct text, asked once for all blocks."""
        key = _key(node)
        if key not in self._answers:
            self._answers[key] = [ask(str(text)) for text in texts.categories]
        return self._answers[key]  # type: ignore[no-any-return]


@lru_cache(maxsize=KEYS_MAX)
def _key(node: ast.expr) -> str:
    # Trees of a bound rule stay as they are and are asked again for every block.
    return ast.dump(node)


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
    if len(parts) == 2 and isinstance(parts[0].values, Texts) and isinstance(parts[1].values, str):
        return _compare_texts(on, node, parts[0], parts[1])
    links = [
        _compare_two(OPERATORS[type(op)], left, right)
        for op, left, right in zip(node.ops, parts, parts[1:], strict=False)
    ]
    return reduce(lambda first, second: _settle(first, second, settling=False), links)


def _compare_texts(on: Evaluator, node: ast.Compare, left: Column, right: Column) -> Column:
    """A text column against one text."""
    apply, wanted = OPERATORS[type(node.ops[0])], right.values
    answers = on.of_each_text(node, left.values, lambda text: apply(text, wanted))
    return Column(left.values.spread(answers, bool), both_known(left.known, right.known))


def _compare_two(apply: Callable[[Any, Any], Any], left: Column, right: Column) -> Column:
    return Column(apply(_plain(left.values), _plain(right.values)), both_known(left.known, right.known))


def _plain(values: Any) -> Any:
    return values.map(str, object) if isinstance(values, Texts) else values


def _membership(on: Evaluator, node: ast.Compare) -> Column:
    left = on.evaluate(node.left)
    choices = [choice.value for choice in node.comparators[0].elts]  # type: ignore[attr-defined]
    wanted = isinstance(node.ops[0], ast.In)
    if isinstance(left.values, Texts):
        answers = on.of_each_text(node, left.values, lambda text: (text in choices) is wanted)
        return Column(left.values.spread(answers, bool), left.known)
    return Column(_is_among(left.values, choices) if wanted else ~_is_among(left.values, choices), left.known)


def _is_among(values: Any, choices: list[Any]) -> Any:
    if not choices or len(choices) > FEW_CHOICES:
        return np.isin(values, choices)
    # A handful of comparisons is quicker than sorting or tabling the values.
    return reduce(np.logical_or, (np.equal(values, choice) for choice in choices))


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
        return _by_category(on, node, function.one, values, known)
    assert function.columns is not None  # every other function is folded away or has a column form
    return Column(function.columns(*values), known)


def _by_category(on: Evaluator, node: ast.Call, ask: Callable[..., Any], values: list[Any], known: Known) -> Column:
    texts, *others = values
    if not isinstance(texts, Texts):
        answer = ask(texts, *others) if isinstance(texts, str) else None
        return Column(bool(answer), known if answer is not None else False)
    answers = on.of_each_text(node, texts, lambda text: ask(text, *others))
    if None in answers:
        known = both_known(known, texts.spread([answer is not None for answer in answers], bool))
    return Column(texts.spread(answers, bool), known)


_WORKERS: dict[type[ast.AST], Callable[[Evaluator, Any], Column]] = {
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Call: _call,
}
