"""Whose turn a call is, where several receivers are given every call: one takes it at once, the others look later.

Nothing depends on their agreeing: whoever is not first keeps what is missing when it looks, and nobody acknowledges
before that. Where two believe that they are first, the call is stored once as ever; where nobody does, a little later.
"""

from collections.abc import Collection
from hashlib import blake2b


class Turns:
    """Which of the receivers that live is the first to take what an account says; `name` is our own."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._names: frozenset[str] = frozenset([name])

    def know(self, names: Collection[str]) -> None:
        """Who takes calls just now, ourselves or not."""
        self._names = frozenset([self._name, *names])

    def is_ours(self, account: str) -> bool:
        """Whether we are first. Somebody who leaves hands on their own accounts and moves no other."""
        if len(self._names) == 1:
            return True
        return max(self._names, key=lambda name: _draw(name, account)) == self._name


def _draw(name: str, account: str) -> bytes:
    return blake2b(f"{name}\x1f{account}".encode("utf-8", "replace"), digest_size=8).digest()
