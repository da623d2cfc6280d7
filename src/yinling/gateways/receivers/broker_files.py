"""What Mosquitto is told: who logs in with which password, and who may say or hear what."""

import base64
import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

ROUNDS, SALT_BYTES = 101, 12  # as mosquitto_passwd of 2.0 writes them
_NAME = re.compile(r"[^\s:+#/$][^\s:+#/]*")


def is_name(user: str) -> bool:
    """Whether somebody can log in by that name: + and # would stand for others, : and / part lines and topics."""
    return bool(_NAME.fullmatch(user))


def password_line(user: str, password: str, *, salt: bytes) -> str:
    """A line of the file of passwords: PBKDF2 of SHA-512, with a salt of its own of twelve bytes, or it is not read."""
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS)
    return f"{user}:$7${ROUNDS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def kept_lines(passwords: str, users: Iterable[str]) -> list[str]:
    """Lines of a file of passwords that belong to some users."""
    wanted = set(users)
    return [line for line in passwords.splitlines() if line.partition(":")[0] in wanted]


def rights(topics: Iterable[str], *, receivers: Iterable[str]) -> str:
    """The file of rights: a device writes where its own account stands in a topic and hears nothing; receivers hear all
    topics and write none. `topics` hold `{account}` where a device's name stands."""
    ours = sorted({topic for topic in topics if "{account}" in topic})
    lines = [f"pattern write {topic.replace('{account}', '%u')}" for topic in ours]
    for name in receivers:
        lines += ["", f"user {name}", *(f"topic read {topic.replace('{account}', '+')}" for topic in ours)]
    return "\n".join(lines) + "\n"


def put(path: Path, text: str) -> None:
    """Writes a file that only its owner and group read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "w", encoding="utf-8") as opened:
        opened.write(text)
    fresh.replace(path)
