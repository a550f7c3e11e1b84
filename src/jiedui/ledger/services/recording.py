"""Recording an act of help, and changing the record while it is still the giver's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.canonical import canonical_json, sha256_hex
from jiedui.kernel.errors import Invalid, InvalidMany, KeyReused
from jiedui.kernel.models import AuditRecord
from jiedui.kernel.repetition import KEY_LENGTH
from jiedui.ledger import kinds
from jiedui.ledger.enums import EntryState
from jiedui.ledger.kinds.base import AnyKind
from jiedui.ledger.models import Entry, EntryAssist
from jiedui.ledger.schemas import EntryInput
from jiedui.ledger.services.access import locked, require_state
from jiedui.ledger.validation import validate
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme, Workstream
from jiedui.projects.models import Project
from jiedui.projects.queries import projects_for


@dataclass(frozen=True, slots=True)
class Content:
    """What is recorded, validated, with its units and workstream found."""

    values: dict[str, Any]
    giver: OrgUnit
    assists: list[OrgUnit]
    fingerprint: str
    said: dict[str, Any]
    """The same as JSON keeps it, to be given to a service again."""


def record_entry(
    *,
    actor: User,
    programme: Programme,
    kind: str,
    data: Mapping[str, Any],
    idempotency_key: str | None = None,
    synthetic: bool = False,
) -> Entry:
    """Write a draft. ``data`` follows :func:`jiedui.ledger.schemas.input_model`; units as ids or objects.

    With an ``idempotency_key`` the same call may be repeated and gives the same entry. Raises NotAllowed where
    the actor may not record for the giver, InvalidMany with the address of each field, KeyReused.
    """
    found = kinds.get(kind)
    content = read_content(actor, found, programme, data)
    require(actor, Action.RECORD_ENTRY, unit=content.giver)
    key = _key(actor, idempotency_key)
    if key and (earlier := _earlier(key, content.fingerprint)):
        return earlier
    entry = Entry(
        programme=programme,
        kind=kind,
        recorded_by=actor,
        synthetic=synthetic,
        idempotency_key=key,
        **content.values,
    )
    try:
        return _write(actor, entry, content)
    except IntegrityError:
        # The same key came in through another connection a moment ago.
        if key and (earlier := _earlier(key, content.fingerprint)):
            return earlier
        raise


@transaction.atomic
def _write(actor: User, entry: Entry, content: Content) -> Entry:
    entry.save(force_insert=True)
    if content.assists:
        EntryAssist.objects.bulk_create(EntryAssist(entry=entry, unit=unit) for unit in content.assists)
    audit.record(actor=actor, action="entry.record", subject=entry, fingerprint=content.fingerprint)
    return entry


@transaction.atomic
def update_entry(*, actor: User, entry: Entry, data: Mapping[str, Any]) -> Entry:
    """Replace the content of a draft or returned entry; ``data`` is complete, as for recording.

    Raises NotAllowed, WrongState, AcceptedForEver, InvalidMany.
    """
    entry = locked(entry, "giver", "programme__giver")
    require(actor, Action.RECORD_ENTRY, unit=entry.giver)
    require_state(entry, *EntryState.editable())
    content = read_content(actor, kinds.get(entry.kind), entry.programme, data)
    require(actor, Action.RECORD_ENTRY, unit=content.giver)
    before = _noted(entry, content)
    for name, value in content.values.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(content.values))
    entry.assists.all().delete()
    EntryAssist.objects.bulk_create(EntryAssist(entry=entry, unit=unit) for unit in content.assists)
    changes = audit.changes(before, _noted(entry, content))
    audit.record(actor=actor, action="entry.update", subject=entry, changes=changes)
    return entry


def _noted(entry: Entry, content: Content) -> dict[str, Any]:
    """What the audit log keeps of the content: every field, and who assists."""
    units = OrgUnit.objects.filter(entries_assisted__entry=entry).order_by("path")
    return {**audit.snapshot(entry, content.values), "assists": list(units)}


class Known:
    """Units, workstreams and projects that were looked up, each once however many entries name it."""

    def __init__(self, actor: User, programme: Programme) -> None:
        self.actor = actor
        self.programme = programme
        self._units: dict[int, OrgUnit] = {}
        self._workstreams: dict[str, Workstream | None] = {}
        self._projects: dict[int, Project | None] = {}

    def units(self, pks: Iterable[int]) -> dict[int, OrgUnit]:
        """Those of the units that there are."""
        wanted = list(pks)
        if missing := [pk for pk in wanted if pk not in self._units]:
            self._units |= OrgUnit.objects.in_bulk(missing)
        return {pk: self._units[pk] for pk in wanted if pk in self._units}

    def workstream(self, key: str) -> Workstream | None:
        """The programme's workstream of that key."""
        if key not in self._workstreams:
            found = Workstream.objects.filter(programme=self.programme, key=key)
            self._workstreams[key] = found.first()
        return self._workstreams[key]

    def project(self, pk: int) -> Project | None:
        """The programme's project of that number, if the actor may see it."""
        if pk not in self._projects:
            found = projects_for(self.actor).filter(programme=self.programme, pk=pk)
            self._projects[pk] = found.first()
        return self._projects[pk]


def read_content(
    actor: User, kind: AnyKind, programme: Programme, data: Mapping[str, Any], known: Known | None = None
) -> Content:
    """``data`` validated against the kind and the programme. Raises InvalidMany with the address of each field.

    ``known`` keeps what was looked up, where many are read.
    """
    known = known or Known(actor, programme)
    given = validate(kind, {name: _plain(value) for name, value in data.items()})
    units = known.units([given.giver, given.receiver, *given.assists])
    problems = [*_unit_problems(given, units, programme), *_day_problems(given.occurred_on, programme)]
    workstream = known.workstream(given.workstream or kind.workstream)
    if workstream is None:
        key = given.workstream or kind.workstream
        message = _("This programme has no workstream “%(key)s”. Choose one of its own.")
        problems.append(Invalid(message, address="workstream", key=key))
    project, unknown = _project(known, given)
    problems += unknown
    if problems:
        raise InvalidMany(problems)
    dumped = given.model_dump(mode="json")
    values = given.model_dump(exclude={"giver", "receiver", "workstream", "project", "assists", "detail"})
    values |= {"detail": dumped["detail"], "workstream": workstream, "project": project}
    values |= {"giver": units[given.giver], "receiver": units[given.receiver]}
    assists = [units[pk] for pk in dict.fromkeys(given.assists)]
    fingerprint = sha256_hex(canonical_json([programme.pk, kind.key, dumped]))
    return Content(values, units[given.giver], assists, fingerprint, dumped)


def _plain(value: Any) -> Any:
    """Units, projects, workstreams and lists of units may be given as objects."""
    if isinstance(value, OrgUnit | Project):
        return value.pk
    if isinstance(value, Workstream):
        return value.key
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _unit_problems(given: EntryInput, units: dict[int, OrgUnit], programme: Programme) -> list[Invalid]:
    wanted = [
        ("giver", given.giver),
        ("receiver", given.receiver),
        *(("assists", pk) for pk in given.assists),
    ]
    unknown = [Invalid(_("There is no such unit."), address=name) for name, pk in wanted if pk not in units]
    if unknown:
        return unknown
    problems = []
    home = programme.giver.path
    if not units[given.giver].path.startswith(home):
        message = _("The giver must be a unit of the giving side, %(side)s.")
        problems.append(Invalid(message, address="giver", side=programme.giver.name))
    if units[given.receiver].path.startswith(home):
        message = _("The receiver must not be a unit of the giving side, %(side)s.")
        problems.append(Invalid(message, address="receiver", side=programme.giver.name))
    if given.giver in given.assists:
        problems.append(Invalid(_("The giver itself cannot be named as assisting."), address="assists"))
    return problems


def _day_problems(day: date, programme: Programme) -> list[Invalid]:
    if not programme.starts_on <= day <= programme.ends_on:
        message = _("The day lies outside the programme, %(start)s to %(end)s.")
        start, end = programme.starts_on.isoformat(), programme.ends_on.isoformat()
        return [Invalid(message, address="occurred_on", start=start, end=end)]
    if day > max(programme.today, timezone.localdate()):
        return [Invalid(_("The day lies in the future. Record it once it was done."), address="occurred_on")]
    return []


def _project(known: Known, given: EntryInput) -> tuple[Project | None, list[Invalid]]:
    """The project named, and the refusal where the person may see none of that number in the programme."""
    pk: int | None = getattr(given, "project", None)  # kinds that name no project have no such field
    if pk is None:
        return None, []
    project = known.project(pk)
    message = _("There is no such project in this programme, or you may not see it.")
    return project, [] if project else [Invalid(message, address="project")]


def _key(actor: User, key: str | None) -> str | None:
    """The key within the actor's own: keys of two people never meet."""
    if not key:
        return None
    if len(key) > KEY_LENGTH:
        raise Invalid(
            _("Use a key of at most %(count)d characters."), address="idempotency_key", count=KEY_LENGTH
        )
    return f"{actor.pk}:{key}"


def _earlier(key: str, fingerprint: str) -> Entry | None:
    """The entry this key made before. Raises KeyReused where it was made from other content."""
    entry = Entry.objects.filter(idempotency_key=key).first()
    if entry is None:
        return None
    log = AuditRecord.objects.filter(
        subject_type="ledger.entry", subject_id=str(entry.pk), action="entry.record"
    )
    if log.values_list("detail__fingerprint", flat=True).first() != fingerprint:
        raise KeyReused
    return entry
