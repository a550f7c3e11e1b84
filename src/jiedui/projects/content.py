"""What a project says, as forms, the API and programme packs hand it in, and what may be wrong with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.enums import ProjectNature, ProjectType, Source
from jiedui.projects.errors import NumberTaken
from jiedui.projects.models import Project
from jiedui.safeguards.personal import holds_citizen_number, holds_mobile_number
from jiedui.safeguards.screening import out_of_scope

MOST_MONEY = Decimal(10) ** 13
MOST_HEADS = 2**31 - 1
LENGTHS = {"number": 40, "name": 200, "name_en": 200, "implementer": 120, "content": 4000}


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money planned from one source, in yuan, and the number of the document that allocates it."""

    source: str
    amount: Decimal
    document_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectContent:
    """Everything of a project that is written down and not noted on the way."""

    number: str
    name: str
    workstream: Workstream
    givers: Sequence[OrgUnit]
    receiver: OrgUnit
    type: str
    name_en: str = ""
    nature: str = ProjectNature.NEW
    implementer: str = ""
    content: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    households: int | None = None
    persons: int | None = None
    budget: Sequence[BudgetLine] = ()

    def columns(self) -> dict[str, object]:
        """What stands in the project's own row."""
        return {
            **{name: text.strip() for name, text in self.texts()},
            "workstream": self.workstream,
            "receiver": self.receiver,
            "type": self.type,
            "nature": self.nature,
            "planned_start": self.planned_start,
            "planned_end": self.planned_end,
            "households": self.households,
            "persons": self.persons,
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text somebody typed, with the field it stands in."""
        for name in LENGTHS:
            yield name, getattr(self, name)


def problems(content: ProjectContent, programme: Programme, project: Project | None = None) -> list[Invalid]:
    """Everything that keeps the content from being taken, each addressed by its field."""
    return [
        *_texts(content),
        *_number(content, programme, project),
        *_units(content, programme),
        *_choices(content),
        *_days_and_counts(content),
        *_budget(content),
    ]


def unfit_words(field: str, text: str, *, most: int, lines: bool = False, about: str = "") -> list[Invalid]:
    """What is wrong with a text: its length, control characters, a person's number, words outside scope."""
    found: list[Invalid] = []
    if len(text) > most:
        found.append(Invalid(_("Use at most %(max_length)s characters."), address=field, max_length=most))
    allowed = "\n\t\r" if lines else ""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c not in allowed for c in text):
        found.append(Invalid(_("Line breaks and control characters cannot be used here."), address=field))
    if holds_citizen_number(text) or holds_mobile_number(text):
        message = _("A person's number stands in the text. Remove it: people are counted, not registered.")
        found.append(Invalid(message, address=field))
    return [*found, *out_of_scope([(field, text)], about=about)]


def _texts(content: ProjectContent) -> Iterator[Invalid]:
    about = " ".join(unit.name for unit in (*content.givers, content.receiver))
    for field, text in content.texts():
        if field in {"number", "name"} and not text.strip():
            yield Invalid(_("This is required."), address=field)
        yield from unfit_words(field, text, most=LENGTHS[field], lines=field == "content", about=about)


def _number(content: ProjectContent, programme: Programme, project: Project | None) -> Iterator[Invalid]:
    same = Project.objects.filter(programme=programme, number=content.number.strip())
    other = (same.exclude(pk=project.pk) if project else same).first()
    if other is not None:
        yield NumberTaken(address="number", name=other.name)


def _units(content: ProjectContent, programme: Programme) -> Iterator[Invalid]:
    home, side = programme.giver.path, programme.giver.name
    if content.workstream.programme_id != programme.pk:
        yield Invalid(_("The workstream belongs to another programme."), address="workstream")
    if not content.givers:
        yield Invalid(_("Name at least one giver."), address="givers")
    if any(not unit.path.startswith(home) for unit in content.givers):
        message = _("The giver must be a unit of the giving side, %(side)s.")
        yield Invalid(message, address="givers", side=side)
    if content.receiver.path.startswith(home):
        message = _("The receiver must not be a unit of the giving side, %(side)s.")
        yield Invalid(message, address="receiver", side=side)


def _choices(content: ProjectContent) -> Iterator[Invalid]:
    pairs = (("type", content.type, ProjectType.values), ("nature", content.nature, ProjectNature.values))
    for field, value, known in pairs:
        if value not in known:
            yield Invalid(_("Choose one of: %(expected)s."), address=field, expected=", ".join(known))


def _days_and_counts(content: ProjectContent) -> Iterator[Invalid]:
    start, end = content.planned_start, content.planned_end
    if start and end and end < start:
        yield Invalid(_("The last day lies before the first."), address="planned_end")
    for field, count in (("households", content.households), ("persons", content.persons)):
        if count is not None and not 0 <= count <= MOST_HEADS:
            yield Invalid(_("There is no such number."), address=field)


def _budget(content: ProjectContent) -> Iterator[Invalid]:
    seen: set[tuple[str, str]] = set()
    for line in content.budget:
        if line.source not in Source.values:
            message = _("Choose one of: %(expected)s.")
            yield Invalid(message, address="budget", expected=", ".join(Source.values))
        if not 0 < line.amount < MOST_MONEY:
            yield Invalid(_("Each line of the budget needs an amount above zero."), address="budget")
        if len(line.document_number) > 120:
            yield Invalid(_("Use at most %(max_length)s characters."), address="budget", max_length=120)
        key = (line.source, line.document_number.strip())
        if key in seen:
            message = _("Two lines of the budget have the same source and document. Put them together.")
            yield Invalid(message, address="budget")
        seen.add(key)
