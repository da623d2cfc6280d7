"""The guide “Add a programme” is a pack that passes the check and pays what its cases say."""

import re
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from yinling.gateways.policy.checking import check
from yinling.gateways.policy.reading import forget
from yinling.gateways.policy.root import policy_root

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "add-a-programme.md"
PACK = "mytown-2026"
BLOCK = re.compile(rf"`policy/{PACK}/(\S+)`\n\n( *)```yaml\n(.*?)\n *```", re.DOTALL)


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """The files of the guide beside the national ones, in a policy folder of their own."""
    shutil.copytree(policy_root() / "national", tmp_path / "national")
    for name, _indent, text in BLOCK.findall(GUIDE.read_text(encoding="utf-8")):
        file = tmp_path / PACK / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text) + "\n", encoding="utf-8")
    monkeypatch.setenv("YINLING_POLICY", str(tmp_path))
    forget()
    yield tmp_path / PACK
    forget()


def test_pass_the_check_as_it_is_written(pack):
    assert sorted(file.name for file in pack.rglob("*.yaml")) == [
        "clauses.yaml", "pack.yaml", "rates.yaml", "warm_meal.yaml", "warm_meal.yaml",
    ]  # fmt: skip
    assert check([PACK]) == []


def test_work_out_its_cases(pack):
    """Fen in place of yuan, the commonest slip: every case that pays tells it."""
    rates = pack / "parameters/rates.yaml"
    rates.write_text(rates.read_text(encoding="utf-8").replace("value: 180", "value: 18000"), encoding="utf-8")
    (told,) = check([PACK])
    assert "district 写的是 180.00 元，算出来是 18,000.00 元" in told.message
