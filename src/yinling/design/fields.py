"""Fields of forms that several capabilities ask for alike: money as people write it, a month."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yinling.kernel.money import NotMoney, parse_yuan


class YuanField(forms.CharField):
    """Yuan as people write them, cleaned to fen; None where nothing was written. `least_fen` is a bound."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, *, least_fen: int | None = None, **given: Any) -> None:
        super().__init__(**given)
        self.least_fen = least_fen

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except NotMoney:
            fen = None
        if fen is None or (self.least_fen is not None and fen < self.least_fen):
            raise forms.ValidationError(_("请填写金额，例如 120 或 35.50。"))
        return fen


class MonthPicker(forms.DateInput):
    """The browser's own month field; where there is none, text like 2026-03."""

    input_type = "month"
