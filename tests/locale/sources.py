"""The Chinese texts that code without Django says, read from the sources; run it to bring the phrases up to date."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "yinling"
HAN = re.compile(r"[\u4e00-\u9fff]")
PHRASES = SOURCE / "project" / "phrases"
LINE_CHARACTERS_MAX = 88  # Chinese characters are two columns wide
MODULE = '''"""What `{floor}` says in Chinese without Django: listed for translation by tests/locale/sources.py."""

from django.utils.translation import gettext_noop as _

# fmt: off
# ruff: noqa: E501
PHRASES = (
{lines}
)
'''
TRANSLATING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}

# Chinese on purpose: documents of record, names of places and people, column names of files that are Chinese,
# words read from Chinese cells, what only a terminal shows, and the invented samples of the gallery.
CHINESE_ON_PURPOSE = (
    "/migrations/", "/management/", "/apps.py", "needs/casework/domain/letters.py",
    "kernel/masking.py", "people/places/queries.py", "project/demo/", "project/settings.py",
    "needs/entitlements/domain/intake.py", "needs/entitlements/domain/sheets.py",
    "needs/entitlements/domain/explaining.py",
    "oversight/settlement/queries/verification.py", "oversight/indicators/domain/observations.py",
    "foundation/books/queries.py", "foundation/audit/queries.py", "gateways/policy/", "gateways/pdf.py",
    "design/gallery.py", "project/phrases/", "engines/rules/", "project/management/",
)  # fmt: skip


def _is_translating(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in TRANSLATING


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def as_phrase(text: ast.JoinedStr) -> str:
    """`第 {row.number} 行：{fault}` as the msgid `第 %(a)s 行：%(b)s`."""
    letters = iter("abcdefghij")
    return "".join(
        str(part.value).replace("%", "%%") if isinstance(part, ast.Constant) else f"%({next(letters)})s"
        for part in text.values
    )


def texts_in(tree: ast.AST) -> Iterator[str]:
    """Every Chinese string below `tree` that is not translated on the spot and is no docstring."""
    for node in ast.iter_child_nodes(tree):
        if _is_translating(node) or _is_docstring(node):
            continue
        if isinstance(node, ast.JoinedStr):
            if HAN.search(phrase := as_phrase(node)):
                yield phrase
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from texts_in(part)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str) and HAN.search(node.value) and not re.search(r"\\d|\$", node.value):
                yield node.value
        else:
            yield from texts_in(node)


def phrases() -> dict[str, list[str]]:
    """Room of the house (`needs`) → the phrases its code says."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not any(part in f"/{name}" for part in CHINESE_ON_PURPOSE):
            found.setdefault(name.split("/")[0], []).extend(texts_in(ast.parse(path.read_text())))
    return {floor: list(dict.fromkeys(texts)) for floor, texts in found.items() if texts}


def module_of(floor: str, texts: list[str]) -> str:
    """The module `project/phrases/<floor>.py`, several short phrases to a line."""
    lines, line = [], "   "
    for text in (f" _({json.dumps(text, ensure_ascii=False)})," for text in texts):
        if len(line) + len(text) > LINE_CHARACTERS_MAX and line.strip():
            lines.append(line)
            line = "   "
        line += text
    return MODULE.format(floor=floor, lines="\n".join([*lines, line]))


def write() -> None:
    """Bring the phrases up to what the sources say now."""
    for floor, texts in phrases().items():
        (PHRASES / f"{floor}.py").write_text(module_of(floor, texts))


if __name__ == "__main__":
    write()
