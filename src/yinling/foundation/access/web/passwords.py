"""The rule for passwords, as the framework asks for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yinling.foundation.access.domain.passwords import is_mixed


class MixedPasswordValidator:
    """Refuses passwords of one kind of character."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        if not is_mixed(password):
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("至少 8 位，同时包含字母和数字（或符号、大小写）。")
