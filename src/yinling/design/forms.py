"""Accessible forms: `{{ form }}` gives labels, help, errors tied to fields, a summary that links to them."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

from yinling.design.speech import is_foreign, say


class DatePicker(forms.DateInput):
    """The browser's own date field; it speaks ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class AccessibleBoundField(BoundField):
    """A field that knows how the templates must present it."""

    @property
    def is_group(self) -> bool:
        """Several inputs under one legend. Django counts file fields in, but they are one input."""
        return bool(self.use_fieldset) and not self.is_file

    @property
    def is_file(self) -> bool:
        """One or more files to choose."""
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def is_tick(self) -> bool:
        """A single box to tick, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_marked_optional(self) -> bool:
        """Said only where something else is required; in a filter, where nothing is, it would be noise."""
        return not self.field.required and any(field.required for field in self.form.fields.values())

    @property
    def target_id(self) -> str:
        """Where a link of the error summary leads: the input, or the first one of a group."""
        return f"{self.auto_id}_0" if self.is_group else self.id_for_label

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        """As Django does it, with the date picker in place of a plain text field for dates."""
        own = self.field.widget
        if widget is None and type(own) is forms.DateInput:
            widget = DatePicker(own.attrs)
        return super().as_widget(widget, attrs, only_initial)

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """Files name what they describe too; Django leaves that out for what it takes for a group."""
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_file and self.aria_describedby:
            attrs["aria-describedby"] = self.aria_describedby
        if widget and widget.attrs.get("placeholder") == self.label:  # says the label twice
            attrs["placeholder"] = ""
        return attrs


class AccessibleRenderer(DjangoTemplates):
    """The form renderer of every page; size comes from the page's theme."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = AccessibleBoundField

    def render(self, template_name: str, context: Any, request: Any = None) -> Any:
        """As Django does it, with the labels of choices in the reader's language."""
        for _group, options, _index in context.get("widget", {}).get("optgroups", ()):
            for option in options:
                option["label"] = say(option["label"])
                if is_foreign(option["label"]):
                    option["attrs"]["lang"] = "zh-hans"
        return super().render(template_name, context, request)
