"""Expressions on the facts of one case: closures over a mapping of names; None is unknown (Kleene logic)."""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from yinling.engines.rules.functions import FUNCTIONS

Values = Mapping[str, Any]
Evaluate = Callable[[Values], Any]

OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


def compile_one(node: ast.expr) -> Evaluate:
    """A function from names to a value; any unknown operand makes the result unknown unless logic settles it."""
    return _COMPILERS[type(node)](node)


def fold(node: ast.expr, constants: Values) -> ast.expr:
    """Put constants in place of names and work out every part that then depends on no name."""
    return _Folder(constants).visit(node)  # type: ignore[no-any-return]


class _Folder(ast.NodeTransformer):
    def __init__(self, constants: Values) -> None:
        self._constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self._constants[node.id]) if node.id in self._constants else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        arguments = [self.visit(argument) for argument in node.args]
        return self._settled(ast.Call(node.func, arguments, []), arguments)

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        test = self.visit(node.test)
        if isinstance(test, ast.Constant) and test.value is not None:
            return self.visit(node.body if test.value else node.orelse)  # type: ignore[no-any-return]
        return ast.IfExp(test, self.visit(node.body), self.visit(node.orelse))

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            left = self.visit(node.left)
            return self._settled(ast.Compare(left, node.ops, node.comparators), [left])
        parts = [self.visit(part) for part in (node.left, *node.comparators)]
        return self._settled(ast.Compare(parts[0], node.ops, parts[1:]), parts)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        parts = [self.visit(part) for part in node.values]
        return self._settled(ast.BoolOp(node.op, parts), parts)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        operand = self.visit(node.operand)
        return self._settled(ast.UnaryOp(node.op, operand), [operand])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        parts = [self.visit(node.left), self.visit(node.right)]
        return self._settled(ast.BinOp(parts[0], node.op, parts[1]), parts)

    @staticmethod
    def _settled(node: ast.expr, parts: list[ast.expr]) -> ast.expr:
        if all(isinstance(part, ast.Constant) for part in parts):
            return ast.Constant(compile_one(node)({}))
        return node


def _constant(node: ast.Constant) -> Evaluate:
    value = node.value
    return lambda values: value


def _name(node: ast.Name) -> Evaluate:
    name = node.id
    return lambda values: values[name]


def _two(apply: Callable[[Any, Any], Any], left: Evaluate, right: Evaluate) -> Evaluate:
    def evaluate(values: Values) -> Any:
        a = left(values)
        if a is None:
            return None
        b = right(values)
        return None if b is None else apply(a, b)

    return evaluate


def _binary(node: ast.BinOp) -> Evaluate:
    return _two(OPERATORS[type(node.op)], compile_one(node.left), compile_one(node.right))


def _compare(node: ast.Compare) -> Evaluate:
    if isinstance(node.ops[0], ast.In | ast.NotIn):
        return _membership(node)
    parts = [compile_one(part) for part in (node.left, *node.comparators)]
    links = [
        _two(OPERATORS[type(op)], left, right) for op, left, right in zip(node.ops, parts, parts[1:], strict=False)
    ]
    return links[0] if len(links) == 1 else _all_of(links)


def _membership(node: ast.Compare) -> Evaluate:
    left = compile_one(node.left)
    choices = frozenset(choice.value for choice in node.comparators[0].elts)  # type: ignore[attr-defined]
    wanted = isinstance(node.ops[0], ast.In)

    def evaluate(values: Values) -> Any:
        value = left(values)
        return None if value is None else (value in choices) is wanted

    return evaluate


def _settles_on(parts: list[Evaluate], settling: bool) -> Evaluate:
    def evaluate(values: Values) -> Any:
        unknown = False
        for part in parts:
            value = part(values)
            if value is None:
                unknown = True
            elif bool(value) is settling:
                return settling
        return None if unknown else not settling

    return evaluate


def _all_of(parts: list[Evaluate]) -> Evaluate:
    return _settles_on(parts, settling=False)


def _logic(node: ast.BoolOp) -> Evaluate:
    return _settles_on([compile_one(part) for part in node.values], settling=isinstance(node.op, ast.Or))


def _unary(node: ast.UnaryOp) -> Evaluate:
    operand = compile_one(node.operand)
    apply = operator.not_ if isinstance(node.op, ast.Not) else operator.neg

    def evaluate(values: Values) -> Any:
        value = operand(values)
        return None if value is None else apply(value)

    return evaluate


def _choice(node: ast.IfExp) -> Evaluate:
    test, body, otherwise = (compile_one(part) for part in (node.test, node.body, node.orelse))

    def evaluate(values: Values) -> Any:
        chosen = test(values)
        if chosen is None:
            return None
        return body(values) if chosen else otherwise(values)

    return evaluate


def _call(node: ast.Call) -> Evaluate:
    apply = FUNCTIONS[node.func.id].one  # type: ignore[attr-defined]
    parts = [compile_one(argument) for argument in node.args]

    def evaluate(values: Values) -> Any:
        arguments = [part(values) for part in parts]
        return None if None in arguments else apply(*arguments)

    return evaluate


_COMPILERS: dict[type[ast.AST], Callable[[Any], Evaluate]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Call: _call,
}
