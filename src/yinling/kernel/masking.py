"""Masks of personal values, as is common: names keep the surname, telephones 3 + 4, identity numbers 6 + 3."""

_COMPOUND_SURNAMES = frozenset(
    ["欧阳", "司马", "上官", "诸葛", "夏侯", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木", "宇文"]
)


def mask_name(name: str) -> str:
    """`李**`, `欧阳*`; one sign for each hidden character, at least one."""
    shown = 2 if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:shown] + "*" * max(1, len(name) - shown) if name else ""


def mask_number(text: str, first: int, last: int) -> str:
    """The first and last characters, the rest starred; nothing but stars where little would stay hidden."""
    hidden = len(text) - first - last
    return text[:first] + "*" * hidden + text[-last:] if hidden >= 3 else "*" * len(text)


def mask_identity(number: str) -> str:
    """Identity number: 6 + 3."""
    return mask_number(number, 6, 3)


def mask_phone(phone: str) -> str:
    """Mobile telephone: 3 + 4; shorter ones 0 + 4."""
    return mask_number(phone, 3, 4) if len(phone) >= 11 else mask_number(phone, 0, 4)


def mask_account(account: str) -> str:
    """Bank account: the last four."""
    return mask_number(account, 0, 4)


def mask_address(address: str) -> str:
    """An address as far as the town; house and road are hidden."""
    for ending in ("街道", "镇", "乡", "区", "县"):
        if (end := address.find(ending)) > 0:
            return address[: end + len(ending)] + "****"
    return "****" if address else ""
