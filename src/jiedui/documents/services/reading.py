"""Reading a stored document: blocks, facts and discrepancies into the database, then the first comparison."""

from __future__ import annotations

import logging
import time
from decimal import Decimal

from django.db import transaction

from jiedui.documents.blocks import Document
from jiedui.documents.enums import DocumentState, ReadingStep
from jiedui.documents.facts import Discrepancy, Fact, FactKind
from jiedui.documents.models import DocumentBlock, FactRecord, FoundDiscrepancy, SourceDocument
from jiedui.documents.readers import UnreadableDocumentError, open_document
from jiedui.documents.reading import read
from jiedui.documents.services.comparing import compare_document
from jiedui.kernel import storage
from jiedui.kernel.errors import NotFound

log = logging.getLogger(__name__)
BATCH = 500
SECONDS_BETWEEN_NOTES = 0.5


def read_stored(document: SourceDocument) -> None:
    """Read a document from its bytes to proposals in review; a failure is kept with the document in words.

    Running it again gives the same rows. A document that is in review or accepted is left as it is.
    """
    if document.state in {DocumentState.REVIEW, DocumentState.ACCEPTED}:
        return
    try:
        _read(document)
    except UnreadableDocumentError as error:
        _fail(document, error.reason)
    except NotFound:
        _fail(document, "missing")
    except Exception:
        log.exception("document %s could not be read", document.pk)
        _fail(document, "unexpected")


def _read(document: SourceDocument) -> None:
    _step(document, ReadingStep.OPEN)
    parsed = open_document(storage.get(document.sha256), document.filename, advance=_PageCount(document))
    _step(document, ReadingStep.EXTRACT)
    found = read(parsed)
    _step(document, ReadingStep.STORE)
    store(document, parsed, list(found.facts), list(found.discrepancies))
    _step(document, ReadingStep.COMPARE)
    with transaction.atomic():
        compare_document(document)
        document.state, document.step, document.error = DocumentState.REVIEW, "", ""
        document.save(update_fields=["state", "step", "error"])


@transaction.atomic
def store(
    document: SourceDocument, parsed: Document, facts: list[Fact], discrepancies: list[Discrepancy]
) -> None:
    """Keep what was read in the place of what an earlier reading kept."""
    document.facts.all().delete()
    document.blocks.all().delete()
    document.discrepancies.all().delete()
    DocumentBlock.objects.bulk_create(_blocks(document, parsed), batch_size=BATCH)
    FactRecord.objects.bulk_create(
        [_fact(document, number, fact) for number, fact in enumerate(facts, start=1)], batch_size=BATCH
    )
    FoundDiscrepancy.objects.bulk_create(
        [_discrepancy(document, number, found) for number, found in enumerate(discrepancies, start=1)]
    )
    _name(document, facts)
    document.repairs = list(parsed.repairs)
    document.shapes = [[page.width, page.height, page.angle] for page in parsed.pages]
    document.media_type = parsed.media_type[:100]
    document.save(
        update_fields=["title", "issuer", "doc_number", "issued_text", "repairs", "media_type", "shapes"]
    )


class _PageCount:
    """Notes with the document how many pages are opened, now and then: a page of text takes milliseconds."""

    def __init__(self, document: SourceDocument) -> None:
        self._document = document
        self._noted = 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._noted < SECONDS_BETWEEN_NOTES and done < total:
            return
        self._noted = time.monotonic()
        self._document.pages, self._document.pages_read = total, done
        self._document.save(update_fields=["pages", "pages_read"])


def _blocks(document: SourceDocument, parsed: Document) -> list[DocumentBlock]:
    return [
        DocumentBlock(
            document=document,
            index=block.index,
            kind=str(block.kind),
            level=block.level,
            line=block.line,
            text=block.text,
            rows=[{"cells": list(row.cells), "line": row.line} for row in block.rows],
            places=[
                [offset, line, place.page, place.box, place.confidence]
                for offset, line in block.breaks
                if (place := parsed.places.get(line)) and place.box
            ],
        )
        for block in parsed.blocks
    ]


def _fact(document: SourceDocument, number: int, fact: Fact) -> FactRecord:
    return FactRecord(
        document=document,
        number=number,
        kind=str(fact.kind),
        workstream=str(fact.fields.get("workstream") or "")[:40],
        fields=dict(fact.fields),
        quote=fact.quote,
        line=fact.line,
        block=fact.block,
        start=fact.start,
        end=fact.end,
        row=fact.row,
        confidence=Decimal(str(round(fact.confidence, 2))),
    )


def _discrepancy(document: SourceDocument, number: int, found: Discrepancy) -> FoundDiscrepancy:
    return FoundDiscrepancy(
        document=document,
        number=number,
        code=found.code[:40],
        severity=found.severity[:10],
        params=found.params,
        places=[{"line": place.line, "quote": place.quote} for place in found.places],
        choices=list(found.choices),
    )


def _name(document: SourceDocument, facts: list[Fact]) -> None:
    """Title, issuer, number and date from the first statement about the document itself."""
    about = next((fact.fields for fact in facts if fact.kind == FactKind.DOCUMENT), {})
    document.title = str(about.get("title") or "")[:300]
    document.issuer = str(about.get("issuer") or "")[:200]
    document.doc_number = str(about.get("doc_number") or "")[:80]
    document.issued_text = str(about.get("date") or "")[:40]


def _step(document: SourceDocument, step: str) -> None:
    document.state, document.step = DocumentState.READING, step
    document.save(update_fields=["state", "step"])


def _fail(document: SourceDocument, reason: str) -> None:
    document.state, document.error, document.step = DocumentState.FAILED, reason, ""
    document.save(update_fields=["state", "error", "step"])
