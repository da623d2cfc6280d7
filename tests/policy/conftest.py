"""A policy folder of a test's own, with the national files and the new pack in it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.new_pack import write_pack
from yinling.gateways.policy.programmes import forget_programmes
from yinling.gateways.policy.reading import forget
from yinling.gateways.policy.root import policy_root


@pytest.fixture
def new_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The new pack's folder; every reader looks there until the test ends."""
    root = tmp_path / "policy"
    shutil.copytree(policy_root() / "national", root / "national")
    monkeypatch.setenv("YINLING_POLICY", str(root))
    forget(), forget_programmes()
    yield write_pack(root)
    forget(), forget_programmes()
