"""Small files and functions: the bounds of the house."""

import ast
import statistics
from pathlib import Path

from tests.architecture.conftest import SOURCE, python_files

FUNCTION_LINES_MAX = 50
FILE_LINES_MAX = 400
CAPABILITY_LINES_MAX = 2_500
VIEW_LINES_MAX = 30
SETTINGS_LINES_MAX = 300
MEDIAN_FUNCTION_LINES_MAX = 12


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def test_keep_functions_short(trees: dict[Path, ast.Module]) -> None:
    long = [
        f"{path}:{node.lineno} {node.name} {lines(node)}"
        for path, tree in trees.items()
        for node in functions(tree)
        if lines(node) > FUNCTION_LINES_MAX
    ]
    assert not long, "\n".join(long)
    every = [lines(node) for tree in trees.values() for node in functions(tree)]
    assert statistics.median(every) <= MEDIAN_FUNCTION_LINES_MAX


def test_keep_files_short(root: Path) -> None:
    counts = {path: len(path.read_text().splitlines()) for path in python_files()}
    assert not [f"{path.relative_to(root)} {count}" for path, count in counts.items() if count > FILE_LINES_MAX]
    assert counts[SOURCE / "project" / "settings.py"] <= SETTINGS_LINES_MAX


def test_keep_capabilities_readable() -> None:
    sizes = {}
    for floor in ["foundation", "people", "needs", "care", "oversight"]:
        for folder in (SOURCE / floor).iterdir():
            if folder.is_dir() and folder.name != "__pycache__":
                sizes[folder.name] = sum(len(path.read_text().splitlines()) for path in python_files(folder))
    assert not {name: size for name, size in sizes.items() if size > CAPABILITY_LINES_MAX}


def test_keep_views_short(trees: dict[Path, ast.Module]) -> None:
    def is_view(node: ast.FunctionDef) -> bool:
        return bool(node.args.args) and node.args.args[0].arg == "request" and bool(node.decorator_list)

    long = [
        f"{path}:{node.lineno} {node.name} {lines(node)}"
        for path, tree in trees.items()
        if "web" in path.parts or "portals" in path.parts
        for node in functions(tree)
        if is_view(node) and lines(node) > VIEW_LINES_MAX
    ]
    assert not long, "\n".join(long)
