"""The repository holds no address of a registry, no path of a machine and no third-party source."""

import re
import subprocess
from pathlib import Path

REQUIREMENTS = ["requirements/runtime.txt", "requirements/dev.txt", "requirements/spark.txt", "requirements/node.txt"]
LOCKS = ["package-lock.json", *REQUIREMENTS]


def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False).stdout
    return [root / name for name in listed.splitlines() if (root / name).is_file()]


def test_name_no_registry(root: Path) -> None:
    assert not [
        name
        for name in LOCKS
        if re.search(r'"resolved": *"http|https?://[^ "]*(simple|registry)|index-url', (root / name).read_text())
    ]


def test_name_no_path_of_a_machine(root: Path) -> None:
    suffixes = {".py", ".md", ".yaml", ".toml", ".html", ".js", ".css", ".json", ".txt", ""}
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
    wrong = [
        str(path)
        for path in tracked(root)
        if path.suffix in suffixes and pattern.search(path.read_text(errors="ignore"))
    ]
    assert not wrong


def test_keep_a_lock_as_wide_as_the_project(root: Path) -> None:
    wanted = re.findall(r'^  "([a-z0-9-]+)', (root / "pyproject.toml").read_text().split("[project.scripts]")[0], re.M)
    locked = {
        line.split("==")[0].split("[")[0].lower() for line in (root / LOCKS[1]).read_text().splitlines() if "==" in line
    }
    assert not [name for name in wanted if name not in locked]
