"""Every page of every role, at desktop and phone width: no fault, no sideways scrolling, no barrier."""

from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser

from tests.browser.walking import sign_in, walk

PICTURES = Path("var/screenshots")
LOGINS = [
    None, "zhujiajiao", "xiayang", "bureau", "bureau2", "finance", "finance2", "firm", "elder", "elder2", "agent",
    "auditor", "admin",
]  # fmt: skip
SEEN: dict[str, str] = {}


@pytest.mark.parametrize("login", LOGINS)
def test_open_every_page(browser: Browser, served: str, login: str | None) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(locale="zh-CN")
    if login:
        page = context.new_page()
        sign_in(page, served, login)
        start = page.url[len(served) :]
        page.close()
    else:
        start = "/public/"
    result = walk(context, served, start, PICTURES, login or "public")
    context.close()
    SEEN.update(result.seen)
    assert not result.faults, "\n".join(result.faults)


def test_reach_every_page_by_links() -> None:
    """Runs after the walks: a page that nobody can reach by links is lost, or is named here with its reason."""
    if len(SEEN) < 10:
        pytest.skip("the walks ran elsewhere")
    lost = [route for route in page_routes() if route not in SEEN and not reached_otherwise(route)]
    assert not lost, "\n".join(lost)


def page_routes() -> list[str]:
    """Routes of our own views that answer GET."""
    found: list[str] = []

    def gather(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                gather(one, route)
            elif isinstance(one, URLPattern) and hasattr(one.callback, "audience"):
                found.append(route)

    gather(get_resolver(), "")
    return found


OTHERWISE = {
    "": "leads each role to its portal",
}


def reached_otherwise(route: str) -> bool:
    """Nouns that only answer POST, steps in the middle of a form, downloads of a later stage."""
    return route in OTHERWISE
