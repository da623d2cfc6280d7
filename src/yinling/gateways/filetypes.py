"""What a file is, by its bytes: names and claimed types are not believed."""

import io
import zipfile

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"

IMAGES = frozenset({JPEG, PNG})
NAMES = {PDF: "PDF", JPEG: "JPEG 照片", PNG: "PNG 图片", XLSX: "Excel 表格", DOCX: "Word 文档", TEXT: "文本（CSV）"}
ENDINGS = {
    PDF: (".pdf",),
    JPEG: (".jpg", ".jpeg"),
    PNG: (".png",),
    XLSX: (".xlsx",),
    DOCX: (".docx",),
    TEXT: (".csv", ".txt"),
}

_OFFICE_PARTS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
_PARTS_MAX = 10_000
_CONTROLS = frozenset([*range(32), 127]) - {9, 10, 13}


def sniff(content: bytes) -> str | None:
    """The media type of `content`; None for what is not taken: programs, scripts, macros, archives, HTML."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]:
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if _is_text(content) else None


def _office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:_PARTS_MAX])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    """Rows of text in UTF-8 or GB 18030 that no browser would take for a page."""
    if not content or any(byte in _CONTROLS for byte in content):
        return False
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            return False
    start = text.lstrip()[:512].lower()
    return not (start.startswith(("<", "#!")) or "<script" in start or "<html" in start)
