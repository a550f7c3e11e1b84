"""Documents in words, in the reader's language: discrepancies, problems, proposals, why a reading failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiedui.documents.readers import UnreadableDocumentError, explain
from jiedui.kernel.figures import exact, in_english

Text = str | Promise

PROBLEMS: dict[str, Text] = {
    "ambiguous_name": _("“%(name)s” may mean several units. Choose one under Edit."),
    "unknown_name": _("“%(name)s” is no unit we know. It stays in the document's words."),
    "unknown_needed": _("“%(name)s” is no unit we know. Name the unit under Edit, or reject this."),
    "group_name": _("“%(name)s” is a group of units, not one. Name one unit under Edit, or reject this."),
    "no_giver": _("The document does not say who gives."),
    "no_receiver": _("The document does not say who receives."),
    "several_names": _("There are several names on one side. Keep one under Edit."),
    "paired_with_itself": _("Both sides are the same unit."),
    "second_lead": _("“%(name)s” was named as lead before. Reject one of the two."),
    "no_value": _("There is no figure here that can be read. Enter it under Edit, or reject this."),
    "value_out_of_range": _("This figure is below zero or too large to be meant. Enter it under Edit."),
    "no_measure": _("The document does not say what is counted. Enter it under Edit, or reject this."),
    "no_text": _("There are no words to keep. Enter them under Edit, or reject this."),
    "no_place": _("The document does not say where. Name the receiving place under Edit, or reject this."),
    "receiver_gives": _(
        "The place named lies on the giving side. Name the receiving place under Edit, or reject this."
    ),
    "giver_receives": _(
        "The giver named is no unit of the giving side. Name the giver under Edit, or reject this."
    ),
    "outside_scope": _("This lies outside what an aid programme should run. Reject it."),
    "no_date": _("There is no day here that can be read. Enter it under Edit, or reject this."),
    "no_lead": _("No unit is named as responsible."),
    "year_assumed": _("No year is stated here; %(year)s is taken from the document."),
    "outside_programme": _("The period lies outside the programme's years."),
    "kept_as_stated": _(
        "A headcount of people put to work is kept as the document states it: never paced, ranked or scored."
    ),
    "regional_hold": _(
        "Labour transfer out of or within this region is on hold: this is not imported. See Safeguards."
    ),
    "conflicting_value": _(
        "Line %(line)s states another figure for the same: %(other)s. Reject one of the two."
    ),
    "part_of_figure": _(
        "This is a part of the figure on line %(line)s, %(other)s. Say under Edit what it counts, or reject this."
    ),
    "day_assumed": _("No day is stated beside the figure; %(day)s is taken from the document."),
    "no_indicator": _(
        "No indicator of the programme counts this. Choose one under Edit, or accept it as a note."
    ),
    "taken_for": _("Taken for the indicator “%(name)s”. If that is wrong, choose another under Edit."),
    "on_its_way": _("Entries that are not accepted yet account for the rest; nothing is added."),
    "said_by_parts": _("Narrower figures of this document account for it; nothing is added."),
    "parts_say": _("Narrower or earlier figures of this document account for %(other)s of it."),
    "may_overlap": _(
        "Another figure of this document may count the same help, so no entry is drafted for this one."
    ),
    "whole_is_full": _(
        "The total in this document is recorded already, under other units. An entry here would count help twice, "
        "so none is drafted."
    ),
    "not_from_a_figure": _(
        "This is counted act by act: record each as an entry of its own. No entry is drafted."
    ),
    "only_noted": _("Noted only: no entry is drafted."),
    "entry_incomplete": _(
        "To draft the entry, fill in under Edit: %(fields)s. Or note the figure and draft nothing."
    ),
    "entry_not_counted": _(
        "An entry with these particulars would not be counted by “%(name)s”. Change them under Edit."
    ),
    "as_taught": _("“%(written)s” is taken for “%(name)s”, as was taught with an earlier document."),
    "like_indicator": _(
        "The plan has “%(name)s”. If that is meant, write that name under Edit; it is then remembered."
    ),
    "milestone_other_day": _(
        "The plan has this for %(day)s. Accepted, both days stand; say under Edit which one it revises, if it does."
    ),
}
DISCREPANCIES: dict[str, tuple[Text, Text]] = {
    "table_total": (
        _("A total row does not agree with its column"),
        _("“%(measure)s”: the %(rows)s rows add up to %(sum)s, the total row states %(total)s."),
    ),
    "table_total.ok": (_("A total row adds up"), _("“%(measure)s”: %(rows)s rows, %(total)s.")),
    "parts_whole": (
        _("A whole does not agree with its parts"),
        _("The %(parts)s parts add up to %(sum)s, the whole is stated as %(total)s."),
    ),
    "parts_whole.ok": (_("A whole and its parts add up"), _("%(parts)s parts, %(total)s.")),
    "share": (
        _("A percentage does not follow from its figures"),
        _("%(part)s of %(total)s is %(exact)s%%; stated as %(stated)s%%."),
    ),
    "share.ok": (_("A percentage follows from its figures"), _("%(part)s of %(total)s is %(exact)s%%.")),
    "displaced_cell": (
        _("A table cell stood in the wrong column"),
        _(
            "%(county)s belongs to %(prefecture)s, %(province)s (division code %(code)s); the table reads “%(stated)s”."
        ),
    ),
    "unknown_place": (
        _("A place that does not exist"),
        _("“%(written)s”: %(named)s does not lie in %(superior)s but in %(lies_in)s."),
    ),
    "unknown_place.meant": (
        _("A place that does not exist"),
        _("“%(written)s”: %(named)s lies in %(lies_in)s. Probably %(meant)s is meant."),
    ),
    "no_such_place": (
        _("A place that does not exist"),
        _("“%(written)s”: the official table of divisions has no %(named)s."),
    ),
    "impossible_date": (_("A date that is in no calendar"), _("“%(written)s” does not exist.")),
    "reversed_dates": (_("A stretch of time that ends before it begins"), _("“%(written)s”")),
    "parts_across": (
        _("A whole does not agree with its parts elsewhere"),
        _("“%(measure)s”: the %(parts)s parts add up to %(sum)s, the whole is stated as %(total)s."),
    ),
    "pairing_count": (
        _("The number of pairings is not the one stated"),
        _("%(province)s: %(rows)s rows in the table, %(stated)s stated."),
    ),
    "pairing_count.ok": (_("The number of pairings is the one stated"), _("%(province)s: %(rows)s.")),
}
_AMOUNTS = ("sum", "total", "difference", "part")
# by the values of documents.enums.Choice; where a finding of one kind has words of its own, by its code as well
CHOICES: dict[str, tuple[Text, Text]] = {
    "parts": (_("Take the parts"), _("The whole becomes the sum of its parts.")),
    "total": (_("Take the total"), _("The stated total counts; the difference stays visible.")),
    "both": (_("Keep both and note it"), _("Both figures stay as stated, and the plan says so.")),
    "share.parts": (_("Take the figures"), _("The percentage becomes the one that its figures give.")),
    "share.total": (_("Take the percentage"), _("The percentage as stated counts, with a note.")),
}
REASONS: dict[str, Text] = {
    "security personnel": _("police, prison or judicial staff"),
    "labour transfer from Xinjiang": _("labour transfer in a region on hold"),
    "political vetting": _("political vetting"),
    "religious affairs": _("religious affairs"),
    "opinion control": _("opinion control"),
    "surveillance or stability": _("surveillance or “stability”"),
    "household visits": _("household “kinship” visits"),
}
FACTS: dict[str, Text] = {
    "document": _("document"),
    "org": _("member unit"),
    "actual": _("figure already reached"),
    "cadence": _("reporting duty"),
    "project": _("project"),
}
ROLES: dict[str, Text] = {
    "giver": _("giver"),
    "receiver": _("receiver"),
    "lead": _("lead"),
    "responsible": _("responsible"),
    "support": _("supporting"),
}
WRITTEN: dict[str, Text] = {
    "unit": _("units"),
    "pairing": _("pairings"),
    "workstream": _("fields of work"),
    "lead": _("lead units"),
    "indicator": _("indicators"),
    "target": _("targets"),
    "target_revised": _("targets revised"),
    "milestone": _("milestones"),
    "milestone_revised": _("milestones revised"),
    "rule": _("rules"),
    "rule_revised": _("rules revised"),
    "task": _("tasks"),
    "project": _("projects"),
    "entry": _("draft entries"),
}
_MODELS = {"orgunit": "unit"}
FAILURES: dict[str, Text] = {
    "missing": _("The file is gone from storage. Hand it in again."),
    "unexpected": _(
        "The reader stumbled over something in this file. Try again; if it fails again, save it as plain text."
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A discrepancy in words: what is the matter, and the particulars."""

    title: str
    text: str


class _Params(dict[str, Any]):
    """Parameters of a message; one that was not given shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def problem(found: Mapping[str, Any]) -> str:
    """A problem of a proposal."""
    template = PROBLEMS.get(str(found.get("code")))
    params = _Params(found.get("params", {}))
    if isinstance(params.get("fields"), list):
        params["fields"] = field_names(str(params["kind"]), params["fields"])
    if "other" in params:
        params["other"] = amount(str(params["other"]), str(params["unit"]))
    return str(template) % params if template else str(found.get("code"))


def field_names(kind: str, fields: Iterable[str]) -> str:
    """Fields of a kind of help by the names its form gives them."""
    # the words of a paper are told without the ledger, which takes longer to load than most papers to read
    from jiedui.ledger import kinds
    from jiedui.ledger.kinds.fields import fields_of, words

    found = kinds.get(kind)
    labels = {spec.name: spec.label for spec in fields_of(kind)}
    comma = ", " if in_english() else "、"
    return comma.join(str(labels.get(name) or words(found, name).label) for name in fields)


def discrepancy(code: str, params: Mapping[str, Any], severity: str = "error") -> Said:
    """A finding about the document; one with an unknown code is told by its parameters."""
    variant = "ok" if severity == "ok" else "meant" if params.get("meant") else ""
    known = DISCREPANCIES.get(f"{code}.{variant}") or DISCREPANCIES.get(code)
    if known:
        unit = str(params.get("unit", ""))
        told = {k: amount(str(v), unit) if k in _AMOUNTS else _plain(v) for k, v in params.items()}
        return Said(str(known[0]), str(known[1]) % _Params(told))
    listed = "; ".join(f"{key}: {_plain(value)}" for key, value in params.items())
    return Said(gettext("Something does not agree"), listed)


def choice(code: str, finding: str = "") -> tuple[str, str]:
    """What a reviewer may choose about a finding of some kind, and what it changes."""
    word, effect = CHOICES.get(f"{finding}.{code}") or CHOICES[code]
    return str(word), str(effect)


def reason(written: str) -> str:
    """Why a passage is outside scope."""
    return str(REASONS.get(written, written))


def failure(error: str) -> str:
    """Why a document could not be read, and what to do."""
    return str(FAILURES[error]) if error in FAILURES else explain(UnreadableDocumentError(error))


def written(counts: Mapping[str, int]) -> str:
    """What an acceptance wrote: 162 units, 81 pairings …"""
    comma = ", " if in_english() else "、"
    return comma.join(f"{counts[key]} {word}" for key, word in WRITTEN.items() if counts.get(key))


def linked(objects: Iterable[tuple[str, int]]) -> str:
    """The objects that come from a document, by their model's name: 163 units, 81 pairings …"""
    return written({_MODELS.get(model, model): number for model, number in objects})


def amount(value: str, unit: str) -> str:
    """A figure to read: 1.8 亿元, 16,000 个, CNY 180,000,000; the exact value where rounding would change it."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return f"{value} {unit}".strip()
    if in_english():
        return exact(number, unit)
    if unit == "元":
        for size, word in ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万")):
            if abs(number) >= size and (number / size * 10_000) % 1 == 0:
                return f"{_grouped(number / size)} {word}{unit}"
    return f"{_grouped(number)}{unit}" if unit == "%" else f"{_grouped(number)} {unit}".strip()


def period(start: str, end: str) -> str:
    """A span of days to read: 2019, or 2019-01-01 – 2019-05-31."""
    if start[5:] == "01-01" and end[5:] == "12-31":
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    return f"{start} – {end}"


def _grouped(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_plain(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)
