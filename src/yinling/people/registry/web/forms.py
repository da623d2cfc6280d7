"""Forms of the register."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.design.choices import offer
from yinling.engines.linkage.cells import Unreadable, read_value
from yinling.engines.linkage.fields import Field, Value
from yinling.kernel.actor import Actor
from yinling.people.places.queries import towns_in
from yinling.people.registry.models.matters import Relation
from yinling.people.registry.queries.areas import AreasAsWritten
from yinling.people.registry.queries.catalogue import fields
from yinling.people.registry.queries.matters import ConflictLine, DuplicateLine

REVEALABLE = {
    "name": _("姓名"),
    "id_number": _("身份证号"),
    "phone": _("电话"),
    "address": _("地址"),
    "bank_account": _("银行卡号"),
    "contact": _("紧急联系人"),
}
# What may be told of a new person by hand; anything else comes by correcting facts.
NEW_PERSON_FIELDS = ["registered_area", "residence_area", "phone", "address", "household_id"]


def _read(text: str, field: Field) -> Value:
    """A typed value. Raises ValidationError."""
    try:
        return read_value(text, field, find_area=AreasAsWritten().find)
    except Unreadable as fault:
        raise forms.ValidationError(str(fault)) from fault


class SearchForm(forms.Form):
    """What to look for."""

    q = forms.CharField(label=_("姓名、身份证号或电话"), required=False, max_length=60)
    area = forms.ChoiceField(label=_("街镇"), required=False)
    group = forms.ChoiceField(label=_("人群"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = towns_in(actor.area) if actor.area else []
        offer(self, "area", [("", _("全部")), *((town.code, town.name) for town in towns)])
        groups = [(field.name, field.label) for field in fields().values() if field.is_group]
        offer(self, "group", [("", _("全部")), *groups])


class PersonForm(forms.Form):
    """A person to register by hand."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    id_number = forms.CharField(label=_("身份证号"), max_length=20, help_text=_("18 位；末位可为 X。15 位旧号也可以"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEW_PERSON_FIELDS:
            field = fields()[name]
            required = name == "registered_area"
            self.fields[name] = forms.CharField(label=field.label, required=required, max_length=200)
        self.fields["registered_area"].help_text = _("街镇和村居的名称，中间空一格；或区划代码")
        self.fields["reason"] = forms.CharField(label=_("登记依据"), max_length=200)

    def values(self) -> dict[str, Value]:
        """Typed values of the filled-in fields."""
        return self._values

    def clean(self) -> dict[str, Any]:
        """Reads each value by its field's kind."""
        cleaned = super().clean() or {}
        self._values: dict[str, Value] = {}
        for name in NEW_PERSON_FIELDS:
            if text := cleaned.get(name):
                try:
                    self._values[name] = _read(text, fields()[name])
                except forms.ValidationError as fault:
                    self.add_error(name, fault)
        return cleaned


class FactForm(forms.Form):
    """A new value for one field, from a day on, with a reason."""

    value = forms.CharField(label=_("新的内容"), max_length=200)
    valid_from = forms.DateField(
        label=_("自哪天起"), initial=timezone.localdate, help_text=_("从这一天起按新的内容认定")
    )
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("如：入户核实，凭低保证"))

    def __init__(self, *args: Any, field: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field = field
        if field.kind == "boolean":
            choices = [("是", _("是")), ("否", _("否"))]
            self.fields["value"] = forms.ChoiceField(label=field.label, choices=choices, widget=forms.RadioSelect)
        else:
            self.fields["value"].label = field.label
        self.order_fields(["value", "valid_from", "reason"])

    def clean_value(self) -> Value:
        """By the field's kind."""
        return _read(self.cleaned_data["value"], self._field)

    def clean_valid_from(self) -> date:
        """Not in the future: nobody knows that yet."""
        day: date = self.cleaned_data["valid_from"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("不能晚于今天"))
        return day


class RevealForm(forms.Form):
    """Which masked value, and why."""

    field = forms.ChoiceField(label=_("查看哪一项"), choices=[*REVEALABLE.items()])
    reason = forms.CharField(label=_("查看原因"), max_length=200, help_text=_("查看会记入查阅记录"))


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class ConflictForm(ReasonForm):
    """Which source holds, and why."""

    def __init__(self, *args: Any, line: ConflictLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = f"conflict{line.id}"
        choices = [(str(c.statement_id), f"{c.source}：{c.value_text}（{c.reported_on}）") for c in line.choices]
        holding = next((str(choice.statement_id) for choice in line.choices if choice.holds), None)
        self.fields["statement"] = forms.ChoiceField(
            label=_("以哪个来源为准"), choices=choices, initial=holding, widget=forms.RadioSelect
        )
        self.order_fields(["statement", "reason"])


class DuplicateForm(ReasonForm):
    """Why they are one, or two."""

    def __init__(self, *args: Any, line: DuplicateLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = f"pair{line.id}"


class MandateForm(forms.Form):
    """A mandate to give."""

    username = forms.CharField(label=_("代办人登录名"), max_length=150)
    relation = forms.ChoiceField(label=_("关系"), choices=Relation.choices)
    valid_from = forms.DateField(label=_("自"))
    valid_until = forms.DateField(label=_("至"), required=False, help_text=_("不填为长期"))
