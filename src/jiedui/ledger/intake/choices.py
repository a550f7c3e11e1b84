"""What one person may choose from in one programme, all in memory: units, workstreams, projects, by any name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, allows
from jiedui.kernel.errors import Invalid
from jiedui.ledger.intake.cells import line
from jiedui.organisations import resolver
from jiedui.organisations.models import OrgUnit
from jiedui.organisations.queries import pairings_between
from jiedui.organisations.unit_names import normalize
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.models import Project
from jiedui.projects.queries import projects_for

NUMBER = re.compile(r"#(\d{1,18})\s*$")
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a drop-down list: ``label`` is in the reader's language and means one thing only."""

    value: Any
    label: str


class Choices:
    """The units, workstreams and projects a person may name. Reads each once, whatever the number of rows."""

    def __init__(self, programme: Programme, user: Any) -> None:
        self.programme = programme
        self.user = user

    @cached_property
    def units(self) -> dict[int, OrgUnit]:
        """Every active unit by its id, in tree order."""
        found = OrgUnit.objects.filter(active=True).order_by("path").prefetch_related("codes")
        return {unit.pk: unit for unit in found}

    @cached_property
    def givers(self) -> list[OrgUnit]:
        """Units of the giving side in whose name the person may record."""
        return [unit for unit in self.side if allows(self.user, Action.RECORD_ENTRY, unit=unit)]

    @cached_property
    def side(self) -> list[OrgUnit]:
        """Every unit of the giving side."""
        home = self.programme.giver.path
        return [unit for unit in self.units.values() if unit.path.startswith(home)]

    @cached_property
    def receivers(self) -> list[OrgUnit]:
        """Units of the other side, those paired with one of the givers first."""
        home = self.programme.giver.path
        others = [unit for unit in self.units.values() if not unit.path.startswith(home)]
        paired = self._paired()
        return sorted(others, key=lambda unit: unit.pk not in paired)

    def _paired(self) -> set[int]:
        pairings = pairings_between(self.programme.starts_on, self.programme.ends_on)
        own = [unit.path for unit in self.givers]
        return {
            pairing.receiver_id
            for pairing in pairings
            if any(path.startswith(pairing.giver.path) for path in own)
        }

    @cached_property
    def workstreams(self) -> dict[str, Workstream]:
        """The programme's fields of work by their keys."""
        return {found.key: found for found in self.programme.workstreams.select_related("lead")}

    @cached_property
    def projects(self) -> dict[int, Project]:
        """The programme's projects the person may see, by their ids."""
        return projects_for(self.user).filter(programme=self.programme).in_bulk()

    def options(self, name: str) -> list[Option]:
        """The drop-down list of a party column, in the reader's language."""
        if name == "workstream":
            return [Option(found.pk, found.label) for found in self.workstreams.values()]
        if name == "project":
            return [Option(found.pk, f"{found.name} #{found.pk}") for found in self.projects.values()]
        units = {"giver": self.givers, "receiver": self.receivers, "assists": self.side}[name]
        return [Option(unit.pk, self._label(unit)) for unit in units]

    def _label(self, unit: OrgUnit) -> str:
        """The unit's label; with its number where another has the same."""
        return unit.label if self._labels[unit.label] == 1 else f"{unit.label} #{unit.pk}"

    @property
    def _labels(self) -> Counter[str]:
        language = translation.get_language() or ""
        if language not in self._counted:
            self._counted[language] = Counter(unit.label for unit in self.units.values())
        return self._counted[language]

    @cached_property
    def _counted(self) -> dict[str, Counter[str]]:
        return {}

    def unit(self, said: Any) -> OrgUnit:
        """The unit a cell means: by its label in either language, another name, or ``#12``. Raises Invalid."""
        if isinstance(said, int | float):
            return self._numbered(int(said))
        if number := NUMBER.search(said):
            return self._numbered(int(number[1]))
        if unit := self._by_label.get(normalize(said)):
            return unit
        return self._resolved(said)

    def _numbered(self, pk: int) -> OrgUnit:
        if unit := self.units.get(pk):
            return unit
        raise Invalid(_("There is no such unit."))

    @cached_property
    def _by_label(self) -> dict[str, OrgUnit]:
        """Units by what they are called in either language, where that is one unit only."""
        found: dict[str, OrgUnit] = {}
        twice: set[str] = set()
        for unit in self.units.values():
            for label in {normalize(text) for text in (unit.name, unit.short_name, unit.name_en) if text}:
                if label in found:
                    twice.add(label)
                found[label] = unit
        return {label: unit for label, unit in found.items() if label not in twice}

    @cached_property
    def _directory(self) -> Any:
        return resolver.load()

    def _resolved(self, said: str) -> OrgUnit:
        meant = resolver.resolve_in(self._directory, said)
        if meant.unit is not None:
            return meant.unit
        if not meant.candidates:
            raise Invalid(_("There is no unit called “%(text)s”. Choose from the list."), text=said)
        which = ", ".join(f"{unit.name} #{unit.pk}" for unit in meant.candidates)
        raise Invalid(
            _("“%(text)s” may mean several units. Write one of: %(which)s."), text=said, which=which
        )

    def workstream(self, said: str) -> Workstream:
        """The field of work a cell means: by key or name in either language. Raises Invalid."""
        wanted = normalize(said)
        for found in self.workstreams.values():
            if wanted in {normalize(text) for text in (found.key, found.name, found.name_en)}:
                return found
        message = _("This programme has no workstream “%(key)s”. Choose one of its own.")
        raise Invalid(message, key=said)

    def project(self, said: Any) -> Project:
        """The project a cell means: by its own number, its name or ``#12``; 12 sent as a number is an id.

        Raises Invalid.
        """
        text = line(said)
        known = [] if type(said) is int else [normalize(text)]
        meant = [item for item in self.projects.values() if _names_of(item).intersection(known)]
        if len(meant) == 1:
            return meant[0]
        number = said if type(said) is int else next(iter(NUMBER.findall(text)), None)
        if number is not None and (found := self.projects.get(int(number))):
            return found
        raise Invalid(_("There is no such project in this programme, or you may not see it."))


def _names_of(project: Project) -> set[str]:
    return {normalize(text) for text in (project.name, project.number) if text}
