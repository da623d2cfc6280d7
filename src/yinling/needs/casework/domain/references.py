"""How other books name a case: audit, documents, determinations."""


def case_ref(case_id: int) -> str:
    """`case:12`."""
    return f"case:{case_id}"


def number_of(prefix: str, year: int, sequence: int) -> str:
    """The case number people read: `QP-2021-000123`."""
    return f"{prefix}-{year}-{sequence:06d}"
