"""One form, one action: done or refused, said to the person who asked."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from yinling.design.pages import Request
from yinling.design.speech import say
from yinling.oversight.claims.domain.refusals import ClaimRefused


def attempt(request: Request, act: Callable[[], object], done: str, form: forms.Form | None = None) -> None:
    """Does it where the form is in order; says what came of it."""
    if form is not None and not form.is_valid():
        faults = [f"{form.fields[name].label}：{words[0]}" for name, words in form.errors.items()]
        messages.error(request, _("请检查填写的内容。") + " ".join(faults))
        return
    try:
        act()
    except ClaimRefused as refused:
        messages.error(request, say(refused.words))
    else:
        messages.success(request, done)
