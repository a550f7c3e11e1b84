"""Two who do the same at the same moment, each in a process of its own: one succeeds, the other is told why not.

A :class:`Race` has what is there before, the acts that begin at once, and what each of them is told in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from jiedui.accounts.models import User
from jiedui.kernel.errors import JieduiError
from jiedui.kernel.models import AuditRecord
from jiedui.ledger import services
from jiedui.ledger.models import Entry, EntryEvidence, EvidenceFile, ImportBatch
from jiedui.ledger.verification import CHECKS
from jiedui.organisations.models import OrgUnit
from jiedui.plans.models import Programme
from jiedui.returns import services as returns
from jiedui.returns import verification
from jiedui.returns.models import Decision, Return, ReturnSchedule
from tests.conftest import build_world
from tests.ledger import acts
from tests.returns import scene

DONE = "done"
Context = dict[str, Any]
Act = Callable[[Context], object]


@dataclass(frozen=True, slots=True)
class Race:
    """``told``: what the acts are told, sorted; one of several, where it matters who is first."""

    prepare: Callable[[], Context]
    acts: tuple[Act, ...]
    told: tuple[tuple[str, ...], ...]
    check: Callable[[Context], Iterator[str]] = lambda _context: iter(())


def person(name: str) -> User:
    """Who acts."""
    return User.objects.get(username=name)


def found() -> None:
    """Units, people and what purchases count to, once for all races."""
    if not Programme.objects.exists():
        world = build_world()
        scene.pair(world)
        acts.indicator(world, code="purchases")


def act(which: Act, context: Context) -> str:
    """Do it; what one is told."""
    try:
        which(context)
    except JieduiError as error:
        return error.code
    return DONE


def _draft(number: int) -> Entry:
    return services.record_entry(
        actor=person("giver"),
        programme=Programme.objects.get(),
        kind="purchase",
        data={
            "giver": OrgUnit.objects.get(name="东城区"),
            "receiver": OrgUnit.objects.get(name="云岭县"),
            "occurred_on": date(2019, 7, 3),
            "title": "食堂采购苹果",
            "amount": "100.50",
            "detail": {**acts.DETAIL["purchase"], "voucher_number": f"NO.{number}"},
        },
    )


def _submitted(count: int = 1) -> list[int]:
    pks = []
    for number in range(count):
        entry = _draft(Entry.objects.count() + number)
        attach({"entry": entry.pk}, who="giver", name="voucher.txt", content=b"voucher no. 17")
        pks.append(services.submit_entry(actor=person("giver"), entry=entry).pk)
    return pks


def one_submitted() -> Context:
    """An entry that waits for a decision."""
    (pk,) = _submitted()
    return {"entry": pk}


def one_accepted() -> Context:
    """An entry that was accepted."""
    context = one_submitted()
    services.accept_entry(actor=person("lead"), entry=Entry.objects.get(pk=context["entry"]))
    return context


def one_draft() -> Context:
    """An entry nobody attached anything to, and a file nobody has seen."""
    entry = _draft(Entry.objects.count())
    return {"entry": entry.pk, "content": f"the voucher of {entry.pk}"}


def some_submitted() -> Context:
    """Entries that wait for a decision."""
    return {"entries": _submitted(6)}


def accept(context: Context, *, who: str) -> None:
    """Accept the entry."""
    services.accept_entry(actor=person(who), entry=Entry.objects.get(pk=context["entry"]))


def send_back(context: Context, *, who: str) -> None:
    """Send the entry back."""
    entry = Entry.objects.get(pk=context["entry"])
    services.return_entry(actor=person(who), entry=entry, reason="模糊")


def accept_all(context: Context, *, who: str, step: int) -> None:
    """Accept all entries, forwards or backwards."""
    entries = [Entry(pk=pk) for pk in context["entries"][::step]]
    services.accept_entries(actor=person(who), entries=entries)


def reverse(context: Context, *, who: str) -> None:
    """Take the entry back."""
    services.reverse_entry(actor=person(who), entry=Entry.objects.get(pk=context["entry"]), reason="重复")


def attach(context: Context, *, who: str, name: str, content: bytes = b"") -> None:
    """Attach the file."""
    services.attach_evidence(
        actor=person(who),
        entry=Entry.objects.get(pk=context["entry"]),
        filename=name,
        content=content or context["content"].encode(),
        purpose="voucher",
    )


def accepted_once(context: Context) -> Iterator[str]:
    """One place in the chain and one line in the log for each."""
    for pk in context.get("entries", [context.get("entry")]):
        log = AuditRecord.objects.filter(action="entry.accept", subject_id=str(pk)).count()
        if log != 1 or Entry.objects.get(pk=pk).postings.count() != 1:
            yield f"#{pk} was accepted {log} times"


def attached_once(context: Context) -> Iterator[str]:
    """One file, attached once."""
    uses = EntryEvidence.objects.filter(entry=context["entry"])
    if (uses.count(), EvidenceFile.objects.filter(uses__in=uses).count()) != (1, 1):
        yield f"{uses.count()} uses of the file"


def one_import() -> Context:
    """Rows the giver has checked."""
    return {"batches": [_checked("giver")], "before": Entry.objects.count()}


def two_imports() -> Context:
    """The same rows, checked by two people."""
    number = ImportBatch.objects.count()
    return {
        "batches": [_checked("giver", number), _checked("office", number)],
        "before": Entry.objects.count(),
    }


def _checked(who: str, number: int | None = None) -> int:
    first = 100 * (ImportBatch.objects.count() if number is None else number)
    rows = [
        {
            "giver": "东城区",
            "receiver": "云岭县",
            "occurred_on": date(2019, 7, 5),
            "title": f"食堂采购苹果{row}",
            "amount": "100.50",
            "detail": {**acts.DETAIL["purchase"], "voucher_number": f"IMP.{row}"},
        }
        for row in range(first, first + 20)
    ]
    handed = services.check_records(
        actor=person(who),
        programme=Programme.objects.get(),
        kind="purchase",
        rows=rows,
        in_background=False,
    )
    return handed.batch.pk


def commit(context: Context, *, which: int) -> None:
    """Store the rows."""
    batch = ImportBatch.objects.select_related("programme__giver", "uploaded_by").get(
        pk=context["batches"][which]
    )
    services.commit_import(actor=batch.uploaded_by, batch=batch, in_background=False)


def stored_once(context: Context) -> Iterator[str]:
    """Each row became one entry."""
    if (new := Entry.objects.count() - context["before"]) != 20:
        yield f"{new} entries, not 20"


def one_return() -> Context:
    """The east district's return of July, open."""
    programme, number = Programme.objects.get(), ReturnSchedule.objects.count()
    spec = returns.ScheduleSpec(
        code=f"race-{number}",
        name=f"第{number}次",
        cadence=scene.Cadence.MONTHLY,
        due_rule=scene.DueRule.DAY_OF_NEXT_MONTH,
        due_number=5,
        valid_from=date(2019, 7, 1),
        valid_to=scene.JULY,
        workstream=programme.workstreams.get(key="consumption"),
        lines=[returns.LineSpec(scene.purchases())],
    )
    made = returns.create_schedule(actor=None, programme=programme, spec=spec)
    returns.produce_returns(actor=None, programme=programme, until=scene.JULY, since=scene.JULY)
    one = Return.objects.get(schedule=made, unit__name="东城区")
    return {"return": one.pk, "stamp": one.stamp, "decisions": 0}


def one_handed_in() -> Context:
    """The same, waiting for the lead."""
    context = one_return()
    one = returns.submit_return(actor=person("giver"), one=Return.objects.get(pk=context["return"]))
    return {**context, "stamp": one.stamp, "decisions": 1}


def hand_in(context: Context, *, who: str) -> None:
    """Hand the return in."""
    returns.submit_return(actor=person(who), one=Return.objects.get(pk=context["return"]))


def approve(context: Context, *, who: str) -> None:
    """Approve the return as it was seen."""
    one = Return.objects.get(pk=context["return"])
    returns.approve_return(actor=person(who), one=one, stamp=context["stamp"])


def send_return_back(context: Context, *, who: str) -> None:
    """Send the return back as it was seen."""
    one = Return.objects.get(pk=context["return"])
    returns.send_back_return(actor=person(who), one=one, reason="重报", stamp=context["stamp"])


def decided_once(context: Context) -> Iterator[str]:
    """As many decisions as were let through."""
    decisions = Decision.objects.filter(of=context["return"]).count()
    if decisions != context["decisions"]:
        yield f"{decisions} decisions, not {context['decisions']}"


RACES: dict[str, Race] = {
    "accept the same entry": Race(
        one_submitted,
        (partial(accept, who="lead"), partial(accept, who="office")),
        (("accepted_for_ever", DONE),),
        accepted_once,
    ),
    "accept an entry and send it back": Race(
        one_submitted,
        (partial(accept, who="lead"), partial(send_back, who="office")),
        (("accepted_for_ever", DONE), (DONE, "wrong_state")),
    ),
    "accept the same entries in another order": Race(
        some_submitted,
        (partial(accept_all, who="lead", step=1), partial(accept_all, who="office", step=-1)),
        ((DONE, "some_refused"),),
        accepted_once,
    ),
    "take the same entry back": Race(
        one_accepted,
        (partial(reverse, who="office"), partial(reverse, who="office")),
        (("already_reversed", DONE),),
    ),
    "attach the same file": Race(
        one_draft,
        (partial(attach, who="giver", name="a.txt"), partial(attach, who="office", name="b.txt")),
        (("attached_already", DONE),),
        attached_once,
    ),
    "store the same import": Race(
        one_import,
        (partial(commit, which=0), partial(commit, which=0)),
        ((DONE, "import_closed"),),
        stored_once,
    ),
    "store the same rows": Race(
        two_imports,
        (partial(commit, which=0), partial(commit, which=1)),
        ((DONE, "report_outdated"),),
        stored_once,
    ),
    "hand in the same return": Race(
        one_return,
        (partial(hand_in, who="giver"), partial(hand_in, who="office")),
        ((DONE, "return_already_submitted"),),
    ),
    "approve the same return": Race(
        one_handed_in,
        (partial(approve, who="lead"), partial(approve, who="office")),
        ((DONE, "return_changed"),),
        decided_once,
    ),
    "approve a return and send it back": Race(
        one_handed_in,
        (partial(approve, who="lead"), partial(send_return_back, who="office")),
        ((DONE, "return_changed"), (DONE, "return_already_sent_back")),
        decided_once,
    ),
}


def check(name: str, context: Context, told: list[str]) -> list[str]:
    """What is wrong after a race."""
    race = RACES[name]
    problems = [*race.check(context)]
    if tuple(sorted(told)) not in race.told:
        problems.append(f"told: {told}")
    for verify in (*CHECKS, verification.CHECK):
        problems += [f"{item.subject}: {item.message}" for item in verify.run(None, lambda _count: None)]
    return problems
