"""Values of the register in words for people."""

from collections.abc import Mapping

from yinling.engines.linkage.fields import Field, Value
from yinling.kernel.masking import mask_account, mask_address, mask_name, mask_phone
from yinling.kernel.money import display_yuan

SEX_WORDS = {"female": "女", "male": "男"}
_MASKS = {"phone": mask_phone, "bank_account": mask_account, "address": mask_address, "contact": mask_name}


def value_words(value: Value | None, field: Field, *, places: Mapping[str, str]) -> str:
    """A value as a page prints it: private ones masked, areas by name from `places`."""
    if value is None:
        return "未知"
    if field.is_private:
        return _MASKS.get(field.name, mask_account)(str(value))
    if field.kind == "boolean":
        return "是" if value else "否"
    if field.kind == "money":
        return display_yuan(int(value))
    if field.kind == "area":
        return places.get(str(value), str(value))
    if field.kind == "sex":
        return SEX_WORDS.get(str(value), str(value))
    if field.kind == "integer":
        return next((word for word, number in field.words.items() if number == value), f"{value}{field.unit}")
    return mask_name(str(value)) if field.name == "name" else str(value)
