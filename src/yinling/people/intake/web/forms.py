"""Forms of files of workers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A file of workers."""

    file = forms.FileField(label=_("人员名册"), help_text=_(".xlsx 或 .csv，第一行为列名"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv"
