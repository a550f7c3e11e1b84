"""Stories: text an editor chooses, each resting on ledger entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid, NotFound
from jiedui.kernel.periods import month_end
from jiedui.ledger.models import Entry
from jiedui.publications.models import Bulletin, Story
from jiedui.publications.queries import standing_entries
from jiedui.publications.services.guards import clean_text, locked_draft

HEADING_LIMIT = 120


@transaction.atomic
def add_story(*, actor: User, bulletin: Bulletin, heading: str, body: str, entries: Iterable[Entry]) -> Story:
    """Add a story at the end. Raises NotAllowed, WrongState once published, Invalid.

    A story rests on at least one accepted entry of the programme that has happened by the month's end and has not
    been taken back.
    """
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(bulletin)
    chosen = _usable(bulletin, entries)
    last = bulletin.stories.aggregate(last=Max("order"))["last"]
    story = Story.objects.create(
        bulletin=bulletin,
        order=0 if last is None else last + 1,
        heading=clean_text(heading, address="heading", limit=HEADING_LIMIT),
        body=clean_text(body, address="body"),
    )
    story.entries.set(chosen)
    _note(actor, "bulletin.story.add", bulletin, story, chosen)
    return story


@transaction.atomic
def edit_story(*, actor: User, story: Story, heading: str, body: str, entries: Iterable[Entry]) -> Story:
    """Change a story. Raises as :func:`add_story`; NotFound where it is gone."""
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(story.bulletin)
    story = _story(bulletin, story)
    chosen = _usable(bulletin, entries)
    before = _noted(story)
    story.heading = clean_text(heading, address="heading", limit=HEADING_LIMIT)
    story.body = clean_text(body, address="body")
    story.save(update_fields=["heading", "body"])
    story.entries.set(chosen)
    changes = audit.changes(before, _noted(story))
    audit.record(actor=actor, action="bulletin.story.edit", subject=bulletin, changes=changes, story=story.pk)
    return story


@transaction.atomic
def remove_story(*, actor: User, story: Story) -> None:
    """Take a story out. Raises NotAllowed, WrongState once published, NotFound where it is gone."""
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(story.bulletin)
    story = _story(bulletin, story)
    _note(actor, "bulletin.story.remove", bulletin, story, list(story.entries.all()))
    story.delete()


@transaction.atomic
def reorder_stories(*, actor: User, bulletin: Bulletin, order: Sequence[int]) -> None:
    """Put the stories in the order of their ids. Raises NotAllowed, WrongState, Invalid unless all are named once."""
    require(actor, Action.EDIT_PUBLICATION)
    bulletin = locked_draft(bulletin)
    held = {story.pk: story for story in bulletin.stories.all()}
    if sorted(order) != sorted(held):
        raise Invalid(_("The stories have changed meanwhile. Load the page again."), address="order")
    before = list(bulletin.stories.values_list("pk", flat=True))
    for place, pk in enumerate(order):
        held[pk].order = place
    Story.objects.bulk_update(held.values(), ["order"])
    changes = audit.changes({"order": before}, {"order": list(order)})
    audit.record(actor=actor, action="bulletin.story.reorder", subject=bulletin, changes=changes)


def move_story(*, actor: User, story: Story, by: int) -> None:
    """Move a story ``by`` places (−1 is one up); at the ends nothing happens. Raises as reorder_stories."""
    order = list(story.bulletin.stories.values_list("pk", flat=True))
    if story.pk not in order:
        raise NotFound
    place = order.index(story.pk)
    order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
    reorder_stories(actor=actor, bulletin=story.bulletin, order=order)


def _story(bulletin: Bulletin, story: Story) -> Story:
    try:
        return bulletin.stories.get(pk=story.pk)
    except Story.DoesNotExist:
        raise NotFound from None


def _noted(story: Story) -> dict[str, object]:
    """What the audit log keeps of a story."""
    entries = sorted(story.entries.values_list("pk", flat=True))
    return {"heading": story.heading, "body": story.body, "entries": entries}


def _usable(bulletin: Bulletin, entries: Iterable[Entry]) -> list[Entry]:
    wanted = {entry.pk for entry in entries}
    if not wanted:
        raise Invalid(_("Choose at least one entry that the story rests on."), address="entries")
    usable = standing_entries(bulletin.programme).filter(
        pk__in=wanted, occurred_on__lte=month_end(bulletin.month)
    )
    found = list(usable)
    if missing := wanted - {entry.pk for entry in found}:
        raise Invalid(
            _(
                "These entries cannot carry a story, because they are not accepted, have been taken back, or lie"
                " after the month: %(entries)s. Choose others."
            ),
            address="entries",
            entries=", ".join(f"#{pk}" for pk in sorted(missing)),
        )
    return found


def _note(actor: User, action: str, bulletin: Bulletin, story: Story, entries: Sequence[Entry]) -> None:
    audit.record(
        actor=actor, action=action, subject=bulletin, story=story.pk, heading=story.heading,
        entries=sorted(entry.pk for entry in entries),
    )  # fmt: skip
