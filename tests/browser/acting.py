"""A log-in at the pages of the running product: reads, types and clicks as a person does, and minds every fault.

After each step the page must have answered well, without a script error and without sideways scrolling.
"""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Locator, Page

from tests.browser.conftest import DESKTOP, PASSWORD, PHONE
from tests.browser.district import District
from tests.browser.walking import SEEN, barriers, route_of

PICTURES = Path("var/screenshots")
STEP_MS_MAX = 10_000
OWN_PASSWORD = "yinling-Own-2026"


class Acting:
    """One log-in, or the public, in a browser of its own."""

    def __init__(
        self, browser: Browser, district: District, username: str = "", *, on_phone: bool = False, scripts: bool = True
    ) -> None:
        self.district, self.username, self.scripts = district, username, scripts
        known = district.sessions.get(username) if username else None
        self.context = browser.new_context(
            locale="zh-CN", viewport=PHONE if on_phone else DESKTOP, java_script_enabled=scripts, storage_state=known,
        )  # type: ignore[arg-type]  # fmt: skip
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(STEP_MS_MAX)
        self.errors: list[str] = []
        self.status = 200
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("response", lambda answer: self._note(answer))
        if username and known is None:
            self.sign_in()

    def _note(self, answer: object) -> None:
        request = answer.request  # type: ignore[attr-defined]
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.status = answer.status  # type: ignore[attr-defined]

    def sign_in(self) -> None:
        """By the form; a first password is replaced at once."""
        self.open("/account/login/")
        self.page.fill("input[name=login]", self.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("登录")
        if "/password/change" in self.page.url:
            for name, value in [("oldpassword", PASSWORD), ("password1", OWN_PASSWORD), ("password2", OWN_PASSWORD)]:
                self.page.fill(f"input[name={name}]", value)
            self.press("保存新密码")
            self.open("/")
        assert "/account/login" not in self.page.url, self.text
        self.district.sessions[self.username] = self.context.storage_state()  # type: ignore[assignment]

    def open(self, path: str, *, expect: int = 200) -> "Acting":
        """Goes to an address."""
        self.page.goto(path if path.startswith("http") else self.district.address + path)
        return self.look(expect=expect)

    def look(self, *, expect: int = 200) -> "Acting":
        """The page that stands: answered as expected, no script error, nothing wider than the screen."""
        self.page.wait_for_load_state()
        where = f"{self.username or 'public'} {self.path}"
        assert self.status == expect, f"{where}: {self.status} {self.text[:600]}"
        errors = [error for error in self.errors if expect < 400 or "status of" not in error]
        assert not errors, f"{where}: {errors}"
        wide = self._too_wide()
        assert wide <= 1, f"{where}: {wide} px too wide"
        self.errors.clear()
        if expect == 200 and route_of(self.path) not in SEEN:
            faults = self._barriers()
            assert not faults, "\n".join(faults)
        return self

    def _too_wide(self) -> int:
        """How many pixels the page is wider than the screen; asked again where a progress page goes on by itself."""
        for _ in range(5):
            try:
                return int(self.page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))
            except Error:
                self.page.wait_for_load_state()
        raise AssertionError(self.path)

    def _barriers(self) -> list[str]:
        """What axe objects to; a page without scripts is opened again by the same log-in, in a window with them."""
        if self.scripts:
            return barriers(self.page)
        context = self.page.context.browser.new_context(  # type: ignore[union-attr]
            locale="zh-CN", viewport=PHONE, storage_state=self.context.storage_state()
        )
        found = []
        if context.request.get(self.page.url).status == 200:  # not the answer to something that was sent
            page = context.new_page()
            page.goto(self.page.url)
            found = barriers(page)
        context.close()
        return found

    @property
    def path(self) -> str:
        """Where the log-in is."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return self.page.inner_text("main")

    def sees(self, *words: str) -> "Acting":
        """All of these can be read."""
        for word in words:
            assert word in self.text, f"{self.username} {self.path}: “{word}” is not on the page:\n{self.text[:3000]}"
        return self

    def misses(self, *words: str) -> "Acting":
        """None of these stands anywhere on the page, hidden or not."""
        source = self.page.content()
        for word in words:
            assert word not in source, f"{self.username} {self.path}: “{word}” is on the page"
        return self

    def follow(self, words: str | re.Pattern[str], *, within: str = "body") -> "Acting":
        """Follows the link of these words."""
        self.page.locator(within).get_by_role("link", name=words).first.click()
        return self.look()

    def button(self, words: str) -> Locator:
        """The button of exactly these words."""
        return self.page.get_by_role("button", name=words, exact=True)

    def press(self, words: str, *, expect: int = 200, twice: bool = False) -> "Acting":
        """Presses a button, once or as impatient people do."""
        button = self.button(words).first
        if twice:
            before = self._opened()
            button.dblclick()
            self._wait_for_another(before)
            self.status = 200  # the second sending may have been refused; what counts is what stands afterwards
            self.errors.clear()
            return self
        button.click()
        return self.look(expect=expect)

    def _opened(self) -> float:
        """When the page that stands was opened; 0 while one is on its way."""
        try:
            return float(self.page.evaluate("document.readyState === 'complete' ? performance.timeOrigin : 0"))
        except Error:  # the page went away while it was asked
            return 0

    def _wait_for_another(self, before: float) -> None:
        """Of two sendings the browser drops the first, which playwright takes for a failure: so the page is watched."""
        end = time.monotonic() + STEP_MS_MAX / 1000
        while self._opened() in (0, before):
            assert time.monotonic() < end, f"{self.username} {self.path}: nothing came after pressing twice"
            self.page.wait_for_timeout(50)

    def unfold(self, words: str) -> "Acting":
        """Opens a folded part, if it is still folded."""
        summary = self.page.locator("summary", has_text=words).first
        if summary.locator("xpath=..").get_attribute("open") is None:
            summary.click()
        return self

    def fill(self, **answers: str) -> "Acting":
        """Types into fields by their names; `__` stands for a dash."""
        for name, value in answers.items():
            self._field(name).fill(value)
        return self

    def select(self, **answers: str) -> "Acting":
        """Chooses in lists by the words of the choice."""
        for name, words in answers.items():
            self._field(name).select_option(label=words)
        return self

    def attach(self, name: str, *files: tuple[str, str, bytes]) -> "Acting":
        """Chooses files: name, type, content."""
        given = [{"name": file, "mimeType": kind, "buffer": content} for file, kind, content in files]
        self._field(name).set_input_files(given)  # type: ignore[arg-type]
        return self

    def tick(self, words: str) -> "Acting":
        """Ticks or chooses what carries these words."""
        self.page.get_by_label(words).first.check()
        return self

    def _field(self, name: str) -> Locator:
        wanted = name.replace("__", "-")
        return self.page.locator(f"main [name='{wanted}']:visible").first

    def picture(self, name: str) -> "Acting":
        """Keeps a picture of the whole page."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(PICTURES / f"journey-{name}.png"), full_page=True)
        return self

    def close(self) -> None:
        """Shuts the browser of this log-in."""
        self.context.close()


class Company:
    """The log-ins of one story, each opened when first needed."""

    def __init__(
        self, browser: Browser, district: District, *, is_on_phone: bool = False, scripts: bool = True
    ) -> None:
        self.browser, self.district = browser, district
        self.is_on_phone, self.scripts = is_on_phone, scripts
        self.here: dict[str, Acting] = {}

    def __call__(self, username: str = "") -> Acting:
        """The log-in of this name; no name is the public. Older people, firms and the public carry the phone."""
        if username not in self.here:
            on_phone = self.is_on_phone and username.split("-")[0] in ("", "elder", "firm", "agent")
            self.here[username] = Acting(
                self.browser, self.district, username, on_phone=on_phone, scripts=self.scripts and not on_phone
            )
        return self.here[username]

    def leave(self) -> None:
        """Everybody goes."""
        for one in self.here.values():
            one.close()
