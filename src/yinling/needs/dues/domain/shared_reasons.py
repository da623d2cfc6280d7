"""Reasons that many rows share: worked out once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from yinling.engines.rules.bound import BoundRule
from yinling.engines.rules.facts import Fact
from yinling.needs.dues.domain.months import Stretch
from yinling.needs.dues.domain.telling import told

DIGITS = 32


@dataclass
class Reasons:
    """Reasons by digest; `fresh` are those that nobody has taken yet."""

    known: Mapping[str, Fact]
    kept: dict[tuple[Any, ...], tuple[str, Any]] = field(default_factory=dict)
    fresh: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def digest_of(self, bound: BoundRule, stretch: Stretch) -> str:
        """The digest of the reasons for a stretch of days."""
        resolution = stretch.decision.resolution
        decision = stretch.decision
        shared = (decision.rows, decision.limit_use, decision.is_earlier_undecided)
        key = (id(bound), id(resolution), shared, stretch.because.id if stretch.because else "")
        found = self.kept.get(key)
        if found is None:
            # The resolution is kept beside the digest, so that its number cannot go to another one.
            found = self.kept[key] = self._make(bound, stretch), (bound, resolution)
        return found[0]

    def _make(self, bound: BoundRule, stretch: Stretch) -> str:
        lines = [vars(reason) for reason in told(bound, stretch, self.known)]
        digest = sha256(repr(lines).encode()).hexdigest()[:DIGITS]
        self.fresh[digest] = lines
        return digest

    def take_fresh(self) -> dict[str, list[dict[str, Any]]]:
        """Those that were made since the last time."""
        taken, self.fresh = self.fresh, {}
        return taken
