"""Postings against entries, and targets against their parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from jiedui.kernel.batches import batched
from jiedui.kernel.canonical import plain
from jiedui.kernel.errors import JieduiError
from jiedui.ledger import postings
from jiedui.ledger.enums import EntryState
from jiedui.ledger.models import Entry, Posting
from jiedui.ledger.verification.chain import BATCH, UNREADABLE
from jiedui.ledger.verification.differences import Advance, Difference, entry_name
from jiedui.plans.models import Indicator, Programme, Target
from jiedui.plans.queries import differences


def verify_postings(programme: Programme | None, advance: Advance, *, since: int = 0) -> Iterator[Difference]:
    """Postings that are missing, too many or different from what their entry (from number ``since`` on) adds now."""
    for one in [programme] if programme else Programme.objects.order_by("pk"):
        indicators = postings.indicators_for(one.pk)
        for indicator in indicators:
            yield from _indicator_problems(indicator)
        pks = Entry.objects.filter(programme=one, state=EntryState.ACCEPTED, sequence__gte=since)
        pks = pks.order_by("sequence")
        for batch in batched(pks.values_list("pk", flat=True).iterator(chunk_size=BATCH), BATCH):
            yield from _batch(batch, indicators)
            advance(len(batch))
        yield from _without_entry(one)


def _indicator_problems(indicator: Indicator) -> Iterator[Difference]:
    for problem in postings.problems(indicator):
        message = _("The indicator “%(name)s” counts nothing: it names an unknown %(problem)s.")
        yield Difference(
            "postings",
            f"Indicator #{indicator.pk}",
            message % {"name": indicator.name, "problem": problem},
            problem.split()[0],
        )


def _batch(pks: list[int], indicators: list[Indicator]) -> Iterator[Difference]:
    stored: dict[int, dict[int, Posting]] = {pk: {} for pk in pks}
    for posting in Posting.objects.filter(entry_id__in=pks):
        stored[posting.entry_id][posting.indicator_id] = posting
    names = {indicator.pk: indicator.name for indicator in indicators}
    for pk, expected in _expected(pks, indicators):
        if expected is None:
            message = _("What the entry adds cannot be computed: its kind or detail was changed.")
            yield Difference("postings", entry_name(pk), message, "detail")
            continue
        for indicator in sorted({*expected, *stored[pk]}):
            pair = (stored[pk].get(indicator), expected.get(indicator))
            yield from _compare(pk, names.get(indicator, f"#{indicator}"), *pair)


def _expected(pks: list[int], indicators: list[Indicator]) -> Iterator[tuple[int, dict[int, Posting] | None]]:
    try:
        found = Entry.objects.select_related("workstream").in_bulk(pks)
    except UNREADABLE:
        if len(pks) > 1:
            for pk in pks:
                yield from _expected([pk], indicators)
            return
        found = {}
    for pk in pks:
        try:
            made = postings.postings_of(found[pk], indicators)
        except (KeyError, JieduiError, *UNREADABLE):
            yield pk, None
            continue
        yield pk, {posting.indicator_id: posting for posting in made}


def _compare(pk: int, name: str, stored: Posting | None, made: Posting | None) -> Iterator[Difference]:
    if stored is None or made is None:
        there, should = _value(stored), _value(made)
        message = _("On “%(name)s” %(there)s is posted, but %(should)s should be.")
        words = {"name": name, "there": there, "should": should}
        yield Difference("postings", entry_name(pk), message % words, "posting")
        return
    for field in ("value", "day", "giver_id", "receiver_id", "subject"):
        if getattr(stored, field) != getattr(made, field):
            message = _("On “%(name)s” %(field)s is %(there)s, but should be %(should)s.")
            words = {
                "name": name,
                "field": field,
                "there": _text(getattr(stored, field)),
                "should": _text(getattr(made, field)),
            }
            yield Difference("postings", entry_name(pk), message % words, f"posting.{field}")


def _value(posting: Posting | None) -> str:
    return _("nothing") if posting is None else plain(posting.value)


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def _without_entry(programme: Programme) -> Iterator[Difference]:
    astray = Posting.objects.filter(entry__programme=programme).exclude(entry__state=EntryState.ACCEPTED)
    for posting in astray.select_related("indicator").order_by("entry_id"):
        message = _("There is a posting on “%(name)s”, but the entry is not accepted.")
        yield Difference(
            "postings", entry_name(posting.entry_id), message % {"name": posting.indicator.name}, "posting"
        )


def verify_targets(programme: Programme | None, advance: Advance) -> Iterator[Difference]:
    """Targets that are not the sum of their parts. One that was kept so with a note is no failure."""
    for one in [programme] if programme else Programme.objects.order_by("pk"):
        for difference in differences(one):
            target = difference.target
            message = _("The parts of “%(target)s” add up to %(parts)s, not %(whole)s.")
            words = {
                "target": _target_name(target),
                "parts": plain(difference.parts_sum),
                "whole": plain(target.value),
            }
            noted = bool(target.note)
            text = message % words + (f" ({target.note})" if noted else "")
            yield Difference("targets", f"Target #{target.pk}", text, "value", noted)
        advance(1)


def _target_name(target: Target) -> str:
    return f"{target.indicator.name}, {target.unit.name}"
