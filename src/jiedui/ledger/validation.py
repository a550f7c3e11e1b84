"""Validation of what is recorded, with refusals that name the field and say what to do."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from itertools import dropwhile
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.ledger.kinds.base import AnyKind, Text
from jiedui.ledger.schemas import EntryInput, input_model

MESSAGES: dict[str, Text] = {
    "missing": _("This is required."),
    "extra_forbidden": _("There is no such field for this kind of help."),
    "greater_than": _("Enter a number greater than %(gt)s."),
    "greater_than_equal": _("There is no such number."),
    "less_than_equal": _("Enter a number of at most %(le)s."),
    "string_too_short": _("This is required."),
    "string_too_long": _("Use at most %(max_length)s characters."),
    "too_short": _("Give at least %(min_length)s."),
    "too_long": _("Give at most %(max_length)s."),
    "decimal_max_places": _("Use at most %(decimal_places)s decimal places."),
    "decimal_max_digits": _(
        "This number is too large. Use at most %(max_digits)s digits, and check its unit."
    ),
    "decimal_whole_digits": _(
        "This number is too large. Use at most %(whole_digits)s digits before the point, and check its unit."
    ),
    "enum": _("Choose one of: %(expected)s."),
    "date_from_datetime_parsing": _("Enter a day, for example 2019-07-03."),
    "date_parsing": _("Enter a day, for example 2019-07-03."),
    "decimal_parsing": _("Enter a number."),
    "int_parsing": _("Enter a whole number."),
    "int_from_float": _("Enter a whole number."),
    "value_error": "%(error)s",
}


def validate(kind: AnyKind, data: Mapping[str, Any]) -> EntryInput:
    """``data`` as the kind's input model. Raises InvalidMany, each error addressed by its field."""
    try:
        return input_model(kind.key).model_validate(dict(data))
    except ValidationError as error:
        raise InvalidMany(described(error.errors(include_url=False, include_input=False))) from None


def described(errors: Iterable[Mapping[str, Any]], *, skip: Container[object] = ()) -> list[Invalid]:
    """pydantic's findings in the reader's language, addressed like ``detail.step``.

    Parts of the address in ``skip`` are left out at its beginning.
    """
    return [_described(item, list(dropwhile(skip.__contains__, item["loc"]))) for item in errors]


def _described(item: Mapping[str, Any], address: list[object]) -> Invalid:
    template = MESSAGES.get(item["type"], _("This value cannot be taken here."))
    return Invalid(template, address=".".join(str(part) for part in address), **item.get("ctx", {}))
