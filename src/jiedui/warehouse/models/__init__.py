"""Tables of the warehouse's own: views that people keep, files that they export. Figures are in neither."""

from jiedui.warehouse.models.exports import Export
from jiedui.warehouse.models.views import SavedView, SharedView

__all__ = ["Export", "SavedView", "SharedView"]
