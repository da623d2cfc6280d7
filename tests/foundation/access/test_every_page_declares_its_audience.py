"""Every page says who may see it, in permissions that some role holds; every permission opens something."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from yinling.foundation.access.domain.permissions import PERMISSIONS
from yinling.foundation.access.domain.roles import ROLES

SOURCE = Path(__file__).resolve().parents[3] / "src" / "yinling"
EVERYONE = {"public", "signed_in"}
# Framework pages: allauth guards its own; the language switch is for everybody.
FRAMEWORK = re.compile(r"(account_|mfa_|usersessions_)|set_language$")


def pages(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, object]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from pages(entry.url_patterns, inner)
        else:
            yield f"{namespace}{entry.name or entry.pattern}", entry.callback


def own_pages() -> list[tuple[str, object]]:
    found = pages(get_resolver().url_patterns)
    return [(name, view) for name, view in found if not FRAMEWORK.match(name) and "allauth" not in view.__module__]


def held() -> set[str]:
    return {permission for role in ROLES.values() for permission in role.permissions}


def test_find_pages_at_all() -> None:
    names = {name for name, _ in own_pages()}
    assert {"home", "access:users", "audit:changes", "books:accounts"} <= names


def test_every_page_declares_its_audience() -> None:
    assert not [name for name, view in own_pages() if not getattr(view, "audience", ())]


def test_every_audience_is_held_by_a_role() -> None:
    known = held() | EVERYONE
    unknown = {name: set(view.audience) - known for name, view in own_pages() if hasattr(view, "audience")}
    assert not {name: words for name, words in unknown.items() if words}


def test_every_permission_opens_a_page_or_an_action() -> None:
    beside = {SOURCE / "foundation/access/domain" / name for name in ("roles.py", "permissions.py")}
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py") if path not in beside)
    assert not sorted(permission for permission in held() if f'"{permission}"' not in text)


def test_every_permission_has_words() -> None:
    assert not sorted(held() - PERMISSIONS.keys())
    assert not sorted(PERMISSIONS.keys() - held())
