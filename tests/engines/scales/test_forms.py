"""What may stand in the form beside a scale, and how it reads."""

import pytest

from yinling.engines.scales.forms import asked_fields, filled_form, form_faults
from yinling.engines.scales.scale import FormField, FormPart

PARTS = [
    FormPart("A.2", "基本信息", (
        FormField("A.2.2", "性别", "choice", ("男", "女")),
        FormField("A.2.3", "出生日期", "date"),
        FormField("A.2.4", "身高", "number"),
        FormField("A.2.10", "居住情况", "choices", ("独居", "与配偶居住", "与子女居住")),
        FormField("A.2.14.1", "近30天跌倒", "choice", ("无", "1次", "2次", "3次及以上"), given_by="circumstance.fall"),
    )),
    FormPart("A.4", "用药", (FormField("A.4.2", "用药情况", "table", ("药物名称", "服药方法", "用药频率")),)),
]  # fmt: skip
GOOD = {
    "A.2.2": "女", "A.2.3": "1940-02-29", "A.2.4": "158.5", "A.2.10": "与配偶居住\n与子女居住",
    "A.4.2": "氨氯地平\t口服\t每天一次\n二甲双胍\t\t每天两次",
}  # fmt: skip


def test_take_a_form_half_or_wholly_filled():
    assert form_faults(PARTS, {}) == []
    assert form_faults(PARTS, GOOD) == []
    assert form_faults(PARTS, dict.fromkeys(GOOD, "")) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("A.2.2", "其他"), ("A.2.2", "男\n女"), ("A.2.3", "1941-02-29"), ("A.2.3", "四一年"), ("A.2.4", "高"),
        ("A.2.4", "-3"), ("A.2.4", "0"), ("A.2.4", "1580"), ("A.2.4", "."), ("A.2.4", "①"), ("A.2.10", "独居\n合租"),
        ("A.4.2", "氨氯地平\t口服"), ("A.4.2", "\n".join(["药\t口服\t每天"] * 51)), ("A.2.3", 19400229),
        ("A.4.2", "药" * 2_001 + "\t\t"), ("A.2.14.1", "1次"), ("A.9", "有"),
    ],
)  # fmt: skip
def test_refuse_what_cannot_stand_in_a_field(field, value):
    assert [name for name, _ in form_faults(PARTS, {**GOOD, field: value})] == [field]


def test_read_the_whole_form_in_words():
    first, second = filled_form(PARTS, GOOD, {"fall": 7})
    assert [field.lines for field in first.fields] == [
        ("女",), ("1940-02-29",), ("158.5",), ("与配偶居住", "与子女居住"), ("3次及以上",)
    ]  # fmt: skip
    assert second.fields[0].lines == (
        "药物名称 氨氯地平，服药方法 口服，用药频率 每天一次", "药物名称 二甲双胍，用药频率 每天两次"
    )  # fmt: skip


@pytest.mark.parametrize(("told", "lines"), [(0, ("无",)), (True, ("1次",)), (2, ("2次",)), (None, ()), (-1, ())])
def test_take_over_what_the_circumstances_say(told, lines):
    [part, _] = filled_form(PARTS, {}, {"fall": told} if told is not None else {})
    assert part.fields[-1].lines == lines
    assert "A.2.14.1" not in [field.id for field in asked_fields(PARTS[0])]
