"""Pictures in the narrative: stored like evidence, so without where and with what they were taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.models import User
from jiedui.kernel import audit, storage
from jiedui.kernel.canonical import sha256_hex
from jiedui.kernel.errors import FileDamaged, Invalid, NotFound
from jiedui.kernel.uploads import clean_name, keep
from jiedui.ledger.models import EvidenceFile
from jiedui.returns import queries
from jiedui.returns.models import ReturnPicture, ReturnText
from jiedui.returns.services.access import locked, require_reporter, touch
from jiedui.returns.transitions import Verb, require_state

MOST = 12


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture as it may be sent."""

    picture: ReturnPicture
    content: bytes

    @property
    def media_type(self) -> str:
        """What the bytes are."""
        return self.picture.file.media_type


def add_picture(
    *, actor: User, section: ReturnText, filename: str, content: bytes, caption: str = ""
) -> ReturnPicture:
    """Put a picture under a heading; the same one is kept once.

    Raises NotAllowed, HandedIn, Frozen, FileRefused, Invalid for a file that is no picture or one too many.
    """
    require_reporter(actor, section.of)
    require_state(Verb.EDIT, section.of.state)
    # Drawing the picture anew takes time; nobody should wait for the lock meanwhile.
    name = clean_name(filename)
    kept, media_type = keep(content, name, pictures_only=True)
    return _add(actor, section, kept, media_type, name, caption.strip())


@transaction.atomic
def _add(
    actor: User, section: ReturnText, kept: storage.StoredFile, media_type: str, name: str, caption: str
) -> ReturnPicture:
    (one,) = locked([section.of], Verb.EDIT)
    require_reporter(actor, one)
    file, _created = EvidenceFile.objects.get_or_create(
        sha256=kept.sha256, defaults={"size": kept.size, "media_type": media_type}
    )
    there = list(ReturnPicture.objects.filter(of=one))
    for picture in there:
        if picture.file_id == file.pk and picture.text_id == section.pk:
            return picture
    if len(there) >= MOST:
        raise Invalid(_("A return takes %(count)d pictures at most."), address="file", count=MOST)
    picture = ReturnPicture.objects.create(
        of=one, text=section, file=file, filename=name, caption=caption, added_by=actor
    )
    touch(one)
    audit.record(actor=actor, action="return.picture", subject=one, sha256=file.sha256)
    return picture


@transaction.atomic
def remove_picture(*, actor: User, picture: ReturnPicture) -> None:
    """Take a picture out again. Raises NotAllowed, HandedIn, Frozen."""
    (one,) = locked([picture.of], Verb.EDIT)
    require_reporter(actor, one)
    sha256 = picture.file.sha256
    picture.delete()
    touch(one)
    audit.record(actor=actor, action="return.picture_removed", subject=one, sha256=sha256)


def open_picture(user: Any, pk: int) -> OpenedPicture:
    """The picture, if the person may see its return. Raises NotFound, FileDamaged where the bytes have changed."""
    picture = (
        ReturnPicture.objects.select_related("file", "of")
        .filter(pk=pk, of__in=queries.returns_for(user))
        .first()
    )
    if picture is None:
        raise NotFound
    content = storage.get(picture.file.sha256)
    if sha256_hex(content) != picture.file.sha256:
        raise FileDamaged
    return OpenedPicture(picture, content)
