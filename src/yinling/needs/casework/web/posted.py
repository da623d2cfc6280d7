"""What a form is bound to."""

from typing import Any

from django.http import HttpRequest


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Values and files of a POST, an empty one included; nothing otherwise."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
