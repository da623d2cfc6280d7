"""The columns of a provider's file of workers: their headings, and words that stand for codes."""

import re
from collections.abc import Mapping, Sequence

from yinling.engines.linkage.fields import Field

EXAMPLE = "示例请删除此行"


def _field(name: str, label: str, kind: str, *further: str) -> Field:
    return Field(name, label, kind, headings=(label, *further))


FIELDS = {
    field.name: field
    for field in (
        _field("name", "姓名", "name"),
        _field("id_number", "身份证号", "identity", "证件号码", "身份证号码"),
        _field("phone", "手机号", "phone", "电话", "联系电话"),
        _field("occupation", "岗位", "text", "工种"),
        _field("site", "站点", "text", "所在站点"),
        _field("residence_area", "工作区划", "area", "区划", "街镇"),
        _field("transport", "出行方式", "text"),
        _field("languages", "语言", "text"),
        _field("employed_from", "入职日期", "date"),
        _field("skills", "技能", "text"),
        _field("hours", "工作时间", "text"),
        _field("health_from", "健康证明发证日期", "date", "健康证发证日期"),
        _field("health_until", "健康证明有效期至", "date", "健康证有效期至", "健康证有效期"),
        _field("level", "护理员等级", "text", "证书等级", "技能等级"),
        _field("level_number", "护理员证书编号", "text", "证书编号"),
        _field("level_from", "护理员证书发证日期", "date", "证书发证日期"),
        _field("level_until", "护理员证书有效期至", "date", "证书有效期至"),
    )
}
EXAMPLE_ROW = {
    "name": EXAMPLE, "id_number": "999999198805010026", "phone": "19900000000", "occupation": "护理员", "site": "",
    "residence_area": "街镇 村居", "transport": "电动自行车", "languages": "普通话、上海话",
    "employed_from": "2026-01-01", "skills": "生活照料、助浴", "hours": "周一至周五 08:00-12:00、13:00-17:00",
    "health_from": "2026-01-01", "health_until": "2026-12-31", "level": "五级", "level_number": "",
    "level_from": "2025-06-01", "level_until": "",
}  # fmt: skip


class UnknownWord(ValueError):
    """A word that stands for no code; the message says which do, to a person."""


def code_of(text: str, words: Mapping[str, str]) -> str:
    """The code whose words (`code: words`) begin as `text`, or are part of it. Raises UnknownWord."""
    plain = text.strip()
    exact = [code for code, word in words.items() if word == plain]
    found = exact or [code for code, word in words.items() if plain and word.startswith(plain)]
    if len(found) != 1:
        raise UnknownWord(f"“{plain}”应为：{'、'.join(words.values())}")
    return found[0]


def codes_of(text: str, words: Mapping[str, str]) -> list[str]:
    """Codes of a list of words. Raises UnknownWord."""
    return [code_of(part, words) for part in parts_of(text)]


def parts_of(text: str) -> Sequence[str]:
    """The words of a list."""
    return [part for part in re.split(r"[、,，;；\s]+", text) if part]
