"""Changes of a day in groups that do not wait for each other, so that each group can be made by itself. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """One visit that leaves some carers and goes to others; spans in minutes, half-open, None if it has no time."""

    key: Hashable
    leaves: tuple[int, ...]
    left: tuple[int, int] | None
    joins: tuple[int, ...]
    joined: tuple[int, int]


def batches(moves: Sequence[Move], size: int) -> list[list[Move]]:
    """Moves that take a place which another leaves stay together; batches hold about `size`, or one long chain."""
    head = list(range(len(moves)))

    def root(one: int) -> int:
        while head[one] != one:
            head[one] = one = head[head[one]]
        return one

    left: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for place, move in enumerate(moves):
        for worker in move.leaves if move.left else ():
            left[worker].append((*(move.left or (0, 0)), place))
    for place, move in enumerate(moves):
        for worker in move.joins:
            for starts, ends, other in left[worker]:
                if starts < move.joined[1] and move.joined[0] < ends:
                    head[root(place)] = root(other)
    groups: dict[int, list[Move]] = defaultdict(list)
    for place, move in enumerate(moves):
        groups[root(place)].append(move)
    return _filled(list(groups.values()), size)


def _filled(groups: Sequence[list[Move]], size: int) -> list[list[Move]]:
    found: list[list[Move]] = []
    for group in groups:
        if found and len(found[-1]) + len(group) <= size:
            found[-1].extend(group)
        else:
            found.append(list(group))
    return found
