"""What a password must be, in words of our own where Django has none in Chinese."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """Django's validator of the length; its refusal is in the reader's language."""

    def get_error_message(self) -> str:
        """Why a shorter one is refused."""
        return gettext("The password is too short. Use at least %(length)d characters.") % {
            "length": self.min_length
        }
