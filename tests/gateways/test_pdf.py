"""Letters carry every character of their values and are never markup."""

import re
import zlib
from pathlib import Path

import pytest

from yinling.gateways import pdf
from yinling.gateways.pdf import FontMissing, LetterFailed, TemplateMissing, render_pdf

TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set text(font: json(bytes(sys.inputs.fonts)))
#set document(title: "t")
= #data.name
#data.text
"""
ODD = r"*粗* _斜_ #h(1cm) #panic() $x^2$ `码` @引用 <标签> \\ // /* = - + ~ [方] {花} \"引\" ' % & ¥ 〇 ㎡"
RARE = "䶮㛃𠅤"


@pytest.fixture(autouse=True)
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "letter.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "get_app_template_dirs", lambda name: [folder])
    return folder


def characters(content: bytes) -> set[str]:
    """Every character that the PDF says its glyphs stand for."""
    found = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in text or b"beginbfrange" in text:
            for code in re.findall(rb"<[0-9A-Fa-f]+> *<([0-9A-Fa-f]+)>", text):
                found.update(bytes.fromhex(code.decode()).decode("utf-16-be", "ignore"))
    return found


def test_print_chinese_as_an_archive_pdf() -> None:
    content = render_pdf("letter.typ", {"name": "张三", "text": "准予补贴"})
    assert content.startswith(b"%PDF-1.7")
    assert b"pdfaid" in content
    assert set("张三准予补贴") <= characters(content)


def test_keep_odd_characters_as_they_are() -> None:
    assert set(ODD) - {" "} <= characters(render_pdf("letter.typ", {"name": "甲", "text": ODD}))


def test_print_rare_characters() -> None:
    assert set(RARE) <= characters(render_pdf("letter.typ", {"name": RARE, "text": RARE}))


def test_send_out_a_letter_whose_character_no_font_has(caplog) -> None:
    content = render_pdf("letter.typ", {"name": "甲\U0002fff0", "text": "乙"})
    assert content.startswith(b"%PDF")
    assert "no PDF/A" in caplog.text


def test_say_that_no_chinese_font_is_installed(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NODE_MODULES = tmp_path
    monkeypatch.setattr(pdf, "CHINESE_FAMILIES", ("A family that nobody has",))
    with pytest.raises(FontMissing, match="make setup"):
        render_pdf("letter.typ", {"name": "甲", "text": ""})


def test_say_what_a_template_lacks() -> None:
    with pytest.raises(TemplateMissing):
        render_pdf("nowhere.typ", {})
    with pytest.raises(LetterFailed, match="letter.typ"):
        render_pdf("letter.typ", {"name": "甲"})


def test_read_nothing_beside_the_template(template: Path) -> None:
    (template.parent / "secret.txt").write_text("geheim")
    (template / "thief.typ").write_text('#read("../secret.txt")')
    with pytest.raises(LetterFailed):
        render_pdf("thief.typ", {})
