"""docs/reference/kinds.md: every kind of help as its file describes it.

python -m tools.kinds_reference         write the page
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.utils.translation import override

if TYPE_CHECKING:
    from jiedui.ledger.kinds.base import AnyKind
    from jiedui.ledger.kinds.fields import FieldSpec

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "kinds.md"
HEAD = """# Kinds of help

Written by `python -m tools.kinds_reference` from the files under `src/jiedui/ledger/kinds/`; a test keeps it in step.
Every kind also has a title, a day, giver, receiver, workstream and assisting units.
[Add a kind](../how-to/add-a-kind.md) says what the parts mean.

Safeguards: people put to work are counted by indicators that are kept as stated only. A kind marked *held* adds to no
figure while a safeguard is unanswered or a hold stands; one marked *regional* cannot be recorded where a hold stands on
labour transfer.
"""


def page() -> str:
    """The whole page."""
    from jiedui.ledger import kinds

    found = kinds.all_kinds()
    index = _table(
        ("Kind", "English", "中文", "Workstream", "Safeguards"),
        (
            (f"[`{k.key}`](#{k.key})", _in("en", k.label), _in("zh-hans", k.label), k.workstream, _guards(k))
            for k in found
        ),
    )
    return "\n".join([HEAD, index, *(part for kind in found for part in _section(kind))])


def _guards(kind: AnyKind) -> str:
    words = (("held", kind.held or kind.hold_subjects), ("regional", kind.labour_transfer))
    return ", ".join(word for word, on in words if on)


def _section(kind: AnyKind) -> Iterator[str]:
    from jiedui.ledger.kinds.fields import fields_of

    yield f"\n## {kind.key}\n\n{_in('en', kind.summary)}. {_in('zh-hans', kind.summary)}。\n"
    fields = (
        (f"`{f.name}`", _in("en", f.label), _in("zh-hans", f.label), _values(f), "yes" if f.required else "")
        for f in fields_of(kind.key)
        if f.name not in {"title", "occurred_on"}
    )
    yield _table(("Field", "English", "中文", "Values", "Required"), fields)
    measures = (
        (f"`{m.key}`", *_both(m.label), _in("en", m.unit), "yes" if m.subject else "") for m in kind.measures
    )
    yield _table(("Measure", "English", "中文", "Unit", "Can be counted once each"), measures)
    if kind.evidence:
        evidence = ((f"`{r.purpose}`", *_both(r.label), _in("en", r.needed.label)) for r in kind.evidence)
        yield _table(("Evidence", "English", "中文", "Needed"), evidence)
    if kind.checks:
        checks = ((f"`{c.key}`", *_both(c.message), _in("en", c.severity.label)) for c in kind.checks)
        yield _table(("Check", "English", "中文", "Severity"), checks)


def _values(field: FieldSpec) -> str:
    return ", ".join(f"`{value}`" for value in field.choices.values) if field.choices else str(field.shape)


def _both(text: object) -> tuple[str, str]:
    return _in("en", text), _in("zh-hans", text)


def _in(language: str, text: object) -> str:
    with override(language):
        return str(text)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return (
        "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        + "\n"
    )


def main() -> int:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiedui.settings.test")
    django.setup()
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
