"""Expressions: Python's expression grammar cut down to what a rule needs, checked before anything runs."""

import ast
from dataclasses import dataclass

from yinling.engines.rules.functions import FUNCTIONS

SOURCE_LENGTH_MAX = 600
NODES_MAX = 200

_PLAIN = (
    ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.IfExp, ast.Load,
)  # fmt: skip


class BadExpression(ValueError):
    """The text is not an expression of the rule language; the message says what is not allowed."""


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text, its tree and the names it reads."""

    source: str
    node: ast.expr
    names: frozenset[str]


def parse(source: str) -> Expression:
    """Check `source` against the allowed grammar. Raises BadExpression."""
    if len(source) > SOURCE_LENGTH_MAX:
        raise BadExpression(f"longer than {SOURCE_LENGTH_MAX} characters")
    try:
        node = ast.parse(" ".join(source.split()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise BadExpression(f"not an expression: {source}") from fault
    nodes = list(ast.walk(node))
    if len(nodes) > NODES_MAX:
        raise BadExpression(f"more than {NODES_MAX} parts")
    _check(node)
    return Expression(source, node, names_in(node))


def names_in(node: ast.AST) -> frozenset[str]:
    """Names of values that a tree reads; function names are not values."""
    called = {id(part.func) for part in ast.walk(node) if isinstance(part, ast.Call)}
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name) and id(part) not in called)


def _check(node: ast.AST) -> None:
    if isinstance(node, ast.Call):
        _check_call(node)
        children: list[ast.AST] = list(node.args)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
        _check_membership(node)
        children = [node.left]
    elif isinstance(node, ast.Constant):
        if type(node.value) not in (bool, int, float, str):
            raise BadExpression(f"a constant of this kind is not allowed: {node.value!r}")
        return
    elif isinstance(node, ast.Name):
        if node.id.startswith("_"):
            raise BadExpression(f"names do not begin with an underscore: {node.id}")
        return
    elif isinstance(node, _PLAIN):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv):
            _check_divisor(node.right)
        children = list(ast.iter_child_nodes(node))
    else:
        raise BadExpression(f"not allowed here: {type(node).__name__}")
    for child in children:
        _check(child)


def _check_call(node: ast.Call) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
        raise BadExpression(f"not a function of the rule language: {ast.unparse(node.func)}")
    function = FUNCTIONS[node.func.id]
    if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
        raise BadExpression(f"{node.func.id} takes plain arguments only")
    if not function.arguments_min <= len(node.args) <= function.arguments_max:
        raise BadExpression(f"{node.func.id} does not take {len(node.args)} arguments")
    if node.func.id == "ratio":
        _check_divisor(node.args[2])


def _check_divisor(node: ast.expr) -> None:
    # A divisor that is a constant can never be zero in one row of a million.
    if not isinstance(node, ast.Constant) or type(node.value) is not int or node.value <= 0:
        raise BadExpression("divide by a positive whole number only")


def _check_membership(node: ast.Compare) -> None:
    choices = node.comparators[0]
    if len(node.ops) != 1 or not isinstance(choices, ast.List | ast.Tuple):
        raise BadExpression("`in` needs a list of constants on its right")
    for choice in choices.elts:
        if not isinstance(choice, ast.Constant):
            raise BadExpression("`in` needs a list of constants on its right")
        _check(choice)
