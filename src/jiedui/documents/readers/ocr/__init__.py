"""Reads pictures of pages: photographs, scans, and PDF files made of them. Needs the extra ``jiedui[ocr]``."""

from jiedui.documents.readers.ocr.engine import installed
from jiedui.documents.readers.ocr.reader import check_pictures, read_pictures, recognise_page

__all__ = ["check_pictures", "installed", "read_pictures", "recognise_page"]
