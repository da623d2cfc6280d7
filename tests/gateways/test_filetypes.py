"""Files are known by their bytes."""

import io
import zipfile

import pytest

from yinling.gateways.filetypes import DOCX, JPEG, PDF, PNG, TEXT, XLSX, sniff


def office(*parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 ...", PDF),
        (b"\xff\xd8\xff\xe0 photo \xff\xd9", JPEG),
        (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", PNG),
        (office("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        (office("word/document.xml"), DOCX),
        ("姓名,电话\n甲,1\n".encode(), TEXT),
        ("\ufeff姓名\n".encode(), TEXT),
        ("姓名,电话\n".encode("gb18030"), TEXT),
    ],
)
def test_know_what_is_taken(content: bytes, kind: str) -> None:
    assert sniff(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00program",
        b"\x7fELF",
        b"#!/bin/sh\nrm",
        b"<!doctype html><p>",
        b"  <svg onload=x>",
        b"name\n<script>x</script>",
        b"GIF89a\x01\x00",
        b"\xff\xd8\xff\xe0 cut off",
        b"\x89PNG\r\n\x1a\n cut off",
        b"PK\x03\x04 broken",
        office("a.txt"),
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        b"Rar!\x1a\x07\x00",
        b"text\x00with nul",
    ],
)
def test_refuse_everything_else(content: bytes) -> None:
    assert sniff(content) is None
