"""Local words for the grades of scales (失能, 半失能, 部分失能 …), read from a pack's `mappings.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yinling.gateways.policy.lines import read_yaml
from yinling.gateways.policy.root import policy_root

FILE = "mappings.yaml"


@dataclass(frozen=True)
class LocalWord:
    """A word of the district's documents and the grades, by scale, to which it is applied there."""

    word: str
    clauses: tuple[str, ...]
    grades: Mapping[str, tuple[int, ...]]
    verified: bool
    source: str

    def holds(self, scale: str, grade: int) -> bool:
        """Whether somebody with this grade is called so."""
        return grade in self.grades.get(scale, ())


def load_mappings(pack: str) -> tuple[LocalWord, ...]:
    """The pack's words in file order; empty where it has no such file."""
    return _mappings(policy_root() / pack / FILE)


def forget_mappings() -> None:
    """Read the files anew from now on."""
    _mappings.cache_clear()


@cache
def _mappings(file: Path) -> tuple[LocalWord, ...]:
    if not file.exists():
        return ()
    return tuple(
        LocalWord(
            entry["word"],
            tuple(entry["clauses"]),
            {name: tuple(grades) for name, grades in entry["grades"].items()},
            entry["verified"],
            entry["source"],
        )
        for entry in read_yaml(file).data["words"]
    )
