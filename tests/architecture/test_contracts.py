"""The floor plan holds, and capabilities meet only through their doors."""

import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

FLOORS = ["foundation", "people", "needs", "care", "oversight"]
DOORS = {"domain", "events", "queries", "actions"}
WIDE_DOORS = DOORS | {"web", "api", "jobs", "reactions"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("yinling")


def test_keep_the_floor_plan(root: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": "src"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def capability(module: str) -> tuple[str, str, str] | None:
    """Floor, capability and room of a module inside a capability."""
    parts = module.split(".")
    if len(parts) >= 3 and parts[1] in FLOORS:
        return parts[1], parts[2], parts[3] if len(parts) > 3 else ""
    return None


def test_enter_a_capability_only_by_its_doors(graph: grimp.ImportGraph) -> None:
    wrong = []
    for module in sorted(graph.modules):
        here = capability(module)
        for imported in graph.find_modules_directly_imported_by(module):
            there = capability(imported)
            if there is None or (here and here[:2] == there[:2]):
                continue
            open_doors = DOORS if here else WIDE_DOORS
            if there[2] not in open_doors and not (module.startswith("yinling.project") and there[2] == "models"):
                wrong.append(f"{module} → {imported}")
    assert not wrong, "\n".join(wrong)


def test_import_in_no_circle(graph: grimp.ImportGraph) -> None:
    edges = {
        (capability(module)[:2], capability(imported)[:2])
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if capability(module) and capability(imported)
    }
    mutual = sorted(f"{a[1]} ↔ {b[1]}" for a, b in edges if a < b and (b, a) in edges)
    assert not mutual, mutual


def test_make_every_folder_a_package(root: Path) -> None:
    """A folder without __init__.py is hidden from the floor plan."""
    folders = {path.parent for path in (root / "src" / "yinling").rglob("*.py")}
    assert not sorted(str(folder.relative_to(root)) for folder in folders if not (folder / "__init__.py").exists())
