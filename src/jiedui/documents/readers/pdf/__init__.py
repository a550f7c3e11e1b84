"""Reads PDF files: lines in reading order, paragraphs across pages, tables by their ruling, pictures by recognition."""

from jiedui.documents.readers.pdf.reader import MEDIA_TYPE, check_pdf, read_pdf

__all__ = ["MEDIA_TYPE", "check_pdf", "read_pdf"]
