"""Text laid out in a terminal, where a Chinese character is two columns wide: widths, wrapping, tables."""

import unicodedata
from collections.abc import Iterator, Sequence

GAP = "  "
TAIL_MIN = 16  # columns that the last column of a table keeps in a narrow terminal
_NOT_FIRST = "，。；：、！？）》〕」”’％%—"  # must not begin a line
_NOT_LAST = "（《〔「“‘"  # must not end one


def width(text: str) -> int:
    """Columns that `text` takes: wide and full-width characters two, combining marks none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `columns`; `right` aligns numbers."""
    blank = " " * max(0, columns - width(text))
    return blank + text if right else text + blank


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns`; words of letters and digits stay whole, brackets stay with what they hold."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Parts of `text` between which a line may break."""
    piece = ""
    for character in text:
        word = character.isascii() and not character.isspace()
        joins = piece and word and piece[-1].isascii() and not piece[-1].isspace()
        if not piece or joins or character in _NOT_FIRST or piece[-1] in _NOT_LAST:
            piece += character
            continue
        yield piece
        piece = character
    yield piece


def table(rows: Sequence[Sequence[str]], columns: int, *, numeric: frozenset[int] = frozenset()) -> list[str]:
    """Rows (the first is the heading) as aligned lines; the last column wraps to what is left of `columns`."""
    count = len(rows[0])
    sizes = [max(width(row[n]) for row in rows) for n in range(count)]
    used = sum(sizes[:-1]) + len(GAP) * (count - 1)
    sizes[-1] = min(sizes[-1], max(TAIL_MIN, columns - used))
    lines = [line for row in rows for line in _row_lines(row, sizes, numeric)]
    heading = len(list(_row_lines(rows[0], sizes, numeric)))
    rule = GAP.join("─" * size for size in sizes)
    return [*lines[:heading], rule, *lines[heading:]]


def _row_lines(row: Sequence[str], sizes: Sequence[int], numeric: frozenset[int]) -> Iterator[str]:
    tail = wrap(row[-1], sizes[-1])
    cells = [pad(cell, sizes[n], right=n in numeric) for n, cell in enumerate(row[:-1])]
    first = pad(tail[0], sizes[-1], right=len(row) - 1 in numeric)
    yield GAP.join([*cells, first]).rstrip()
    indent = " " * (sum(sizes[:-1]) + len(GAP) * (len(row) - 1))
    yield from (indent + line for line in tail[1:])


def paragraph(text: str, columns: int, indent: str = "") -> list[str]:
    """Wrapped lines, each behind `indent`."""
    return [indent + line for line in wrap(text, columns - width(indent))]
