"""An accepted return computed again from the ledger as it stood at the return's number of the chain."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from jiedui.kernel import figures
from jiedui.ledger.models import Entry
from jiedui.ledger.rows import QUANTUM
from jiedui.returns import sealing
from jiedui.returns.counting import Counting
from jiedui.returns.figures import digest_of
from jiedui.returns.models import Return, ReturnLine


def recomputed(one: Return) -> list[str]:
    """What no longer fits, in words; empty where seal, entries and every figure are those that were accepted."""
    prefetch_related_objects([one], *sealing.SEALED)
    lines = [line for line in one.lines.all() if line.counted]
    counting = Counting(
        one.schedule.programme,
        (line.definition for line in lines),
        until=one.ends_on,
        sequence=one.sequence,
        units=[one.unit],
        from_entries=True,
    )
    found = [words for line in lines for words in _figures(one, line, counting)]
    if sealing.seal_of(one) != one.hash:
        found.append(_("The return was changed after it was accepted: its hash is not the one stored."))
    head = Entry.objects.filter(sequence=one.sequence).values_list("hash", flat=True).first()
    if one.sequence and head != one.chain_hash:
        found.append(
            _("Number %(sequence)d of the chain is not the one it was computed from.")
            % {"sequence": one.sequence}
        )
    behind = set().union(
        *(counting.behind(line.definition, one.unit_id, one.starts_on, one.ends_on) for line in lines)
    )
    if digest_of(behind) != one.entries_digest:
        found.append(_("The entries behind it are not those it was computed from."))
    return found


def _figures(one: Return, line: ReturnLine, counting: Counting) -> list[str]:
    """Where a line's figure is now another."""
    found = []
    for name, first in {"value": one.starts_on, "cumulative": line.since or one.starts_on}.items():
        reading = counting.reading(line.definition, one.unit_id, first, one.ends_on)
        now, stored = reading.value.quantize(QUANTUM), getattr(line, name)
        if now != stored:
            said = {"name": line.label, "now": figures.exact(now, line.measured_in),
                    "stored": figures.exact(stored, line.measured_in)}  # fmt: skip
            found.append(_("“%(name)s”: the entries give %(now)s, the return says %(stored)s.") % said)
    return found
