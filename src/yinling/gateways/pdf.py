"""Letters as PDF, set by typst from a template and plain values.

Values never become markup: they travel as JSON in `sys.inputs.data`, and a template reads them with
`#let data = json(bytes(sys.inputs.data))` and `#set text(font: json(bytes(sys.inputs.fonts)))`.
"""

import json
import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.utils import get_app_template_dirs

# Any of these can print a Chinese letter; the first is what `npm ci` brings.
CHINESE_FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
    "SimSun",
)
_FOLDERS = ("400Regular", "700Bold")
_ARCHIVE = "a-2b"
_NO_GLYPH = "could not be displayed"
_log = logging.getLogger(__name__)


class FontMissing(Exception):
    """No font with Chinese characters is installed."""


class TemplateMissing(Exception):
    """No capability has a typst template of that name."""


class LetterFailed(Exception):
    """The template does not fit the values; the text is typst's own."""


def render_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A template such as `casework/decision.typ` as PDF/A-2b. Raises FontMissing, TemplateMissing, LetterFailed."""
    import typst  # noqa: PLC0415  34 MB that only letters need

    fonts, families = _fonts(str(settings.NODE_MODULES))
    source = _source(template)
    compiler: Any = typst.Compiler(source, root=source.parent, font_paths=fonts)
    values = {"data": json.dumps(data, cls=DjangoJSONEncoder), "fonts": json.dumps(families)}
    try:
        return bytes(compiler.compile(format="pdf", sys_inputs=values, pdf_standards=[_ARCHIVE]))
    except typst.TypstError as fault:
        if _NO_GLYPH not in str(fault):
            raise LetterFailed(f"{template}: {fault}") from fault
    # The archive form forbids a character that no font has. The letter must go out: it shows a box in its place.
    _log.warning("%s: a character is in no installed font, so the letter is no PDF/A", template)
    return bytes(compiler.compile(format="pdf", sys_inputs=values, pdf_standards=[]))


@lru_cache(maxsize=4)
def _fonts(node_modules: str) -> tuple[Any, list[str]]:
    """All fonts there are, and the Chinese families among them, best first."""
    import typst  # noqa: PLC0415  34 MB that only letters need

    root = Path(node_modules) / "@expo-google-fonts" / "noto-sans-sc"
    fonts = typst.Fonts(font_paths=[root / folder for folder in _FOLDERS if (root / folder).is_dir()])
    known = set(fonts.families())
    families = [family for family in CHINESE_FAMILIES if family in known]
    if not families:
        raise FontMissing("没有中文字体：请运行 make setup（安装 Noto Sans SC），或安装任一系统中文字体")
    return fonts, families


def _source(template: str) -> Path:
    for folder in get_app_template_dirs("templates"):
        path = Path(folder) / template
        if path.suffix == ".typ" and path.is_file():
            return path
    raise TemplateMissing(template)
