"""The two commands: what they print, and with which exit code they end."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

PACK = "qingpu-2021"


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command(*words, stdout=out, stderr=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_pass_the_shipped_packs_with_a_line_for_each():
    code, text = run("policy_check")
    assert code == 0
    assert f"{PACK}：通过（错误 0，警告 2）" in text
    assert "suqian-2020：通过（错误 0，警告 0）" in text


def test_check_only_what_is_asked():
    assert "qingpu" not in run("policy_check", "suqian-2020")[1]


def test_end_with_one_when_a_pack_has_an_error(policy):
    file = policy / PACK / "decomposition.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("合计,330", "合计,329"), encoding="utf-8")
    code, text = run("policy_check", PACK)
    assert code == 1
    assert "decomposition.csv:13: 错误: “村居数”各行相加是330，合计写的是329" in text
    assert f"{PACK}：未通过（错误 1，警告 2）" in text


def test_refuse_to_check_an_unknown_pack():
    with pytest.raises(CommandError, match="没有名为“atlantis-1”的政策包"):
        run("policy_check", "atlantis-1")


def test_print_a_pack():
    code, text = run("policy_show", PACK, "--width", "100")
    assert code == 0
    assert text.startswith("═")


def test_refuse_to_print_a_broken_pack(policy):
    (policy / PACK / "pack.yaml").write_text("id: [\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError, match="1 处读不懂"):
        call_command("policy_show", PACK, stdout=out, stderr=out)
    assert "pack.yaml:" in out.getvalue()
