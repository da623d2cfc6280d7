"""YAML and CSV with the line number of every value, so that a fault can be named as file:line."""

import csv
import io
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Keys = tuple[str | int, ...]


class PolicyFault(ValueError):
    """A policy file that cannot be read: which file, which line, and why in plain Chinese."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")
        self.file, self.line, self.message = file, line, message


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, and the line on which each value stands."""

    file: Path
    data: Any
    lines: dict[Keys, int]

    def line(self, *keys: str | int) -> int:
        """Line of the value under `keys`, or of the nearest thing around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


@dataclass(frozen=True)
class Row:
    """One row of a CSV file: its cells by column name, empty cells as empty text."""

    file: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


class _Loader(yaml.composer.Composer, yaml.CSafeLoader):
    """Safe YAML: no aliases, a key stands once, only true and false are booleans, an impossible date is a fault.

    Words are found by libyaml, eight times as fast; nodes are composed here, where an alias can be refused.
    """

    def __init__(self, text: str) -> None:
        yaml.CSafeLoader.__init__(self, text)
        self.anchors: dict[str, yaml.Node] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[union-attr]  # there is an event
            raise yaml.constructor.ConstructorError(None, None, "不能用别名（*），请把内容写全", mark)  # type: ignore[arg-type]
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "冒号前面应是一个词", key.start_mark)
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key.value}”写了两次", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def construct_date(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            raise yaml.constructor.ConstructorError(
                None, None, f"“{node.value}”不是真实的日期", node.start_mark
            ) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_date)
# YAML 1.1 reads on, off, yes and no as booleans; `on` is an ordinary word here.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not (tag.endswith(":bool") and first not in "tTfF")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(file: Path) -> Document:
    """The data of a YAML file with its line numbers. Raises PolicyFault."""
    text = read_text(file)
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise PolicyFault(file, 1, "文件是空的")
        return Document(file, loader.construct_document(node), dict(_walk(node, ())))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PolicyFault(file, mark.line + 1 if mark else 1, _plain(error)) from None
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1  # libyaml counts bytes
        raise PolicyFault(file, line, "含有不允许的控制字符") from None


def read_text(file: Path) -> str:
    """The text of a UTF-8 file. Raises PolicyFault."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PolicyFault(file, 1, "缺少这个文件") from None
    except UnicodeDecodeError:
        raise PolicyFault(file, 1, "不是 UTF-8 编码") from None


def _plain(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, yaml.constructor.ConstructorError):
        return str(error.problem)
    return f"YAML 语法有误：{error.problem}（常见原因：缩进不齐、缺少引号或冒号后没有空格）"


def _walk(node: yaml.Node, keys: Keys) -> Iterator[tuple[Keys, int]]:
    yield keys, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*keys, str(key.value)), key.start_mark.line + 1
            yield from ((k, n) for k, n in _walk(value, (*keys, str(key.value))) if k != (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*keys, index))


def read_rows(file: Path) -> list[Row]:
    """Rows of a CSV file with a header line. Raises PolicyFault for a row of the wrong length."""
    reader = csv.reader(io.StringIO(read_text(file), newline=""))
    header = next(reader, [])
    rows = []
    for cells in reader:
        if len(cells) != len(header):
            raise PolicyFault(file, reader.line_num, f"应有 {len(header)} 列，实有 {len(cells)} 列")
        rows.append(Row(file, reader.line_num, dict(zip(header, cells, strict=True))))
    return rows
