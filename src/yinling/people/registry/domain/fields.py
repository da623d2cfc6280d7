"""The fields of the register: its own, and one for each fact of the national dictionary on persons and households."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yinling.engines.linkage.fields import Field
from yinling.engines.rules.facts import Fact

OWN_FIELDS = (
    Field("name", "姓名", "name", is_timeless=True),
    Field("id_number", "身份证号", "identity", is_timeless=True),
    Field("sex", "性别", "sex", is_timeless=True),
    Field("birth_date", "出生日期", "date", is_timeless=True),
    Field("household_id", "户编号", "text"),
    Field("registered_area", "户籍区划", "area"),
    Field("residence_area", "居住区划", "area"),
    Field("phone", "电话", "phone", is_private=True, is_compared=False),
    Field("address", "地址", "text", is_private=True, is_compared=False),
    Field("bank_account", "银行卡号", "account", is_private=True, is_compared=False),
    Field("contact", "紧急联系人", "text", is_private=True, is_compared=False),
    Field("deceased_on", "死亡日期", "date"),
)
# Parts of a place told in columns of their own; they are read into residence_area.
TOWN_COLUMN = Field("town", "街镇", "text")
VILLAGE_COLUMN = Field("village", "村居", "text")
REPORTED_COLUMN = Field("reported_on", "报送日期", "date")
COLUMN_FIELDS = (TOWN_COLUMN, VILLAGE_COLUMN, REPORTED_COLUMN)


def all_fields(facts: Iterable[Fact], headings: Mapping[str, Iterable[str]]) -> dict[str, Field]:
    """Fields by name: own ones, then the dictionary's; `headings` are further column headings by field name."""
    own = {item.name: item for item in (*OWN_FIELDS, *COLUMN_FIELDS)}
    found = own | {
        fact.name: _from_fact(fact)
        for fact in facts
        if fact.about in {"person", "household"} and fact.name not in {*own, "person_id"}
    }
    return {name: replace(item, headings=(item.label, name, *headings.get(name, ()))) for name, item in found.items()}


def _from_fact(fact: Fact) -> Field:
    return Field(
        fact.name, fact.label, fact.type,
        words=fact.words, unit=fact.unit, minimum=fact.minimum, maximum=fact.maximum,
    )  # fmt: skip
