"""A copy of the policy folder that a test may break."""

import shutil
from collections.abc import Callable
from dataclasses import replace
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


@pytest.fixture(scope="session")
def found_before() -> dict[str, set[Finding]]:
    """What the check finds in each pack as it is delivered, which is the same in every copy."""
    return {}


@pytest.fixture
def breaking(policy, found_before) -> Callable[..., list[Finding]]:
    """Changes one text in one file of the copy, and says what the check finds then and did not find before."""

    def inside(finding: Finding) -> Finding:
        return replace(finding, file=finding.file.relative_to(policy))

    def break_(file: str, old: str, new: str) -> list[Finding]:
        pack, path = file.split("/")[0], policy / file
        if pack not in found_before:
            found_before[pack] = {*map(inside, check([pack]))}
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return [finding for finding in check([pack]) if inside(finding) not in found_before[pack]]

    return break_
