"""Refusals about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, JieduiError, WrongState


class UsernameTaken(Invalid):
    """Somebody signs in under that name already."""

    code = "username_taken"
    message = _("Somebody signs in as “%(username)s” already. Choose another name.")


class AddressTaken(Invalid):
    """Somebody signs in with that e-mail address already."""

    code = "address_taken"
    message = _("Somebody else has the address %(email)s already.")


class OwnAccount(WrongState):
    """The office does not close its own account, nor take its own role."""

    code = "own_account"
    message = _("This is your own account. Another person of the office must do this.")


class WeakPassword(Invalid):
    """The password is refused by the validators of the settings."""

    code = "weak_password"
    message = _("This password cannot be taken: %(reasons)s")


class SignOnSilent(JieduiError):
    """The organisation's sign-on cannot be reached."""

    code = "sign_on_silent"
    status = 502
    message = _(
        "Your organisation's sign-on does not answer. Try again in a while, or sign in with the password. If it goes "
        "on, tell the operator of this server."
    )
