"""Checks every entry goes through, whatever its kind, and the kind's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.ledger import kinds
from jiedui.ledger.errors import EvidenceMissing
from jiedui.ledger.kinds.base import Check, Detail, Needed, Severity, Text
from jiedui.ledger.models import Entry
from jiedui.safeguards.holds import hold_on
from jiedui.safeguards.personal import holds_citizen_number, holds_mobile_number
from jiedui.safeguards.screening import OutOfScope, out_of_scope


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found on an entry."""

    key: str
    message: Text
    severity: Severity
    field: str


def free_text(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every text somebody typed, with the field it stands in."""
    yield "title", entry.title
    for name, value in entry.detail.items():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield name, text


def _citizen_number(entry: Entry, detail: Detail) -> bool:
    return any(holds_citizen_number(text) for _field, text in free_text(entry))


def _mobile_number(entry: Entry, detail: Detail) -> bool:
    return any(holds_mobile_number(text) for _field, text in free_text(entry))


def _elsewhere(entry: Entry, detail: Detail) -> bool:
    """Help for a village or a school of the project's county is for the project; for another county it is not."""
    if entry.project is None:
        return False
    here, there = entry.receiver.path, entry.project.receiver.path
    return not (here.startswith(there) or there.startswith(here))


COMMON: tuple[Check[Detail], ...] = (
    Check(
        "citizen_number",
        _("There is a citizen's identity number in the text. Remove it: people are counted, not registered."),
        _citizen_number,
        Severity.REFUSAL,
    ),
    Check("mobile_number", _("There seems to be a mobile phone number in the text."), _mobile_number),
    Check(
        "project_elsewhere",
        _("The project is in another place than the receiver."),
        _elsewhere,
        field="project",
    ),
)

ABOUT_TEXT = COMMON[:2]
"""Those that read nothing but what somebody typed."""


class Examination:
    """The checks on entries that are looked at together; what they read in the ledger is read once for all of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        of_kind: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            of_kind[entry.kind].append(entry)
        self._asked: dict[str, list[tuple[Check[Any], Callable[[Entry, Any], bool]]]] = {
            key: [(check, check.asked_of(some)) for check in (*COMMON, *kinds.get(key).checks)]
            for key, some in of_kind.items()
        }

    def findings(self, entry: Entry) -> list[Finding]:
        """What the checks find on one of the entries now; refusals first."""
        detail = kinds.get(entry.kind).read(entry)
        found = [
            Finding(check.key, check.message, check.severity, check.field)
            for check, finds in self._asked[entry.kind]
            if finds(entry, detail)
        ]
        return sorted(found, key=lambda finding: finding.severity != Severity.REFUSAL)


def findings(entry: Entry) -> list[Finding]:
    """What the checks find now; refusals first."""
    return Examination([entry]).findings(entry)


def scope_refusals(entry: Entry) -> list[Invalid]:
    """Passages of the entry's own words that are outside scope, and a regional hold on its kind."""
    about = f"{entry.giver.name} {entry.receiver.name}"
    refusals: list[Invalid] = [*out_of_scope(free_text(entry), about=about)]
    if kinds.get(entry.kind).labour_transfer:
        refusals += _held(entry)
    return refusals


def _held(entry: Entry) -> list[Invalid]:
    codes = [code.code for unit in (entry.giver, entry.receiver) for code in unit.codes.all()]
    holds = {hold.name for hold in map(hold_on, codes) if hold is not None}
    return [
        OutOfScope(address="receiver", passage=entry.receiver.name, reason=name) for name in sorted(holds)
    ]


def evidence_refusals(entry: Entry, *moments: Needed) -> list[Invalid]:
    """Evidence the kind asks for at these moments and that is not attached."""
    rules = kinds.get(entry.kind).evidence_needed(entry, *moments)
    if not rules:
        return []
    there = {item.purpose for item in entry.evidence.all()}
    return [
        EvidenceMissing(address="evidence", evidence=str(rule.label))
        for rule in rules
        if rule.purpose not in there
    ]


def submission_refusals(entry: Entry, found: list[Finding]) -> list[Invalid]:
    """Everything that keeps an entry from being submitted; ``found`` is what :func:`findings` gave."""
    stops = [finding for finding in found if finding.severity == Severity.REFUSAL]
    return [
        *(Invalid(finding.message, address=finding.field) for finding in stops),
        *scope_refusals(entry),
        *evidence_refusals(entry, Needed.SUBMISSION),
    ]
