"""Pure code reads no clock, opens no file, asks no app registry."""

import ast
from pathlib import Path

FORBIDDEN_CALLS = {
    "now",
    "today",
    "localdate",
    "localtime",
    "utcnow",
    "time",
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "get_model",
    "getenv",
    "urlopen",
    "print",
    "input",
}


def is_pure(path: Path) -> bool:
    return any(part in {"kernel", "engines", "domain"} for part in path.parts) or path.name == "events.py"


def test_keep_pure_code_pure(trees: dict[Path, ast.Module]) -> None:
    wrong = []
    for path, tree in trees.items():
        if not is_pure(path):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in FORBIDDEN_CALLS:
                    wrong.append(f"{path}:{node.lineno} {name}()")
    assert not wrong, "\n".join(wrong)


def test_read_the_clock_only_at_the_edge(trees: dict[Path, ast.Module]) -> None:
    """Verbs and questions are told the time."""
    wrong = []
    for path, tree in trees.items():
        if not {"actions", "queries", "reactions"} & {*path.parts, path.stem}:
            continue
        for node in ast.walk(tree):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args
            if asks and node.func.attr in {"now", "today", "localdate", "utcnow"}:
                wrong.append(f"{path}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def test_take_the_day_where_the_offices_are(trees: dict[Path, ast.Module]) -> None:
    """`at.date()` is the day in Greenwich: between midnight and eight it is yesterday."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and ast.unparse(node.func.value).split(".")[-1].split("_")[-1] == "at"
    ]
    assert not wrong, "\n".join(wrong)
