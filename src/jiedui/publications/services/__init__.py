"""Everything that changes a publication."""

from jiedui.publications.services.bulletins import create_bulletin, discard_bulletin, edit_bulletin
from jiedui.publications.services.publishing import bulletin_docx, content_of, publish_bulletin
from jiedui.publications.services.stories import (
    add_story,
    edit_story,
    move_story,
    remove_story,
    reorder_stories,
)

__all__ = [
    "add_story",
    "bulletin_docx",
    "content_of",
    "create_bulletin",
    "discard_bulletin",
    "edit_bulletin",
    "edit_story",
    "move_story",
    "publish_bulletin",
    "remove_story",
    "reorder_stories",
]
