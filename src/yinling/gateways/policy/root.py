"""Where the policy packs are: an environment variable, the checkout, or the installed package."""

import os
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def policy_root() -> Path:
    """The folder of packs: YINLING_POLICY, else the checkout's `policy/`, else that of the wheel."""
    if named := os.environ.get("YINLING_POLICY"):
        return Path(named).resolve()
    return _beside(_PACKAGE)


@cache
def _beside(package: Path) -> Path:
    """Asked for with every alarm; it does not move while we run."""
    checkout = package.parents[1] / "policy"
    return checkout if (checkout / "national").is_dir() else package / "policy"


def default_pack() -> str:
    """The pack in use unless a setting names another: what `default_pack.txt` says; empty without the file."""
    file = policy_root() / "default_pack.txt"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""
