"""One form, one action: done or refused, said to the person who asked."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

from yinling.design.pages import Request
from yinling.design.speech import say


def attempt(
    request: Request, act: Callable[[], object], done: str, form: forms.Form | None = None, *,
    refusal: type[Exception],
) -> None:  # fmt: skip
    """Does it where the form is in order; says what came of it, if there is something to say where all went well.

    `refusal` is the capability's own, with `words` for the person who asked.
    """
    if form is not None and not form.is_valid():
        faults = [f"{form.fields[name].label}：{words[0]}" for name, words in form.errors.items()]
        messages.error(request, _("请检查填写的内容。") + " ".join(faults))
        return
    try:
        act()
    except refusal as refused:
        messages.error(request, say(getattr(refused, "words", refused)))
    else:
        if done:
            messages.success(request, done)
