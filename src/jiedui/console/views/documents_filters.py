"""The filters above the proposals of a document: what may be chosen, how many there are, what is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiedui.console.views.documents_cards import section_label
from jiedui.documents.enums import Match, ProposedObject
from jiedui.documents.models import Proposal
from jiedui.documents.selection import LOW, MIDDLE, PAIRINGS, Look, Order, Selection, Sure

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, and how many proposals it leaves on its own; None where they are not counted."""

    value: str
    label: Words
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One list of choices."""

    name: str
    label: Words
    everything: Words
    options: list[Option]


def selection_of(request: HttpRequest) -> Selection:
    """What is chosen in the address; for a part of the page, in the address of the whole."""
    if current := request.headers.get("HX-Current-URL"):
        return Selection.of(QueryDict(urlsplit(current).query))
    return Selection.of(request.GET)


def within(selection: Selection, section: str) -> Selection:
    """The selection, narrowed to one field of work."""
    return replace(selection, section=section or PAIRINGS)


def filters_of(proposals: list[Proposal], selection: Selection) -> list[Filter]:
    """The filters that have something to choose between."""
    found = [
        _filter(
            "section", _("Field of work"), _("all fields"), proposals, _section, _section_word, selection
        ),
        _filter(
            "makes", _("Kind"), _("all kinds"), proposals, lambda p: p.makes, _word(ProposedObject), selection
        ),
        _filter(
            "match",
            _("Compared with the programme"),
            _("new or not"),
            proposals,
            lambda p: p.match,
            _word(Match),
            selection,
        ),
        _filter("sure", _("How sure"), _("sure or not"), proposals, _sure, _word(Sure), selection),
        Filter("look", _("Show"), _("decided or not"), [_look(one, selection) for one in Look]),
    ]
    return [one for one in found if len(one.options) > 1 or any(o.chosen for o in one.options)]


def orders(selection: Selection) -> list[Option]:
    """The orders to choose from."""
    return [Option(one.value, one.label, None, one.value == selection.order) for one in Order]


def _look(one: Look, selection: Selection) -> Option:
    return Option(one.value, one.label, None, one.value == selection.look)


def _filter(
    name: str,
    label: Words,
    everything: Words,
    proposals: Iterable[Proposal],
    value: Callable[[Proposal], str],
    word: Callable[[str], Words],
    selection: Selection,
) -> Filter:
    counted = Counter(value(proposal) for proposal in proposals)
    chosen = getattr(selection, name)
    options = [Option(key, word(key), count, key == chosen) for key, count in counted.items()]
    return Filter(name, label, everything, options)


def _section(proposal: Proposal) -> str:
    return proposal.section or PAIRINGS


def _section_word(key: str) -> Words:
    return section_label("" if key == PAIRINGS else key)


def _word(choices: type[ProposedObject | Match | Sure]) -> Callable[[str], Words]:
    return lambda key: choices(key).label


def _sure(proposal: Proposal) -> str:
    confidence = proposal.fact.confidence
    return Sure.LOW if confidence < LOW else Sure.MIDDLE if confidence < MIDDLE else Sure.HIGH
