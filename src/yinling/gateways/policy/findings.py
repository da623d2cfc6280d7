"""What a check of policy files says: file, line, error or warning, and a plain Chinese message."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yinling.gateways.policy.lines import PolicyFault

WORDS = {"error": "错误", "warning": "警告"}


@dataclass(frozen=True, order=True)
class Finding:
    """One fault. `level` is `error` (the pack must not be used) or `warning` (somebody should look)."""

    file: Path
    line: int
    level: str
    message: str

    def __str__(self) -> str:
        here = Path.cwd()
        shown = self.file.relative_to(here) if self.file.is_relative_to(here) else self.file
        return f"{shown}:{self.line}: {WORDS[self.level]}: {self.message}"


def error(file: Path, line: int, message: str) -> Finding:
    """A finding that fails the check."""
    return Finding(file, line, "error", message)


def warning(file: Path, line: int, message: str) -> Finding:
    """A finding that asks somebody to look."""
    return Finding(file, line, "warning", message)


def from_fault(fault: PolicyFault) -> Finding:
    """A file that could not be read, as a finding."""
    return error(fault.file, fault.line, fault.message)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that fail the check."""
    return [finding for finding in findings if finding.level == "error"]
