"""Decision diagrams: one table of conditions as a shared, ordered graph.

A truth value per condition walks it in a few steps; where some are unknown, both branches are walked, and the
conditions that remain in the reduced result are exactly those whose answer could still change the decision.
Source: R. E. Bryant, Graph-based algorithms for Boolean function manipulation, 1986.
"""

import ast
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from yinling.engines.rules.compiled import compiled, is_large

Node = int


class Diagram:
    """Nodes are numbers; equal functions are the same number. Terminals hold any hashable value."""

    def __init__(self) -> None:
        self._nodes: list[tuple[Any, ...]] = []
        self._numbers: dict[tuple[Any, ...], Node] = {}
        self._lock = Lock()
        self._columns: npt.NDArray[np.intp] = np.zeros((3, 0), dtype=np.intp)

    def terminal(self, value: Hashable) -> Node:
        """The constant function."""
        return self._intern((-1, value))

    def branch(self, variable: int, when_false: Node, when_true: Node) -> Node:
        """`when_true` if the variable holds, else `when_false`; variables increase downwards."""
        return when_false if when_false == when_true else self._intern((variable, when_false, when_true))

    def variable(self, variable: int) -> Node:
        """The function that is the variable itself."""
        return self.branch(variable, self.terminal(False), self.terminal(True))

    def combine(self, apply: Callable[..., Hashable], nodes: Sequence[Node]) -> Node:
        """The function `apply(f(x), g(x), …)` of the functions in `nodes`."""
        done: dict[tuple[Node, ...], Node] = {}

        def step(parts: tuple[Node, ...]) -> Node:
            if parts not in done:
                done[parts] = self._step(apply, parts, step)
            return done[parts]

        return step(tuple(nodes))

    def restrict(self, node: Node, truths: Sequence[bool | None]) -> Node:
        """The function left when every variable with a truth value is put in place."""
        node = self._walk(node, truths)
        if self.is_settled(node):
            return node
        done: dict[Node, Node] = {}

        def step(at: Node) -> Node:
            if at in done:
                return done[at]
            part = self._nodes[at]
            if part[0] < 0:
                return at
            truth = truths[part[0]]
            if truth is None:
                result = self.branch(part[0], step(part[1]), step(part[2]))
            else:
                result = step(part[2] if truth else part[1])
            done[at] = result
            return result

        return step(node)

    def _walk(self, node: Node, truths: Sequence[bool | None]) -> Node:
        """Down from `node` as far as truth values are known."""
        while True:
            part = self._nodes[node]
            truth = None if part[0] < 0 else truths[part[0]]
            if truth is None:
                return node
            node = part[2] if truth else part[1]

    def ends(self, node: Node, truths: npt.NDArray[np.bool_], count: int = 0) -> npt.NDArray[np.intp]:
        """Where `node` leads for each row of truth values, all known: the constant functions, by number.

        `count` is how many cases the rows stand for.
        """
        variable, when_false, when_true = drawn = self._drawn()
        if is_large(count):
            ends = np.empty(len(truths), dtype=np.intp)
            compiled(_ends)(drawn, node, truths, ends)
            return ends
        at = np.full(len(truths), node, dtype=np.intp)
        rows = np.arange(len(truths))
        while (variable[at] >= 0).any():
            # A row that has come to its end stays there, whatever the last condition says.
            holds = truths[rows, variable[at]]
            at = np.where(holds, when_true[at], when_false[at])
        return at

    def _drawn(self) -> npt.NDArray[np.intp]:
        """Variable and branches by node; a constant branches to itself. Kept while the diagram does not grow."""
        if len(self._columns[0]) < len(self._nodes):
            parts = [part if part[0] >= 0 else (-1, at, at) for at, part in enumerate(tuple(self._nodes))]
            self._columns = np.ascontiguousarray(np.array(parts, dtype=np.intp).T)
        return self._columns

    def is_settled(self, node: Node) -> bool:
        """Whether a function is constant."""
        return bool(self._nodes[node][0] < 0)

    def value(self, node: Node) -> Hashable:
        """The value of a constant function. Raises LookupError if it still depends on something."""
        part = self._nodes[node]
        if part[0] >= 0:
            raise LookupError(node)
        return part[1]  # type: ignore[no-any-return]

    def support(self, node: Node) -> frozenset[int]:
        """The variables a function depends on."""
        seen: set[Node] = set()
        found: set[int] = set()
        waiting = [node]
        while waiting:
            at = waiting.pop()
            part = self._nodes[at]
            if at not in seen and part[0] >= 0:
                found.add(part[0])
                waiting += part[1:]
            seen.add(at)
        return frozenset(found)

    def _intern(self, part: tuple[Any, ...]) -> Node:
        # (-1, True) and (-1, 1) are equal keys in Python; the type keeps them apart.
        key = (*part, type(part[1]))
        with self._lock:
            if key not in self._numbers:
                self._nodes.append(part)
                self._numbers[key] = len(self._nodes) - 1
            return self._numbers[key]

    def _step(
        self, apply: Callable[..., Hashable], parts: tuple[Node, ...], step: Callable[[tuple[Node, ...]], Node]
    ) -> Node:
        nodes = [self._nodes[at] for at in parts]
        variables = [node[0] for node in nodes if node[0] >= 0]
        if not variables:
            return self.terminal(apply(*(node[1] for node in nodes)))
        top = min(variables)
        halves = [
            step(tuple(node[side] if node[0] == top else at for node, at in zip(nodes, parts, strict=True)))
            for side in (1, 2)
        ]
        return self.branch(top, halves[0], halves[1])


def _ends(drawn: Any, node: Node, truths: Any, ends: Any) -> None:
    for row in range(len(truths)):
        at = node
        while drawn[0, at] >= 0:
            at = drawn[2 if truths[row, drawn[0, at]] else 1, at]
        ends[row] = at


def build(diagram: Diagram, tree: ast.expr, variables: Mapping[str, int]) -> Node:
    """The function of a tree of and / or / not over condition names and true / false."""
    if isinstance(tree, ast.Name):
        return diagram.variable(variables[tree.id])
    if isinstance(tree, ast.Constant):
        return diagram.terminal(bool(tree.value))
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return diagram.combine(lambda truth: not truth, [build(diagram, tree.operand, variables)])
    if isinstance(tree, ast.BoolOp):
        parts = [build(diagram, part, variables) for part in tree.values]
        settle = all if isinstance(tree.op, ast.And) else any
        return diagram.combine(lambda *truths: settle(truths), parts)
    raise BadTable("rows and eligibility join condition names by and, or, not; nothing else")


class BadTable(ValueError):
    """The table cannot be read; the message says why."""
