"""Names say what a thing is; drawers for odds and ends do not exist."""

import ast
import re
from pathlib import Path

from tests.architecture.conftest import SOURCE

FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
    "stuff",
}
# Words of a workshop, not of elder care; written in halves so that this file does not trip over itself.
WORKSHOP = ["TO" + "DO", "FIX" + "ME", "place" + "holder text", "lorem " + "ipsum"]


def test_name_no_drawer() -> None:
    names = [path for path in SOURCE.rglob("*") if path.stem in FORBIDDEN and "__pycache__" not in path.parts]
    assert not names


def test_leave_nothing_unfinished(root: Path) -> None:
    suffixes = {".py", ".html", ".yaml", ".md", ".css", ".js", ".typ"}
    folders = [root / name for name in ("src", "policy", "docs", "tests", "benchmarks")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in suffixes]
    found = [f"{path.relative_to(root)}: {word}" for path in files for word in WORKSHOP if word in path.read_text()]
    assert not found


def test_open_every_module_with_a_sentence(trees: dict[Path, ast.Module]) -> None:
    assert not [str(path) for path, tree in trees.items() if tree.body and not ast.get_docstring(tree)]


def test_define_every_status_in_words(trees: dict[Path, ast.Module]) -> None:
    wrong = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("TextChoices") for base in node.bases):
                for item in node.body:
                    if isinstance(item, ast.Assign) and isinstance(item.value, ast.Tuple):
                        code = ast.literal_eval(item.value.elts[0])
                        if not re.fullmatch(r"[a-z0-9_]{2,}|", code):
                            wrong.append(f"{path}:{item.lineno} {code}")
    assert not wrong


def test_inherit_once_or_twice_at_most(trees: dict[Path, ast.Module]) -> None:
    bases: dict[str, list[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = [ast.unparse(base).split(".")[-1].split("[")[0] for base in node.bases]

    def depth(name: str, seen: frozenset[str] = frozenset()) -> int:
        ours = [base for base in bases.get(name, []) if base in bases and base not in seen]
        return 1 + max((depth(base, seen | {name}) for base in ours), default=0) if ours else 0

    assert not {name: depth(name) for name in bases if depth(name) > 2}
