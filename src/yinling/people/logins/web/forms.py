"""The form of a carer's log-in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LogInForm(forms.Form):
    """The name with which a worker signs in."""

    username = forms.RegexField(
        r"^[\w.@+-]+$", label=_("登录名"), max_length=60, help_text=_("字母、数字和 @ . + - _，例如姓名拼音加工号。"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
