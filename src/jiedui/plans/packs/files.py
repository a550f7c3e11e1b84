"""Reading a pack's CSV and YAML files so that each value is known by its line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from jiedui.plans.packs.rows import Problems, Row

MAX_BYTES = 20 * 1024 * 1024


def read_csv(
    folder: Path, name: str, columns: Sequence[str], problems: Problems, *, required: Sequence[str] = ()
) -> list[Row]:
    """The rows of a CSV file with these ``columns``; none where the file is missing.

    Unknown, doubled and missing columns are problems: a misspelt column would otherwise be passed over.
    """
    text = _text(folder / name, problems)
    if text is None:
        return []
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = [column.strip() for column in next(reader, [])]
        if not _header_fits(header, name, columns, required, problems):
            return []
        return _rows(reader, header, name, problems)
    except csv.Error as error:
        problems.add(f"{name}:{reader.line_num}", _("The line cannot be read: %(why)s."), why=str(error))
        return []


def _rows(reader: Any, header: list[str], name: str, problems: Problems) -> list[Row]:
    rows, line = [], reader.line_num + 1
    for cells in reader:
        where, line = f"{name}:{line}", reader.line_num + 1
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        if len(cells) != len(header):
            problems.add(
                where, _("%(cells)d cells under %(columns)d columns."), cells=len(cells), columns=len(header)
            )
            continue
        rows.append(Row(dict(zip(header, cells, strict=True)), where, problems))
    return rows


def _header_fits(
    header: list[str], name: str, columns: Sequence[str], required: Sequence[str], problems: Problems
) -> bool:
    unknown = [column for column in header if column not in columns or header.count(column) > 1]
    missing = [column for column in required if column not in header]
    if unknown:
        problems.add(
            f"{name}:1",
            _("Unknown or doubled columns: %(columns)s. The columns are: %(known)s."),
            columns=", ".join(dict.fromkeys(unknown)),
            known=", ".join(columns),
        )
    if missing:
        problems.add(f"{name}:1", _("Missing columns: %(columns)s."), columns=", ".join(missing))
    return not unknown and not missing


def _text(path: Path, problems: Problems) -> str | None:
    if not path.exists():
        return None
    if path.stat().st_size > MAX_BYTES:
        problems.add(path.name, _("The file is over the limit of %(mib)d MiB."), mib=MAX_BYTES >> 20)
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(f"{path.name}:{line}", _("The file is not UTF-8 text. Save it as UTF-8."))
        return None


class Mapping:
    """A mapping of a YAML file that knows the line of each of its keys."""

    def __init__(self, node: yaml.MappingNode, name: str, problems: Problems) -> None:
        self.name = name
        self.problems = problems
        self.line = node.start_mark.line + 1
        self.nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in self.nodes:
                problems.add(f"{name}:{key.start_mark.line + 1}", _("“%(key)s” stands twice."), key=key.value)
            self.nodes[str(key.value)] = value

    @property
    def where(self) -> str:
        """File and line on which the mapping begins."""
        return f"{self.name}:{self.line}"

    def row(self, columns: Sequence[str], *, beside: Sequence[str] = ()) -> Row:
        """Its plain values as a row; keys that are neither ``columns`` nor ``beside`` are problems."""
        for key, node in self.nodes.items():
            if key not in columns and key not in beside:
                self.problems.add(
                    f"{self.name}:{node.start_mark.line + 1}",
                    _("“%(key)s” is not known here. Known: %(known)s."),
                    key=key,
                    known=", ".join([*columns, *beside]),
                )
        values = {
            key: node.value
            for key, node in self.nodes.items()
            if isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null"
        }
        return Row(values, self.where, self.problems)

    def mappings(self, key: str) -> list[Mapping]:
        """The list of mappings under a key; none where it is missing."""
        node = self.nodes.get(key)
        if node is None:
            return []
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found = [
            Mapping(item, self.name, self.problems) for item in items if isinstance(item, yaml.MappingNode)
        ]
        if len(found) != len(items):
            self._expected(node, _("a list of entries with keys"))
        return found

    def mapping(self, key: str) -> Mapping | None:
        """The mapping under a key; None where it is missing."""
        node = self.nodes.get(key)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Mapping(node, self.name, self.problems)
        self._expected(node, _("an entry with keys"))
        return None

    def scalars(self) -> dict[str, Any]:
        """Its values as YAML reads them (numbers, booleans, text, lists of these)."""
        return {
            key: yaml.SafeLoader("").construct_object(node, deep=True) for key, node in self.nodes.items()
        }

    def _expected(self, node: yaml.Node, what: object) -> None:
        where = f"{self.name}:{node.start_mark.line + 1}"
        self.problems.add(where, _("Here should stand %(what)s."), what=what)


def read_yaml(folder: Path, name: str, problems: Problems) -> Mapping | None:
    """The YAML file's mapping; None, with a problem noted, where there is none that can be read."""
    text = _text(folder / name, problems)
    if text is None:
        if not (folder / name).exists():
            problems.add(name, _("The file is missing. A programme pack needs it."))
        return None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(f"{name}:{line}", _("The file cannot be read: %(why)s."), why=error.problem or "")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(f"{name}:1", _("The file should hold keys and values."))
        return None
    return Mapping(node, name, problems)
