"""Reading a whole pack and writing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import Invalid
from jiedui.organisations import resolver
from jiedui.organisations.resolver import Directory
from jiedui.plans.packs import lists, plan, units
from jiedui.plans.packs.drafts import Pack
from jiedui.plans.packs.files import read_csv, read_yaml
from jiedui.plans.packs.report import PackReport
from jiedui.plans.packs.rows import Problems
from jiedui.plans.packs.writing import Writer


def load_pack(
    folder: Path, *, actor: Any = None, on_progress: Callable[[int, int], None] | None = None
) -> PackReport:
    """Read, check and write a pack; what is there already is left as it is.

    ``on_progress`` is told how many of how many objects are written.

    Raises InvalidMany with every problem, each at its file and line, before anything is written; Invalid where
    there is no such folder.
    """
    with transaction.atomic():
        writer = Writer(actor, on_progress) if on_progress else Writer(actor)
        return writer.write(read_pack(folder))


def read_pack(folder: Path) -> Pack:
    """Read and check a pack without writing anything. Raises InvalidMany."""
    if not folder.is_dir():
        raise Invalid(_("There is no folder with a programme pack here."), address=str(folder))
    problems = Problems()
    stored = resolver.load()
    rows = read_csv(folder, "units.csv", units.UNIT_COLUMNS, problems, required=("kind", "name", "parent"))
    drafts = units.read_units(rows, stored, problems)
    finder = units.Finder(Directory([draft.known for draft in drafts]), stored, problems)
    top = read_yaml(folder, "programme.yaml", problems)
    problems.stop()
    assert top is not None
    plan.read_groups(top, finder)
    programme = plan.read_programme(top, finder)
    workstreams = plan.read_workstreams(top, finder)
    rules = plan.read_rules(top, workstreams)
    pairing_rows = read_csv(
        folder, "pairings.csv", units.PAIRING_COLUMNS, problems, required=("giver", "receiver", "valid_from")
    )
    target_rows = read_csv(
        folder, "targets.csv", lists.TARGET_COLUMNS, problems, required=("indicator", "unit", "value")
    )
    milestone_rows = read_csv(
        folder, "milestones.csv", lists.MILESTONE_COLUMNS, problems, required=("workstream", "due_on", "text")
    )
    task_rows = read_csv(
        folder, "tasks.csv", lists.TASK_COLUMNS, problems, required=("workstream", "number", "text")
    )
    people_rows = read_csv(
        folder,
        "people.csv",
        lists.PEOPLE_COLUMNS,
        problems,
        required=("username", "password", "role", "unit"),
    )
    if programme is None:
        problems.stop()
    assert programme is not None
    pack = Pack(
        units=drafts,
        programme=programme,
        workstreams=workstreams,
        pairings=units.read_pairings(pairing_rows, finder),
        targets=lists.read_targets(target_rows, workstreams, programme, finder),
        milestones=lists.read_milestones(milestone_rows, workstreams, problems),
        tasks=lists.read_tasks(task_rows, workstreams, finder),
        rules=rules,
        approvals=plan.read_approvals(top),
        people=lists.read_people(people_rows, finder),
    )
    problems.stop()
    return pack
