"""A copy of the policy folder that a test may break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from yinling.gateways.policy.checking import check
from yinling.gateways.policy.findings import Finding
from yinling.gateways.policy.reading import forget
from yinling.gateways.policy.root import policy_root


@pytest.fixture
def policy(tmp_path, monkeypatch) -> Path:
    """The copy's folder; every reader looks there until the test ends."""
    copy = tmp_path / "policy"
    shutil.copytree(policy_root(), copy)
    monkeypatch.setenv("YINLING_POLICY", str(copy))
    forget()
    yield copy
    forget()


@pytest.fixture
def breaking(policy) -> Callable[..., list[Finding]]:
    """Changes one text in one file of the copy, and says what the check finds then and did not find before."""

    def break_(file: str, old: str, new: str) -> list[Finding]:
        pack, path = file.split("/")[0], policy / file
        before = set(check([pack]))
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [finding for finding in check([pack]) if finding not in before]

    return break_
