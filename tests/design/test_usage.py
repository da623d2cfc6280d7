"""Pages use what the look offers: components and icons that exist, and nothing the security policy refuses."""

import re
from pathlib import Path

import pytest

from yinling.design.finders import icon_names
from yinling.design.gallery import FOLDER

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yinling"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
TAG = re.compile(r"<c-([a-z_.-]+)")
ICON = re.compile(r'(?:\bicon="|<c-icon name="|y-icon y-icon-)([a-z0-9-]+)"')
REFUSED = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script>|javascript:|hx-on')
IN_COTTON = {"slot", "vars"}


def find(pattern: re.Pattern[str], path: Path) -> set[str]:
    return set(pattern.findall(path.read_text()))


def exists(tag: str) -> bool:
    parts = tag.replace("-", "_").split(".")
    path = FOLDER.joinpath(*parts)
    return path.with_suffix(".html").is_file() or (path / "index.html").is_file()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_use_only_components_and_icons_that_exist(path):
    assert {tag for tag in find(TAG, path) - IN_COTTON if not exists(tag)} == set()
    assert find(ICON, path) - set(icon_names()) == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_write_nothing_that_the_security_policy_refuses(path):
    assert find(REFUSED, path) == set()


def test_name_only_icons_that_exist_in_the_navigation():
    text = (SOURCE / "project" / "navigation.py").read_text()
    icons = re.findall(r'Entry\("[^"]+", _\("[^"]+"\), "([^"]+)"', text)
    assert icons
    assert set(icons) - set(icon_names()) == set()
