"""Reads PDF files that have text: lines in reading order, paragraphs across pages, tables by their ruling."""

from jiedui.documents.readers.pdf.reader import MEDIA_TYPE, read_pdf

__all__ = ["MEDIA_TYPE", "read_pdf"]
