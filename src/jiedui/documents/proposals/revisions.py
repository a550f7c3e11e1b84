"""Which milestone or rule of the plan a statement revises, settled once all statements are known.

What is known by its day or its threshold cannot be found by them when they change. So words are compared without their
shares and amounts (任务过半, 任务达到60%), and milestones of one indicator by their order in the year. Where it stays
open which is meant, the statement is new, the reviewer is told, and may say so (``revises``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from jiedui.documents.enums import Match, ProposedObject, Taught
from jiedui.documents.proposals.context import Context, same
from jiedui.documents.proposals.drafts import Draft
from jiedui.kernel.canonical import plain
from jiedui.plans.models import Indicator, Milestone, Rule

NOTHING = "0"
"""What a reviewer says of a statement that revises nothing, though it looks so."""

T = TypeVar("T", Milestone, Rule)
_BOUND = re.compile(
    r"及?以上|及?以内|不(?:得|应|能)?(?:低于|少于|超过|高于|多于)|达到|完成|实现|确保|超过|至少|控制在"
)
_HALF = re.compile(r"过半|一半")
_SHARE = re.compile(r"\d+(?:\.\d+)?[%％]|[一二三四五六七八九](?=成)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?[万亿]?|[一二三四五六七八九](?=成)")


def settle(drafts: Iterable[Draft], context: Context) -> None:
    """Match what is new so far with what of the plan it revises.

    What a reviewer rejected takes part, so that a decision on one statement changes none of the others.
    """
    found = list(drafts)
    _settle_milestones([draft for draft in found if draft.makes == ProposedObject.MILESTONE], context)
    _settle_rules([draft for draft in found if draft.makes == ProposedObject.RULE], context)


def measured(indicators: Iterable[Indicator], measure: str) -> Indicator | None:
    """Of a field's indicators the one a share is of: the one its measure names, else the only headline."""
    rows = [row for row in indicators if not row.as_stated]
    named = [row for row in rows if measure and same(row.name) in same(measure)]
    if named:
        return max(named, key=lambda row: len(row.name))
    headlines = [row for row in rows if row.headline] or [row for row in rows if row.kind]
    return headlines[0] if len(headlines) == 1 else None


def _settle_milestones(drafts: list[Draft], context: Context) -> None:
    taken = {draft.existing for draft in drafts if draft.existing}
    left = {pk: row for pk, row in context.snapshot.milestones_in_force.items() if pk not in taken}
    taught = {
        key: meant for (about, key), meant in context.taught_revisions.items() if about == Taught.MILESTONE
    }
    by_origin: dict[Hashable, int] = {
        (row.origin_id or row.pk, row.due_on.year): pk for pk, row in left.items()
    }

    def meant(draft: Draft) -> int | None:
        origin = taught.get(words_of_milestone(draft.raw["text"]))
        return by_origin.get((origin, draft.raw["due_on"].year)) if origin else None

    open_ones = _told(drafts, left, meant, _revise_milestone)
    rounds: tuple[tuple[Callable[[Draft], Hashable], Callable[[Milestone], Hashable]], ...] = (
        (
            lambda draft: (
                _field(draft, context),
                words_of_milestone(draft.raw["text"]),
                draft.raw["due_on"].year,
            ),
            lambda row: (row.workstream_id, words_of_milestone(row.text), row.due_on.year),
        ),
        (
            lambda draft: _counted(draft, context),
            lambda row: row.share is not None and row.indicator_id and (row.indicator_id, row.due_on.year),
        ),
    )
    for of_draft, of_row in rounds:
        said, there = _grouped(open_ones, of_draft), _grouped(left.values(), of_row)
        for key, some in said.items():
            for draft, row in _paired(some, there.get(key, [])):
                _revise_milestone(draft, row)
                open_ones.remove(draft)
                del left[row.pk]


def _paired(drafts: list[Draft], rows: list[Milestone]) -> list[tuple[Draft, Milestone]]:
    """Those of one day, of the same words, of one share; the rest by their order where either side has as many."""
    pairs: list[tuple[Draft, Milestone]] = []
    drafts = sorted(drafts, key=lambda draft: draft.raw["due_on"])
    rows = sorted(rows, key=lambda row: row.due_on)
    alike: tuple[Callable[[Draft, Milestone], bool], ...] = (
        lambda draft, row: draft.raw["due_on"] == row.due_on,
        lambda draft, row: same(draft.raw["text"]) == same(row.text),
        lambda draft, row: draft.raw["share"] is not None and draft.raw["share"] == row.share,
    )
    for is_alike in alike:
        for draft in list(drafts):
            row = next((row for row in rows if is_alike(draft, row)), None)
            if row is not None:
                pairs.append((draft, row))
                drafts.remove(draft)
                rows.remove(row)
    if len(drafts) == len(rows):
        return [*pairs, *zip(drafts, rows, strict=True)]
    for draft in drafts if rows else ():
        if not any(problem.code == "milestone_other_day" for problem in draft.problems):
            draft.problem("milestone_other_day", day=rows[0].due_on.isoformat())
    return pairs


def _revise_milestone(draft: Draft, row: Milestone) -> None:
    """A paper that names no share leaves the plan's."""
    draft.match, draft.existing = Match.REVISED, row.pk
    if draft.raw["share"] is None:
        draft.raw["share"] = row.share
    share = draft.raw["share"]
    if (draft.raw["due_on"], share) == (row.due_on, row.share) and same(draft.raw["text"]) == same(row.text):
        draft.match = Match.UNCHANGED
        return
    reworded = words_of_milestone(draft.raw["text"]) != words_of_milestone(row.text)
    draft.before = {
        "due": row.due_on.isoformat(),
        "share": _per_cent(row.share),
        "text": row.text if reworded else "",
    }
    draft.values["change"] = {
        "due": draft.raw["due_on"].isoformat(),
        "share": _per_cent(share),
        "text": draft.raw["text"] if reworded else "",
    }


def _settle_rules(drafts: list[Draft], context: Context) -> None:
    taken = {draft.existing for draft in drafts if draft.existing}
    left = {rule.pk: rule for rule in context.snapshot.rules.values() if rule.pk not in taken}
    taught = {key: code for (about, key), code in context.taught_revisions.items() if about == Taught.RULE}
    by_code = {rule.code: pk for pk, rule in left.items()}

    def meant(draft: Draft) -> int | None:
        return by_code.get(str(taught.get(words_of_rule(draft.raw["text"]), "")))

    open_ones = _told(drafts, left, meant, revise_rule)
    said = _grouped(open_ones, lambda draft: words_of_rule(draft.raw["text"]))
    there = _grouped(left.values(), lambda rule: words_of_rule(rule.text))
    for key, some in said.items():
        rows = there.get(key, [])
        if len(some) == len(rows) == 1:
            revise_rule(some[0], rows[0])


def revise_rule(draft: Draft, rule: Rule) -> None:
    """A paper that names no threshold leaves the plan's."""
    draft.match, draft.existing = Match.REVISED, rule.pk
    if draft.raw["threshold"] is None:
        draft.raw["threshold"] = rule.threshold
    threshold, comparator = draft.raw["threshold"], draft.raw["comparator"]
    told = {"sign": rule.comparator, "threshold": _threshold(rule), "text": ""}
    if (threshold, comparator) == (rule.threshold, rule.comparator):
        if same(draft.raw["text"]) == same(rule.text):
            draft.match = Match.UNCHANGED
            return
        told["text"] = rule.text
    draft.before = told
    draft.values["change"] = {
        "sign": comparator,
        "threshold": draft.values["stated"] or _threshold(rule),
        "text": draft.raw["text"] if told["text"] else "",
    }


def _threshold(rule: Rule) -> str:
    if rule.threshold is None:
        return ""
    return f"{_per_cent(rule.threshold)}%" if rule.is_share else plain(rule.threshold)


def _told(
    drafts: list[Draft],
    left: dict[int, T],
    meant: Callable[[Draft], int | None],
    revise: Callable[[Draft, T], None],
) -> list[Draft]:
    """What is still to be matched, after what a reviewer says of it or said of the same words before."""
    open_ones = []
    for draft in drafts:
        said = draft.raw.get("revises", "")
        if draft.blocked:
            continue
        if said.isdigit() and int(said) in left:
            revise(draft, left.pop(int(said)))
        elif draft.match == Match.NEW and said != NOTHING:
            taught = meant(draft)
            if taught is None or taught not in left:
                open_ones.append(draft)
                continue
            row = left.pop(taught)
            draft.problem("as_taught", written=draft.raw["text"], name=row.text)
            revise(draft, row)
    return open_ones


def _grouped(found: Iterable[Any], key: Callable[[Any], Hashable]) -> Mapping[Hashable, list[Any]]:
    groups: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for one in found:
        if of := key(one):
            groups[of].append(one)
    return groups


def _field(draft: Draft, context: Context) -> int | None:
    workstream = context.workstream(draft.section)
    return workstream.pk if workstream else None


def _counted(draft: Draft, context: Context) -> Hashable:
    """The indicator and year a share is of; nothing for an event."""
    if draft.raw["share"] is None:
        return None
    field = _field(draft, context)
    rows = [row for row in context.snapshot.indicators.values() if row.workstream_id == field]
    found = measured(rows, draft.raw["measure"])
    return (found.pk, draft.raw["due_on"].year) if found else None


def words_of_milestone(text: str) -> str:
    """The words without shares and bounds; other numbers tell one event from another (第2次会议)."""
    return _SHARE.sub("#", _HALF.sub("50%", _BOUND.sub("", same(text))))


def words_of_rule(text: str) -> str:
    """The words of a rule without any number."""
    return _NUMBER.sub("#", _BOUND.sub("", same(text)))


def _per_cent(share: Any) -> str:
    return plain(share * 100) if share is not None else ""
