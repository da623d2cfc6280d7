"""Reading YAML and CSV with line numbers; faults are told with file and line, never as a traceback."""

from datetime import date

import pytest

from yinling.gateways.policy.lines import PolicyFault, read_rows, read_yaml


@pytest.fixture
def written(tmp_path):
    def write(text: str, name: str = "a.yaml"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_remember_the_line_of_each_value(written):
    document = read_yaml(written("# 说明\na: 1\nb:\n  - x: 2\n  - x: 3\n    y: {z: 4}\n"))
    assert document.data == {"a": 1, "b": [{"x": 2}, {"x": 3, "y": {"z": 4}}]}
    assert [document.line("a"), document.line("b"), document.line("b", 1)] == [2, 3, 5]
    assert document.line("b", 1, "y", "z") == 6


def test_give_the_line_around_a_missing_value(written):
    document = read_yaml(written("a:\n  b: 1\n"))
    assert document.line("a", "nothing", "deeper") == 1


def test_read_words_that_old_yaml_takes_for_booleans(written):
    document = read_yaml(written("on: yes\noff: no\nreal: true\n"))
    assert document.data == {"on": "yes", "off": "no", "real": True}


def test_read_dates(written):
    assert read_yaml(written("a: 2021-05-31\n")).data["a"] == date(2021, 5, 31)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "写了两次"),
        ("ok: 1\na: 2021-02-30\n", 2, "不是真实的日期"),
        ("a: [1, 2\nb: 3\n", 2, "YAML 语法有误"),
        ("a: 1\n b: 2\n", 2, "YAML 语法有误"),
        ("a: &x [1]\nb: *x\n", 2, "不能用别名"),
        ("a: &x [*x]\n", 1, "不能用别名"),
        ("a: 1\n[b, c]: 2\n", 2, "冒号前面应是一个词"),
        ("a: !!python/object:os.system {}\n", 1, "tag"),
        ("", 1, "空的"),
        ("镇: 养老服务\n甲: \x00\n", 2, "不允许的控制字符"),
    ],
)
def test_name_line_and_reason_of_a_broken_file(written, text, line, words):
    file = written(text)
    with pytest.raises(PolicyFault) as fault:
        read_yaml(file)
    assert (fault.value.file, fault.value.line) == (file, line)
    assert words in fault.value.message


def test_name_a_missing_file(tmp_path):
    with pytest.raises(PolicyFault, match="缺少这个文件"):
        read_yaml(tmp_path / "none.yaml")


def test_refuse_another_encoding(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes("题名: 通知\n".encode("gb18030"))
    with pytest.raises(PolicyFault, match="不是 UTF-8 编码"):
        read_yaml(file)


def test_keep_the_line_of_each_row(written):
    rows = read_rows(written('﻿a,b\n1,\n"x\ny",2\n3,4\n', "t.csv"))
    assert [(row["a"], row["b"]) for row in rows] == [("1", ""), ("x\ny", "2"), ("3", "4")]
    assert [row.line for row in rows] == [2, 4, 5]


def test_refuse_a_row_of_the_wrong_length(written):
    with pytest.raises(PolicyFault, match=r"t\.csv:3: 应有 2 列，实有 1 列"):
        read_rows(written("a,b\n1,2\n3\n", "t.csv"))
