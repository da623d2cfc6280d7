"""A sample that anyone can draw again: the same seed and the same list give the same choice, on every machine."""

from collections.abc import Iterable
from hashlib import sha256


def draw(ids: Iterable[int], *, size: int, seed: str) -> list[int]:
    """`size` of the ids, in the order of a hash of seed and id; all of them if there are fewer."""
    return sorted(set(ids), key=lambda each: (sha256(f"{seed}:{each}".encode()).digest(), each))[: max(size, 0)]


def sample_size(total: int, percent: int) -> int:
    """`percent` of the total, rounded up: a share above zero draws at least one."""
    return -(-total * percent // 100)
