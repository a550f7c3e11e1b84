"""``/api/evidence``: the files behind entries."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from jiedui.accounts.enums import TokenScope
from jiedui.api.auth import scoped
from jiedui.ledger.services import open_evidence

router = Router(auth=scoped(TokenScope.READ))


@router.get("/{int:evidence_id}", response={200: None})
def download(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """The file, as it was attached (pictures without metadata), always as a download."""
    opened = open_evidence(request.user, evidence_id)  # type: ignore[arg-type]
    response = HttpResponse(opened.content, content_type=opened.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(True, opened.evidence.filename) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
