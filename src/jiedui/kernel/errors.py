"""Refusals. Each is one class, carries a machine-readable code and says in words what to do.

The console shows ``str(error)`` beside the field or on the page, the API returns ``code`` and the words,
the command line prints them with the address.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class JieduiError(Exception):
    """Root of all refusals. ``message`` is a translatable template filled with ``params``."""

    code = "error"
    status = 400
    message: str | Promise = _("Something went wrong.")

    def __init__(self, message: str | Promise | None = None, **params: Any) -> None:
        self.template = message or self.message
        self.params = params
        super().__init__(self.template)

    def __str__(self) -> str:
        text = str(self.template)
        return text % self.params if self.params else text


class NotAllowed(JieduiError):
    """The actor may not do this. Shown as 403; for objects out of scope use :class:`NotFound`."""

    code = "not_allowed"
    status = 403
    message = _("You may not do this. Ask the programme office if you think you should.")


class NotFound(JieduiError):
    """No such object, or it lies outside what the actor may see: the two answers are the same."""

    code = "not_found"
    status = 404
    message = _("There is nothing here, or you may not see it.")


class WrongState(JieduiError):
    """The object is not in a state in which this can be done."""

    code = "wrong_state"
    status = 409
    message = _("This cannot be done now: the state is %(state)s.")


class Invalid(JieduiError):
    """Input that cannot be taken. ``address`` says where: a field, a file and line, a sheet and cell."""

    code = "invalid"
    status = 422
    message = _("The input cannot be taken.")

    def __init__(self, message: str | Promise | None = None, *, address: str = "", **params: Any) -> None:
        super().__init__(message, **params)
        self.address = address

    @property
    def words(self) -> str:
        """The words alone, for where the address is shown beside them."""
        return super().__str__()

    def __str__(self) -> str:
        return f"{self.address}: {self.words}" if self.address else self.words


class FileRefused(Invalid):
    """The file is none that may be kept."""

    code = "file_refused"
    message = _("The file cannot be taken: %(why)s")


class StoreUnreachable(JieduiError):
    """Where files are kept does not answer, or refuses."""

    code = "store_unreachable"
    status = 503
    message = _(
        "The store of files cannot be reached. Try again in a moment; if it stays so, tell the operator. (%(why)s)"
    )


class FileDamaged(JieduiError):
    """A stored file is no longer what was stored."""

    code = "file_damaged"
    status = 500
    message = _("The stored file does not match its checksum. Tell the programme office; nothing was opened.")


class InvalidMany(JieduiError):
    """Several :class:`Invalid` at once, so that a file can be mended in one go."""

    code = "invalid"
    status = 422

    def __init__(self, errors: list[Invalid]) -> None:
        super().__init__(_("%(count)d problems were found."), count=len(errors))
        self.errors = errors

    @property
    def headline(self) -> str:
        """How many problems there are, without the problems."""
        return super().__str__()

    def __str__(self) -> str:
        return "\n".join([self.headline, *(str(error) for error in self.errors)])


class WrittenForEver(JieduiError):
    """A row of the audit log is added and never touched again."""

    code = "written_for_ever"
    status = 409
    message = _("The audit log is only ever added to. Nothing in it can be changed or removed.")


class KeyReused(JieduiError):
    """The idempotency key came before, with other content."""

    code = "idempotency_key_reused"
    status = 409
    message = _("This idempotency key was used before for something else. Use a new key for each act.")
