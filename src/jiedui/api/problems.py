"""Refusals as problem+json (RFC 9457, formerly 7807), all in one place."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jiedui.api.many import refused_out
from jiedui.kernel.errors import Invalid, InvalidMany, JieduiError
from jiedui.ledger.errors import SomeRefused
from jiedui.ledger.validation import described

logger = logging.getLogger(__name__)


def install(api: NinjaAPI) -> None:
    """Let the API answer every refusal and failure with a problem."""
    api.add_exception_handler(JieduiError, _refusal)
    api.add_exception_handler(ValidationError, _validation)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(Exception, _failure)


def problem(
    status: int, code: str, detail: str, errors: list[Invalid] | None = None, **more: Any
) -> JsonResponse:
    """One problem; ``errors`` lists each field at fault with its address, ``more`` what else there is to say."""
    body: dict[str, Any] = {
        "type": f"urn:jiedui:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **more,
    }
    if errors:
        body["errors"] = [
            {"address": error.address, "code": error.code, "message": error.words} for error in errors
        ]
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _refusal(request: HttpRequest, error: Any) -> JsonResponse:
    if isinstance(error, InvalidMany):
        return problem(error.status, error.code, error.headline, error.errors)
    if isinstance(error, SomeRefused):
        shown = [refused_out(one).model_dump() for one in error.refused]
        return problem(error.status, error.code, str(error), refused=shown)
    if isinstance(error, Invalid):
        return problem(error.status, error.code, error.words, [error] if error.address else None)
    return problem(error.status, error.code, str(error))


def _validation(request: HttpRequest, error: Any) -> JsonResponse:
    """What the request itself got wrong; addresses lose the part that says body or query."""
    found = described(error.errors, skip=("body", "query", "path", "header", "payload", "filters"))
    return problem(422, "invalid", InvalidMany(found).headline, found)


def _unauthenticated(request: HttpRequest, error: Any) -> JsonResponse:
    response = problem(401, "not_signed_in", _("Sign in first: send a user name and password."))
    response["WWW-Authenticate"] = 'Basic realm="Jiedui", charset="UTF-8"'
    return response


def _http(request: HttpRequest, error: Any) -> JsonResponse:
    codes = {400: "unreadable", 403: "csrf", 415: "not_json"}
    words = {
        400: _("The request cannot be read. Send valid JSON in UTF-8."),
        403: _("The CSRF token is missing or wrong. Send it in X-CSRFToken."),
        415: _("Send the content as application/json, or a file as application/octet-stream."),
    }
    status = error.status_code
    return problem(status, codes.get(status, "error"), words.get(status, str(error)))


def _missing(request: HttpRequest, error: Any) -> JsonResponse:
    return problem(404, "not_found", _("There is nothing at this address."))


def _too_large(request: HttpRequest, error: Any) -> JsonResponse:
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) >> 20
    words = _(
        "The request is over the limit of %(mib)d MiB. Send a smaller file, or the rows in several parts."
    )
    return problem(413, "too_large", words % {"mib": most})


def _failure(request: HttpRequest, error: Any) -> JsonResponse:
    """A fault of ours: told to the log in full, to the caller without particulars."""
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "failure", _("Something went wrong here. It was noted; try again later."))
