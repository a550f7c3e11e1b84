"""Freezing an issue: its figures, the entries they count, and the very bytes of its Word file."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit, storage
from jiedui.kernel.errors import Invalid, InvalidMany
from jiedui.publications.compose import compose
from jiedui.publications.content import Content
from jiedui.publications.figures import Quotes, collect
from jiedui.publications.gongwen import write
from jiedui.publications.models import Bulletin, BulletinEntry, BulletinState
from jiedui.publications.queries import standing_entries
from jiedui.publications.services.guards import locked

MAX_BYTES = 20 * 1024 * 1024


def content_of(bulletin: Bulletin, *, quotes: Quotes | None = None) -> Content:
    """What the issue says: frozen once published, else by the records as they are now."""
    return Content.model_validate(bulletin.frozen) if bulletin.is_published else collect(bulletin, quotes)


def bulletin_docx(bulletin: Bulletin, *, quotes: Quotes | None = None) -> bytes:
    """The Word file: of a published issue the stored bytes, of a draft a fresh one marked as a draft.

    Raises NotFound where the stored file is gone.
    """
    if bulletin.is_published:
        return storage.get(bulletin.sha256)
    return render(collect(bulletin, quotes), draft=True)


def render(content: Content, *, draft: bool) -> bytes:
    """The Word file of a content; the same content gives the same bytes."""
    return write(compose(content, draft=draft), dated=content.dated)


@transaction.atomic
def publish_bulletin(*, actor: User, bulletin: Bulletin, quotes: Quotes | None = None) -> Bulletin:
    """Freeze the issue. An issue that is published already is given back as it is, with the same bytes.

    ``quotes`` are the sentences of the plan document for the list of sources, by target.

    Raises NotAllowed; InvalidMany where a story rests on an entry that no longer stands.
    """
    require(actor, Action.PUBLISH)
    bulletin = locked(bulletin)
    if bulletin.is_published:
        return bulletin
    _check_stories(bulletin)
    content = collect(bulletin, quotes)
    frozen: dict[str, Any] = content.model_dump(mode="json")
    # What is stored is what is printed: rendered from the frozen form, not from what it was made of.
    data = render(Content.model_validate(frozen), draft=False)
    stored = storage.put(data, filename=f"{bulletin.title}.docx", max_bytes=MAX_BYTES)
    bulletin.frozen = frozen
    bulletin.sha256 = stored.sha256
    bulletin.state = BulletinState.PUBLISHED
    bulletin.published_by, bulletin.published_at = actor, timezone.now()
    bulletin.save(update_fields=["frozen", "sha256", "state", "published_by", "published_at"])
    counted = sorted(content.entry_ids())
    BulletinEntry.objects.bulk_create(
        (BulletinEntry(bulletin=bulletin, entry_id=pk) for pk in counted), batch_size=1000
    )
    audit.record(
        actor=actor, action="bulletin.publish", subject=bulletin, sha256=stored.sha256, entries=len(counted)
    )
    return bulletin


def _check_stories(bulletin: Bulletin) -> None:
    standing = set(standing_entries(bulletin.programme).values_list("pk", flat=True))
    errors = []
    for story in bulletin.stories.prefetch_related("entries"):
        held = [entry.pk for entry in story.entries.all()]
        if gone := [pk for pk in held if pk not in standing]:
            errors.append(
                Invalid(
                    _(
                        "It rests on entries that have been taken back: %(entries)s. Choose others or remove it."
                    ),
                    address=story.heading,
                    entries=", ".join(f"#{pk}" for pk in gone),
                )
            )
    if errors:
        raise InvalidMany(errors)
