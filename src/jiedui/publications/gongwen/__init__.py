"""Word files in the layout of Chinese official documents (GB/T 9704-2012)."""

from jiedui.publications.gongwen.document import write

__all__ = ["write"]
