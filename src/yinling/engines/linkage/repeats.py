"""Rows that stand in one roster twice."""

from yinling.engines.linkage.rows import Fault, RosterRow


class Repeats:
    """Remembers the rows seen so far, by whom they speak of."""

    def __init__(self) -> None:
        # A digest in place of the content: millions of small tuples would keep the garbage collector busy.
        self._seen: dict[str, tuple[int, int]] = {}

    def is_plain_copy(self, row: RosterRow) -> bool:
        """Whether an earlier row says just the same; one that says other things of the same person is at fault."""
        if not row.is_taken:
            return False
        key = row.id_number or "|".join(str(row.values[name]) for name in ("name", "birth_date")) + f"|{row.area}"
        content = hash((frozenset(row.values.items()), row.reported_on))
        number, earlier = self._seen.setdefault(key, (row.number, content))
        if number == row.number:
            return False
        if earlier == content:
            return True
        field = "身份证号" if row.id_number else "姓名"
        row.faults.append(Fault(row.number, field, f"与第 {number} 行是同一人，内容不同，只采用第 {number} 行"))
        return False
