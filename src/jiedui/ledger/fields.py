"""Form fields that accept what people type: 1.2亿, 12,000.50, 2019.7.3, full-width digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import Invalid
from jiedui.kernel.parsing import parse_date, parse_integer, parse_money, parse_number

V = TypeVar("V")


class TypedField(forms.CharField, Generic[V]):
    """A line of text read by a parser. Empty is None."""

    parse: Callable[[str], V]

    def to_python(self, value: Any) -> Any:
        """The parsed value, or None for nothing."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return type(self).parse(text)
        except Invalid as error:
            raise ValidationError(str(error), code=error.code) from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: a number without trailing zeros, a day as 2019-07-03."""
        if hasattr(value, "as_tuple"):
            return plain(value)
        return value.isoformat() if hasattr(value, "isoformat") else value


class MoneyField(TypedField[Any]):
    """Money in yuan."""

    parse = staticmethod(parse_money)
    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})


class NumberField(TypedField[Any]):
    """A number."""

    parse = staticmethod(parse_number)
    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})


class WholeNumberField(TypedField[Any]):
    """A whole number."""

    parse = staticmethod(parse_integer)
    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})


class DayField(TypedField[Any]):
    """A day."""

    parse = staticmethod(parse_date)
    widget = forms.TextInput(attrs={"autocomplete": "off", "data-day": ""})


class LinesField(forms.CharField):
    """A list, one item on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """The lines that say something."""
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """The items one under another."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class LabelChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Something with a ``label`` in the reader's language; empty is ``nothing``."""

    def __init__(self, nothing: str | Promise, **options: Any) -> None:
        super().__init__(None, required=False, empty_label=nothing, **options)  # type: ignore[arg-type]

    def label_from_instance(self, obj: Any) -> str:
        """The label."""
        return str(obj.label)
