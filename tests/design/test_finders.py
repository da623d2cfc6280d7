"""Only listed files of npm packages become public."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from yinling.design.finders import NodeModulesFinder, icon_names, node_modules

ROOT = Path(__file__).resolve().parents[2]
installed = pytest.mark.skipif(not node_modules().is_dir(), reason="npm packages are not installed")


@installed
@pytest.mark.parametrize(
    "path",
    [
        "npm/tabler/tabler.min.css",
        "npm/htmx/htmx.min.js",
        "npm/jsqr/jsQR.js",
        "npm/leaflet/images/marker-icon.png",
        "npm/icons/home.svg",
    ],
)
def test_find_a_listed_file(path):
    assert Path(finders.find(path)).is_file()


@installed
@pytest.mark.parametrize(
    "path",
    ["npm/icons/abacus.svg", "npm/tabler/tabler-flags.css", "npm/leaflet/../package.json", "npm/echarts/echarts.js"],
)
def test_refuse_a_file_that_is_not_listed(path):
    assert not NodeModulesFinder().find(path)


@installed
def test_list_an_existing_file_for_every_icon():
    folder = node_modules() / "@tabler" / "icons" / "icons" / "outline"
    assert [name for name in icon_names() if not (folder / f"{name}.svg").is_file()] == []


def test_style_every_listed_icon():
    rules = (ROOT / "src/yinling/design/static/design/icons.css").read_text()
    assert [name for name in icon_names() if f".y-icon-{name} {{" not in rules] == []


def test_import_the_style_of_every_component():
    sheet = (ROOT / "src/yinling/design/static/design/components.css").read_text()
    folders = (ROOT / "src/yinling/design/templates/design").glob("*/style.css")
    assert [path.parent.name for path in folders if f"components/{path.parent.name}/" not in sheet] == []


@installed
@pytest.mark.parametrize("weight", ["400Regular", "700Bold"])
def test_hold_both_weights_of_the_letter_font(weight):
    font = node_modules() / "@expo-google-fonts" / "noto-sans-sc" / weight / f"NotoSansSC_{weight}.ttf"
    assert font.stat().st_size > 1_000_000


def test_lock_packages_without_a_registry_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert all("integrity" in entry for name, entry in packages.items() if name)
