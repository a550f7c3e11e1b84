"""Which of the facts that the reader finds in a labelled paper are right, counted by the group they belong to."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jiedui.documents.confidence import Certainty, Key
from jiedui.documents.readers import open_document
from jiedui.documents.reading import graded_facts
from tests.documents.held_out.matching import UNSCORED, Record, family, load, names, pairs_of


def judged(text: Path, labels: Path) -> Counter[tuple[Key, bool]]:
    """How many facts of each group are right and how many wrong; what a label leaves open counts as neither."""
    context, facts = graded_facts(open_document(text))
    certainty, labelled = Certainty(context), load(labels)
    records = [fact.as_record() for fact in facts]
    partner = {
        id(read): label
        for kind in {family(record) for record in records}
        for read, label in pairs_of(records, labelled, kind)
    }
    told: Counter[tuple[Key, bool]] = Counter()
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
    return all(names(read.get(field)) == names(label.get(field)) for field in fields)


def _compared(record: Record) -> str:
    return str(record.get("comparator", "="))
