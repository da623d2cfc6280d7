"""What `kernel` says in Chinese without Django: listed for translation by tests/locale/sources.py."""

from django.utils.translation import gettext_noop as _

# fmt: off
# ruff: noqa: E501
PHRASES = (
    _("公众"), _("%(a)s年%(b)s月%(c)s日"), _("已超期 %(a)s 个工作日"), _("还有 %(a)s 个工作日"),
    _("今天到期"), _("元"), _("%(a)s%(b)s.%(c)s 元"),
)
