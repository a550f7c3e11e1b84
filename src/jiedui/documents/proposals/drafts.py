"""A draft: what accepting one fact would write, in a form that can be shown, stored and written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jiedui.documents.enums import Match, ProposedObject


class Known(StrEnum):
    """How a written name stands to the units."""

    UNIT = "unit"
    NEW = "new"
    GROUP = "group"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that would be created, with the superiors that would be created before it."""

    name: str
    kind: str
    short_name: str = ""
    code: str = ""
    parent: NewUnit | int | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the document writes it, and what it was taken for.

    ``unit`` is the id of an existing unit, ``new`` the unit to be created; ``label`` is the unit's name and
    ``under`` its superior's. ``members`` are the units a collective name (各区) stands for. ``candidates`` are
    ``(id, name)`` of units it may mean. ``taught``: a reviewer of an earlier document said so.
    """

    text: str
    known: Known
    label: str = ""
    under: str = ""
    unit: int | None = None
    new: NewUnit | None = None
    members: tuple[Name, ...] = ()
    candidates: tuple[tuple[int, str], ...] = ()
    taught: bool = False

    @property
    def key(self) -> tuple[str, Any]:
        """The same for two names of one unit."""
        if self.unit is not None:
            return ("unit", self.unit)
        if self.new is not None and self.new.code:
            return ("code", self.new.code)
        return ("name", self.label or self.text)

    @property
    def is_unit(self) -> bool:
        """Whether it stands for one unit, existing or to be created."""
        return self.known in {Known.UNIT, Known.NEW}

    def as_json(self) -> dict[str, Any]:
        """For the stored plan of a proposal."""
        return {
            "text": self.text,
            "known": str(self.known),
            "label": self.label,
            "under": self.under,
            "unit": self.unit,
            "members": [member.label for member in self.members],
            "candidates": [list(candidate) for candidate in self.candidates],
            "taught": self.taught,
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reviewer should know. A ``blocking`` one keeps the proposal from being accepted as it is.

    ``code`` is put into words by :mod:`jiedui.documents.wording`.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    blocking: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the stored proposal."""
        return {"code": self.code, "params": self.params, "blocking": self.blocking}


@dataclass(slots=True)
class Draft:
    """What accepting one fact would write.

    ``number`` is the fact's number; ``values`` what would be written, by field, as JSON; ``roles`` the names of
    units by their role. ``existing`` is the id of the object it matches, ``before`` what that object says now,
    ``covers`` are all such objects where it matches several (a figure for each district), ``repeats`` the number of the
    fact that says the same. ``raw`` holds typed values for the writer.
    """

    number: int
    makes: ProposedObject
    section: str
    values: dict[str, Any] = field(default_factory=dict)
    roles: dict[str, list[Name]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    match: Match = Match.NEW
    existing: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    covers: list[int] = field(default_factory=list)
    repeats: int | None = None
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether it cannot be accepted as it is."""
        return any(problem.blocking for problem in self.problems)

    def problem(self, code: str, *, blocking: bool = False, **params: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, params, blocking))

    def one(self, role: str) -> Name | None:
        """The only name in a role, if there is just one."""
        names = self.roles.get(role, [])
        return names[0] if len(names) == 1 else None

    def as_plan(self) -> dict[str, Any]:
        """For the stored proposal."""
        return {
            "values": self.values,
            "roles": {role: [name.as_json() for name in names] for role, names in self.roles.items()},
            "before": self.before,
            "repeats": self.repeats,
            "existing": self.existing,
            "covers": self.covers,
        }
