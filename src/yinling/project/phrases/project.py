"""What `project` says in Chinese without Django: listed for translation by tests/locale/sources.py."""

from django.utils.translation import gettext_noop as _

# fmt: off
# ruff: noqa: E501
PHRASES = (
    _("岗位"),
)
