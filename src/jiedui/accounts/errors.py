"""Refusals about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid


class UsernameTaken(Invalid):
    """Somebody signs in under that name already."""

    code = "username_taken"
    message = _("Somebody signs in as “%(username)s” already. Choose another name.")


class WeakPassword(Invalid):
    """The password is refused by the validators of the settings."""

    code = "weak_password"
    message = _("This password cannot be taken: %(reasons)s")
