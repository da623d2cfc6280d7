"""Walks a portal as one log-in would: follows links to one page of every kind, and looks hard at each."""

import os
import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE

PAGES_MAX = 200
KEEP_PICTURES = bool(os.environ.get("YINLING_PICTURES"))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # it would ask for style sheets by wrong addresses
}
SEEN: set[str] = set()  # routes that were looked at, by walks and by stories


@dataclass
class Walk:
    """What was seen and what was wrong."""

    seen: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def sign_in(page: Page, address: str, username: str) -> None:
    """Logs in by the form, as a person does."""
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], main form.login button, main form button")
    page.wait_for_load_state()
    assert "/account/login" not in page.url, page.inner_text("body")[:400]


def walk(context: BrowserContext, address: str, start: str, pictures: Path, name: str) -> Walk:
    """One page of every route that can be reached by links from `start`."""
    result, page = Walk(), context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    queue = deque([start])
    while queue and len(result.seen) < PAGES_MAX:
        path = queue.popleft()
        route = route_of(path)
        if route is None or route in result.seen or (name != "public" and route.startswith(("public/", "account/"))):
            continue
        answer = context.request.get(address + path)
        result.seen[route] = path
        if answer.status != 200:
            result.faults.append(f"{path}: {answer.status}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        if route in SEEN and not KEEP_PICTURES:  # the same template for another role: only where it leads is new
            queue.extend(links_in(answer.text(), path))
            continue
        look(page, address + path, pictures / f"{name}-{slug(route)}", result, problems)
        queue.extend(links(page, address))
    page.close()
    return result


def links_in(text: str, path: str) -> list[str]:
    """Where a page leads on this site, read from its text."""
    found = (urljoin(path, unescape(link)) for link in re.findall(r'<a\b[^>]*?\shref="([^"#]+)"', text))
    return [link for link in dict.fromkeys(found) if link.startswith("/") and not link.startswith("//")]


def look(page: Page, url: str, picture: Path, result: Walk, problems: list[str]) -> None:
    """Opens at both widths: no script error, no sideways scrolling, nothing that axe objects to; keeps pictures."""
    path = urlsplit(url).path
    problems.clear()
    page.set_viewport_size(DESKTOP)
    page.goto(url)
    for label, size in [("desktop", DESKTOP), ("phone", PHONE)]:
        page.set_viewport_size(size)
        if KEEP_PICTURES:
            page.screenshot(path=f"{picture}-{label}.png", full_page=True)
        wide = width_beyond(page)
        if wide > 1:
            result.faults.append(f"{path} {label}: {wide} px too wide")
    # The same page for another role is the same template: axe, which takes longest, looks at it once.
    if route_of(path) not in SEEN:
        result.faults += barriers(page)
    result.faults += [f"{path}: {text}" for text in problems]


def width_beyond(page: Page) -> int:
    """Pixels beyond the screen; what is drawn by script (charts, maps) is given a moment to follow the screen."""
    # The page's own policy forbids waiting by an evaluated expression, so the width is asked for again from here.
    for _ in range(15):
        beyond = int(page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))
        if beyond <= 1:
            break
        page.wait_for_timeout(100)
    return beyond


def barriers(page: Page) -> list[str]:
    """What axe objects to on the page as it stands; remembers that the route was looked at."""
    path = urlsplit(page.url).path
    route = route_of(path)
    if route is not None:
        SEEN.add(route)
    violations = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{path}: axe {violation['id']}: " + "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        for violation in violations
    ]


def links(page: Page, address: str) -> list[str]:
    """Addresses of this site that the page leads to."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    return [href[len(address) :].split("#")[0] for href in found if href.startswith(address + "/")]


def route_of(path: str) -> str | None:
    """The route that answers a path; nothing for static files."""
    try:
        return str(resolve(urlsplit(path).path).route)
    except Resolver404:
        return None


def slug(route: str) -> str:
    """The route as a file name."""
    return re.sub(r"[^a-z0-9]+", "-", route.lower()).strip("-") or "start"
