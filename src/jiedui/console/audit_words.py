"""The audit log in words: what was done, to which object, and what changed in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiedui.kernel.models import AuditRecord
from jiedui.ledger.kinds.fields import COMMON, PARTIES

Words = str | Promise
NOUNS: dict[str, Words] = {
    "assessment": gettext_lazy("Assessment of a unit"),
    "audit": gettext_lazy("Audit log"),
    "bulletin": gettext_lazy("Bulletin"),
    "discrepancy": gettext_lazy("Finding"),
    "document": gettext_lazy("Document"),
    "entry": gettext_lazy("Entry"),
    "grievance": gettext_lazy("Grievance"),
    "import": gettext_lazy("Import"),
    "indicator": gettext_lazy("Indicator"),
    "membership": gettext_lazy("Role"),
    "milestone": gettext_lazy("Milestone"),
    "pairing": gettext_lazy("Pairing"),
    "programme": gettext_lazy("Programme"),
    "project": gettext_lazy("Project"),
    "proposal": gettext_lazy("Proposal"),
    "question": gettext_lazy("Question about figures"),
    "return": gettext_lazy("Return"),
    "revision": gettext_lazy("Revision of the plan"),
    "rule": gettext_lazy("Rule"),
    "schedule": gettext_lazy("Return schedule"),
    "score_appointment": gettext_lazy("Appointment to score"),
    "score_line": gettext_lazy("Line of a scorecard"),
    "scorecard": gettext_lazy("Scorecard"),
    "target": gettext_lazy("Target"),
    "task": gettext_lazy("Task"),
    "token": gettext_lazy("Token"),
    "unit": gettext_lazy("Unit"),
    "user": gettext_lazy("Person"),
    "view": gettext_lazy("Saved view"),
    "webhook": gettext_lazy("Webhook"),
    "workstream": gettext_lazy("Workstream"),
}
VERBS: dict[str, Words] = {
    "accept": gettext_lazy("accepted it"),
    "add": gettext_lazy("added"),
    "again": gettext_lazy("asked again"),
    "answer": gettext_lazy("answered"),
    "answered": gettext_lazy("answered"),
    "approval_band": gettext_lazy("approval by amount set"),
    "approve": gettext_lazy("approved"),
    "approve_correction": gettext_lazy("correction approved"),
    "ask_correction": gettext_lazy("correction asked for"),
    "attach": gettext_lazy("file attached"),
    "begin": gettext_lazy("begun"),
    "close": gettext_lazy("closed down"),
    "closed": pgettext_lazy("grievance", "closed"),
    "confirm": gettext_lazy("confirmed or disputed"),
    "correct": gettext_lazy("put in the place of another"),
    "course": gettext_lazy("expected course changed"),
    "create": gettext_lazy("made"),
    "decide": gettext_lazy("decided"),
    "decline_correction": gettext_lazy("correction declined"),
    "delete": gettext_lazy("deleted"),
    "detach": gettext_lazy("file taken off"),
    "discard": gettext_lazy("discarded"),
    "edit": gettext_lazy("changed"),
    "edit_part": gettext_lazy("part changed"),
    "end": gettext_lazy("ended"),
    "export": gettext_lazy("exported"),
    "file": gettext_lazy("filed"),
    "grant": gettext_lazy("given"),
    "looking": gettext_lazy("being looked into"),
    "merge": gettext_lazy("parts taken back"),
    "move": gettext_lazy("moved"),
    "open": gettext_lazy("taken into use"),
    "password": gettext_lazy("password chosen"),
    "password_reset": gettext_lazy("password given anew"),
    "produce": gettext_lazy("computed"),
    "publish": gettext_lazy("published"),
    "receive": gettext_lazy("handed in"),
    "record": gettext_lazy("recorded"),
    "recovery_codes": gettext_lazy("recovery codes made"),
    "rename": gettext_lazy("renamed"),
    "reopen": gettext_lazy("reopened"),
    "renew": gettext_lazy("given another secret"),
    "resend": gettext_lazy("message sent again"),
    "return": gettext_lazy("returned it"),
    "reverse": gettext_lazy("taken back"),
    "revise": gettext_lazy("revised"),
    "revoke": gettext_lazy("taken away"),
    "remove": gettext_lazy("deleted"),
    "save": pgettext_lazy("view", "kept"),
    "second_factor_added": gettext_lazy("second factor set up"),
    "second_factor_removed": gettext_lazy("second factor removed"),
    "second_factor_reset": gettext_lazy("second factor taken off"),
    "send_back": gettext_lazy("sent back"),
    "separate_duties": gettext_lazy("entering and deciding kept apart"),
    "sessions_ended": gettext_lazy("signed out elsewhere"),
    "set": gettext_lazy("set"),
    "settings": gettext_lazy("changed"),
    "share": gettext_lazy("shared"),
    "sign_in": gettext_lazy("signed in"),
    "sign_out": gettext_lazy("signed out"),
    "split": gettext_lazy("divided"),
    "stage": gettext_lazy("step taken"),
    "state": gettext_lazy("state changed"),
    "submit": gettext_lazy("submitted it"),
    "update": gettext_lazy("changed"),
    "version": gettext_lazy("next version begun"),
    "withdraw": gettext_lazy("withdrawn"),
    "words": gettext_lazy("more said"),
    "write": gettext_lazy("changed"),
}
FIELDS: dict[str, Words] = {
    "answer": gettext_lazy("Answer"),
    "verdict": gettext_lazy("What was found"),
    **{name: words.label for name, (_shape, words) in COMMON.items()},
    **{name: words.label for name, words in PARTIES.items()},
    "active": gettext_lazy("In use"),
    "approvers": gettext_lazy("Approvers"),
    "at_least": gettext_lazy("From (yuan)"),
    "body": gettext_lazy("Text"),
    "comparator": gettext_lazy("Held against it as"),
    "course": gettext_lazy("Expected course"),
    "display_name": gettext_lazy("Name shown"),
    "due_on": gettext_lazy("Due on"),
    "email": gettext_lazy("E-mail"),
    "foreword": gettext_lazy("Foreword"),
    "heading": gettext_lazy("Heading"),
    "is_active": gettext_lazy("May sign in"),
    "kind": gettext_lazy("Kind"),
    "lead": gettext_lazy("Lead unit"),
    "methods": gettext_lazy("Signed in with"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("English name"),
    "parent": gettext_lazy("Superior unit"),
    "revision": gettext_lazy("Revision of the plan"),
    "share": gettext_lazy("Share"),
    "short_name": gettext_lazy("Short name"),
    "state": gettext_lazy("State"),
    "text": gettext_lazy("In words"),
    "text_en": gettext_lazy("In English"),
    "threshold": gettext_lazy("Threshold"),
    "valid_to": gettext_lazy("Last day"),
    "value": gettext_lazy("Value"),
}
METHODS: dict[str, Words] = {
    "password": gettext_lazy("password"),
    "mfa": gettext_lazy("second factor"),
    "webauthn": gettext_lazy("passkey"),
    "socialaccount": gettext_lazy("single sign-on"),
}
"""Ways of signing in, as the sign-in's library names them."""

LONGEST = 120
MACHINE = {"reason", "fields", "fingerprint", "hash", "sha256", "path", "document_sha256", "previous_hash"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A record as the page shows it."""

    record: AuditRecord
    what: str
    subject: str
    href: str
    changes: list[Change]
    details: list[Change]


def told(records: Iterable[AuditRecord]) -> list[Told]:
    """The records in words, with their objects' names and pages: one query for each type of object."""
    rows = list(records)
    objects = _objects(rows)
    return [_told(row, objects.get((row.subject_type, row.subject_id))) for row in rows]


def act(action: str) -> str:
    """What was done, in words: ``entry.update`` is “Entry: changed”; a part without a word stands as it is."""
    first, _dot, last = action.partition(".")
    verb = last.rpartition(".")[2] or last
    noun, done = NOUNS.get(first, first), VERBS.get(verb, verb.replace("_", " "))
    return _("%(noun)s: %(verb)s") % {"noun": noun, "verb": done}


def changes_of(record: AuditRecord) -> list[Change]:
    """What changed, field by field, in words."""
    return [Change(_field(name), value(old), value(new)) for name, (old, new) in record.changes.items()]


def value(said: Any) -> str:
    """A value of the log as text, cut where it is long; the whole stands in the export."""
    if said is None or said == "":
        return "–"
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    text = ", ".join(str(one) for one in said) if isinstance(said, list) else str(said)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def _field(name: str) -> str:
    plain = name.removeprefix("detail.")
    return str(FIELDS.get(plain, plain.replace("_", " ")))


def _told(row: AuditRecord, found: Any) -> Told:
    name = str(found) if found is not None else f"#{row.subject_id}"
    return Told(row, act(row.action), name, _page(row, found), changes_of(row), _details(row))


def _details(row: AuditRecord) -> list[Change]:
    """What was noted beside the changes, but for what only a machine reads."""
    return [
        Change(_field(name), "", value(_in_words(name, said)))
        for name, said in row.detail.items()
        if name not in MACHINE and said not in ("", None, [], {}) and not isinstance(said, dict)
    ]


def _in_words(name: str, said: Any) -> Any:
    if name == "methods" and isinstance(said, list):
        return [METHODS.get(one, one) for one in said]
    return said


def _objects(rows: list[AuditRecord]) -> dict[tuple[str, str], Any]:
    ids = defaultdict(set)
    for row in rows:
        ids[row.subject_type].add(row.subject_id)
    found: dict[tuple[str, str], Any] = {}
    for label, wanted in ids.items():
        for pk, row in _in_bulk(label, wanted).items():
            found[label, str(pk)] = row
    return found


def _in_bulk(label: str, ids: set[str]) -> dict[Any, Any]:
    try:
        model = apps.get_model(label)
    except LookupError:  # an object of an earlier version
        return {}
    numbers = [int(pk) for pk in ids if pk.isdecimal()]
    relations = [name for name in ("programme",) if name in {field.name for field in model._meta.fields}]
    rows = model._base_manager.select_related(*relations) if relations else model._base_manager.all()
    return dict(rows.in_bulk(numbers))


# Where an object is shown: the address's name and how its arguments are read from the object.
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "accounts.user": ("person", {"pk": "pk"}),
    "documents.sourcedocument": ("document", {"code": "programme.code", "pk": "pk"}),
    "ledger.entry": ("entry", {"code": "programme.code", "pk": "pk"}),
    "publications.bulletin": ("bulletin", {"code": "programme.code", "pk": "pk"}),
    "safeguards.grievance": ("grievance", {"code": "programme.code", "pk": "pk"}),
    "plans.programme": ("cockpit", {"code": "code"}),
    "projects.project": ("project", {"code": "programme.code", "pk": "pk"}),
    "plans.workstream": ("workstream", {"code": "programme.code", "key": "key"}),
}


def _page(row: AuditRecord, found: Any) -> str:
    if found is None or row.subject_type not in PAGES:
        return ""
    name, arguments = PAGES[row.subject_type]
    try:
        kwargs = {key: _reached(found, path) for key, path in arguments.items()}
        return reverse(f"console:{name}", kwargs=kwargs)
    except (NoReverseMatch, AttributeError):
        return ""


def _reached(found: Any, path: str) -> Any:
    for name in path.split("."):
        found = getattr(found, name)
    return found
