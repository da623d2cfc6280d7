"""Reads the source once for all architecture tests."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "yinling"


def python_files(folder: Path = SOURCE) -> list[Path]:
    """Every module of ours, without migrations."""
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


@pytest.fixture(scope="session")
def trees() -> dict[Path, ast.Module]:
    """The syntax tree of every module, by path relative to the checkout."""
    return {path.relative_to(ROOT): ast.parse(path.read_text()) for path in python_files()}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
