"""The pages are complete in English: every Chinese text of the sources is listed, translated and compiled."""

import gettext
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.locale import sources
from yinling.project.phrases import words

CATALOGUE = sources.SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Column names and cells of files that stay Chinese, and the example of a Chinese name: quoted in English texts too.
QUOTED = {"序号", "结果", "成功", "退回", "原因", "报送日期", "是", "否", "男", "女", "周一至周五"}
POLICY = Path(__file__).parents[2] / "policy" / "national"
MAKE_MESSAGES = """
from django.conf import settings
settings.configure(LOCALE_PATHS=["locale"], USE_I18N=True)
import django
django.setup()
from django.core.management import call_command
call_command("makemessages", locale=["en"], no_location=True, no_obsolete=True, verbosity=0)
"""
Entry = tuple[str, str, list[str], str]  # msgid, plural, translations, flags


def entries() -> list[Entry]:
    """The catalogue, without its header."""
    return [entry for block in CATALOGUE.read_text().split("\n\n") if (entry := entry_of(block))[0]]


def entry_of(block: str) -> Entry:
    """One entry of the catalogue; translations in order."""
    said: dict[str, str] = {}
    key, flags = "", ""
    for line in block.splitlines():
        if line.startswith("#"):
            flags += line if line.startswith("#,") else ""
            continue
        if found := re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) ", line):
            key, line = found[1], line[found.end() :]
        said[key] = said.get(key, "") + unquoted(line)
    translations = [text for name, text in sorted(said.items()) if name.startswith("msgstr")]
    context = f"{said['msgctxt']}\x04" if "msgctxt" in said else ""  # as compiled catalogues join them
    return context + said.get("msgid", ""), said.get("msgid_plural", ""), translations, flags


def unquoted(line: str) -> str:
    """`"a\\n"` of the catalogue as the text it stands for."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), line.strip()[1:-1])


@pytest.fixture(scope="module")
def compiled() -> gettext.GNUTranslations:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_list_every_text_of_pure_code() -> None:
    """Mended by `python tests/locale/sources.py`."""
    stale = [
        floor
        for floor, texts in sources.phrases().items()
        if (sources.PHRASES / f"{floor}.py").read_text() != sources.module_of(floor, texts)
    ]
    assert not stale


def test_list_every_word_of_the_fact_dictionary_and_of_the_sources() -> None:
    facts = yaml.safe_load((POLICY / "facts.yaml").read_text())["facts"]
    said = {fact[key] for fact in facts for key in ("label", "unit", "supplied_by") if key in fact}
    said |= {word for fact in facts for word in fact.get("words", {}).values()}
    assert said <= {*words.FACTS, ""}
    named = {one["name"] for one in yaml.safe_load((POLICY / "sources.yaml").read_text())["sources"]}
    assert named <= {*words.SOURCES, *words.FACTS}


def test_list_every_word_of_devices_alarms_and_welfare_visits() -> None:
    said = {
        word
        for name in ("devices", "alarms", "wellbeing")
        for word in words_of(yaml.safe_load((POLICY / f"{name}.yaml").read_text()))
        if sources.HAN.search(word)
    }
    assert said
    assert said <= {*words.SAFETY, *words.FACTS}


def words_of(tree: object) -> Iterator[str]:
    """What `tree` of a policy file calls things: every `name` and `words` in it."""
    if isinstance(tree, dict):
        yield from (tree[key] for key in ("name", "words") if isinstance(tree.get(key), str))
    if isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from words_of(part)


def test_translate_every_entry() -> None:
    assert len(entries()) > 1_500
    assert not [msgid for msgid, _plural, texts, flags in entries() if "fuzzy" in flags or not all(texts)]


def test_keep_every_place_of_a_text() -> None:
    wrong = [
        (msgid, text)
        for msgid, plural, texts, _flags in entries()
        for text in texts
        if sorted(PLACE.findall(text)) not in (sorted(PLACE.findall(msgid)), sorted(PLACE.findall(plural)))
    ]
    assert not wrong


def test_leave_no_chinese_in_english() -> None:
    left = [
        (msgid, text)
        for msgid, _plural, texts, _flags in entries()
        for text in texts
        if any(part not in QUOTED for part in CHINESE.findall(text))
    ]
    assert not left


def test_compile_what_is_translated(compiled: gettext.GNUTranslations) -> None:
    """Mended by `django-admin compilemessages` in src/yinling."""
    stale = [
        msgid
        for msgid, plural, texts, _flags in entries()
        if [compiled.ngettext(msgid, plural, n) for n in (1, 2)] != texts
        and plural
        or not plural
        and compiled.gettext(msgid) != texts[0]
    ]
    assert not stale


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_catalogue_every_text_of_the_sources(tmp_path: Path) -> None:
    """Mended by `django-admin makemessages -l en` in src/yinling."""
    left_out = shutil.ignore_patterns("static", "__pycache__", "*.mo")
    shutil.copytree(sources.SOURCE, tmp_path / "yinling", ignore=left_out)
    subprocess.run(
        [sys.executable, "-c", MAKE_MESSAGES], cwd=tmp_path / "yinling", check=True, capture_output=True, timeout=120
    )
    fresh = (tmp_path / "yinling" / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text()
    listed = {msgid for msgid, _plural, _texts, _flags in entries()}
    assert not {entry_of(block)[0] for block in fresh.split("\n\n")} - listed - {""}
