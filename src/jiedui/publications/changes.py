"""What has changed in the records since an issue was published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiedui.kernel.errors import WrongState
from jiedui.kernel.figures import percent, scale_of
from jiedui.ledger.models import Entry
from jiedui.progress.standings import league_of, standings
from jiedui.publications.content import Content, Figure
from jiedui.publications.figures import collect_figures
from jiedui.publications.models import Bulletin


class Aspect(models.TextChoices):
    """What of a figure changed."""

    VALUE = "value", _("value")
    TARGET = "target", _("target")
    EVIDENCED = "evidenced", _("evidenced share")
    CONFIRMED = "confirmed", _("confirmed share")
    PACE = "pace", _("pace in the league table")
    GONE = "gone", _("no longer in the plan")


@dataclass(frozen=True, slots=True)
class Change:
    """A published figure that would be another today: as published, as it is now, and the entries responsible.

    ``entries`` are those that came into the figure since (a reversal is one); a share or a place in the league may
    change without any.
    """

    name: str
    aspect: Aspect
    old: Decimal | None
    new: Decimal | None
    old_text: str
    new_text: str
    entries: list[Entry]

    @property
    def difference(self) -> Decimal:
        """New less old; nothing counts as zero."""
        return (self.new or Decimal(0)) - (self.old or Decimal(0))


def changes_since(bulletin: Bulletin) -> list[Change]:
    """The figures that changed since the bulletin was published, reckoned again for the day it spoke of.

    Raises WrongState for a draft, which has nothing to be compared with.
    """
    if not bulletin.is_published:
        raise WrongState(state=bulletin.get_state_display())
    frozen = Content.model_validate(bulletin.frozen)
    rows = standings(bulletin.programme, on=frozen.on)
    now = {f.key: f for f in collect_figures(bulletin.programme, rows, month=frozen.month, quotes={})}
    found = [(old, now.get(old.key)) for old in frozen.figures]
    entries = _new_entries(found)
    changes = [change for old, new in found for change in _of_figure(old, new, entries)]
    paces = {line.unit.pk: line.pace for line in league_of(bulletin.programme, rows)}
    return [*changes, *_of_league(frozen, paces)]


def _new_entries(found: list[tuple[Figure, Figure | None]]) -> dict[int, Entry]:
    wanted = {pk for old, new in found for pk in _came(old, new)}
    return Entry.objects.select_related("giver", "receiver", "reverses").in_bulk(wanted)


def _came(old: Figure, new: Figure | None) -> list[int]:
    """Ids of entries in only one of the two. An accepted entry never leaves, unless its postings were rebuilt."""
    return sorted(set(old.entry_ids) ^ set(new.entry_ids)) if new else []


def _of_figure(old: Figure, new: Figure | None, entries: dict[int, Entry]) -> Iterator[Change]:
    if new is None:
        scale = scale_of([old.target], old.measured_in, old.decimals)
        text = scale.with_unit(old.target)
        yield Change(old.label, Aspect.GONE, old.target, None, text, scale.with_unit(None), [])
        return
    came = [entries[pk] for pk in _came(old, new) if pk in entries]
    for aspect, before, after in (
        (Aspect.VALUE, old.value, new.value),
        (Aspect.TARGET, old.target, new.target),
    ):
        if before != after:
            scale = scale_of([before, after], old.measured_in, old.decimals)
            texts = scale.with_unit(before), scale.with_unit(after)
            responsible = came if aspect is Aspect.VALUE else []
            yield Change(old.label, aspect, before, after, *texts, responsible)
    for aspect, before, after in (
        (Aspect.EVIDENCED, old.evidenced, new.evidenced),
        (Aspect.CONFIRMED, old.confirmed, new.confirmed),
    ):
        if percent(before) != percent(after):
            yield Change(old.label, aspect, before, after, percent(before), percent(after), [])


def _of_league(frozen: Content, paces: dict[int, Decimal | None]) -> Iterator[Change]:
    for line in frozen.league:
        new = paces.get(line.unit_id)
        if percent(line.pace) != percent(new):
            yield Change(line.unit, Aspect.PACE, line.pace, new, percent(line.pace), percent(new), [])
