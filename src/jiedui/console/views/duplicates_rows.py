"""Rows of a file that are no entries yet, as they are shown beside an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiedui.ledger.intake.columns import SheetColumn
from jiedui.ledger.tables import shown
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Workstream
from jiedui.projects.models import Project

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, as the services would take it, with its parties found."""

    programme: int
    content: Content
    named: Named

    def value(self, column: SheetColumn) -> Any:
        """What stands in a column, as people read it."""
        if column.spec is None:
            return self._party(column.name)
        said = self.content.get("detail", {}) if column.spec.in_detail else self.content
        return shown(column.spec, said.get(column.name))

    def _party(self, name: str) -> Any:
        """A unit, those that assist, the workstream or the project, by name."""
        value, named = self.content.get(name), self.named
        if name == "assists":
            return "; ".join(named.units[pk].label for pk in value or () if pk in named.units)
        if name == "workstream":
            return getattr(named.workstreams.get((self.programme, str(value))), "label", None)
        found: Any = named.projects if name == "project" else named.units
        return getattr(found.get(value), "label", None)


@dataclass(frozen=True, slots=True)
class Named:
    """The units, projects and workstreams that rows name, each looked up once."""

    units: dict[int, OrgUnit]
    projects: dict[int, Project]
    workstreams: dict[tuple[int, str], Workstream]

    @classmethod
    def by(cls, rows: Iterable[tuple[int, Content]]) -> Named:
        """Everything that the rows name, each with its programme; no query where there are none."""
        rows = [(programme, content) for programme, content in rows if content]
        said = [content for _programme, content in rows]
        units = {pk for content in said for pk in (*_sides(content), *content.get("assists", ()))}
        projects = {content["project"] for content in said if content.get("project")}
        workstreams = Workstream.objects.filter(programme__in={programme for programme, _content in rows})
        return cls(
            OrgUnit.objects.in_bulk(units),
            Project.objects.in_bulk(projects),
            {(found.programme_id, found.key): found for found in workstreams},
        )

    def row(self, programme: int, content: Content) -> Row:
        """One row."""
        return Row(programme, content, self)


def _sides(content: Content) -> list[int]:
    return [content[name] for name in ("giver", "receiver") if name in content]
