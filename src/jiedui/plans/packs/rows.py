"""Rows of a pack's files, each value known by file and line, and the problems found in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid, InvalidMany

_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


class Problems:
    """What is wrong with a pack, so that all of it can be mended in one go."""

    def __init__(self) -> None:
        self.found: list[Invalid] = []

    def add(self, where: str, message: str | Promise, **params: Any) -> None:
        """Note a problem at ``where`` (file and line)."""
        self.found.append(Invalid(message, address=where, **params))

    def stop(self) -> None:
        """Raise InvalidMany if there are any."""
        if self.found:
            raise InvalidMany(self.found)


class Row:
    """A row of a CSV file or a mapping of a YAML file: text values by name, and where it stands."""

    def __init__(self, values: dict[str, str], where: str, problems: Problems) -> None:
        self.values = values
        self.where = where
        self.problems = problems

    def text(self, name: str, *, required: bool = False) -> str:
        """The value without blanks around it."""
        value = self.values.get(name, "").strip()
        if required and not value:
            self.problems.add(self.where, _("“%(name)s” is missing."), name=name)
        return value

    def many(self, name: str) -> list[str]:
        """Values separated by ``|``."""
        return [part.strip() for part in self.text(name).split("|") if part.strip()]

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day as YYYY-MM-DD."""
        value = self.text(name, required=required)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.problems.add(
                self.where, _("“%(value)s” in %(name)s is no day (YYYY-MM-DD)."), value=value, name=name
            )
            return None

    def number(self, name: str, *, required: bool = False) -> Decimal | None:
        """A number; 万 and 亿 behind it multiply, thousands may be set off by commas."""
        value = self.text(name, required=required)
        if not value:
            return None
        factor = _MULTIPLES.get(value[-1])
        try:
            number = Decimal(value.rstrip("万亿").replace(",", "").strip())
            if not number.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            self.problems.add(self.where, _("“%(value)s” in %(name)s is no number."), value=value, name=name)
            return None
        return number * factor if factor else number

    def choice(self, name: str, known: Collection[str], default: str = "") -> str:
        """One of the known values."""
        value = self.text(name) or default
        if value not in known:
            self.problems.add(
                self.where,
                _("“%(value)s” in %(name)s is not known. Use one of: %(known)s."),
                value=value,
                name=name,
                known=", ".join(sorted(known)),
            )
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; empty is no."""
        return self.choice(name, {"yes", "no", "true", "false"}, "no").lower() in {"yes", "true"}
