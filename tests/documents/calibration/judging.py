"""Which of the facts that the reader finds in a labelled paper are right, counted by the group they belong to."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jiedui.documents.confidence import Certainty, Key
from jiedui.documents.facts import Fact
from jiedui.documents.structure import Context
from jiedui.organisations import divisions
from tests.documents.held_out.matching import UNSCORED, Record, family, load, names, pairs_of

Told = Counter[tuple[Key, bool]]
"""How many facts of each group are right and how many wrong."""


def judged(context: Context, facts: list[Fact], labels: Path) -> Told:
    """What is right among graded facts; what a label leaves open counts as neither."""
    certainty, labelled = Certainty(context), load(labels)
    records = [fact.as_record() for fact in facts]
    partner = {
        id(read): label
        for kind in {family(record) for record in records}
        for read, label in pairs_of(records, labelled, kind)
    }
    told: Told = Counter()
    for fact, record in zip(facts, records, strict=True):
        label = partner.get(id(record))
        if label is None or label.get("scoring") != UNSCORED:
            told[certainty.key(fact), label is not None and says_the_same(record, label)] += 1
    return told


def says_the_same(read: Record, label: Record) -> bool:
    """Whether a reviewer would accept a fact as it is: what it says is so, its wording and its field of work aside."""
    match family(read):
        case "figure":
            tense = label.get("tense") == "ambiguous" or read["kind"] == label["kind"]
            return tense and _agree(read, label, "giver", "receiver") and _compared(read) == _compared(label)
        case "task":
            return not label.get("lead") or _agree(read, label, "lead")
        case "milestone":
            return str(read["date"]) == str(label["date"])
        case "document":
            return all(read.get(key) == label[key] for key in ("date", "doc_number") if key in label)
        case "project":
            return "normalized" not in label or read.get("normalized") == label["normalized"]
    return True


def _agree(read: Record, label: Record, *fields: str) -> bool:
    return all(_units(read.get(field)) == _units(label.get(field)) for field in fields)


def _units(value: object) -> frozenset[str]:
    """The units that names mean: 凉山州 is 凉山彝族自治州, and 甲市乙区 is 乙区."""
    return frozenset(map(_unit, names(value)))


def _unit(name: str) -> str:
    found = divisions.scan(name)
    if not found or found[-1].end < len(name):
        return name
    return min(division.code for division in found[-1].divisions)


def _compared(record: Record) -> str:
    return str(record.get("comparator", "="))
