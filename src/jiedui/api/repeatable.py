"""``Idempotency-Key``: a program that got no answer may ask for the same again."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Status
from ninja.responses import NinjaJSONEncoder

from jiedui.kernel.repetition import KEY_LENGTH, Answer, once

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=KEY_LENGTH,
        description="Any text of your own for this one act. Sent again with the same request, the act is done once and "
        "answered alike for thirty days; sent with another request, it is refused with `idempotency_key_reused`. "
        "A refusal is not kept.",
    ),
]
NAME = "idempotency_key"
JSON = "application/json; charset=utf-8"


def repeatable(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation with an ``Idempotency-Key``; stands between it and its router."""

    @wraps(operation)
    def asked(request: HttpRequest, **sent: Any) -> Any:
        key = sent.pop(NAME)
        act = partial(operation, request, **sent)
        if not key:
            return act()
        return _response(
            once(
                actor=request.user,
                key=key,
                digest=_digest(request),
                act=lambda: _answer(act(), sent.get("response")),
            )
        )

    asked.__signature__ = _signature(operation)  # type: ignore[attr-defined]
    return asked


def _signature(operation: Callable[..., Any]) -> inspect.Signature:
    """The operation's own, its names resolved where it was written, and the key."""
    own = inspect.signature(operation, eval_str=True)
    key = inspect.Parameter(NAME, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=IdempotencyKey)
    return own.replace(parameters=[*own.parameters.values(), key])


def _digest(request: HttpRequest) -> str:
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + request.body).hexdigest()


def _answer(result: Any, response: HttpResponse | None) -> Answer:
    """What the operation gave, as it will be sent now and later."""
    status, value = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
    body = json.dumps(value.model_dump(), cls=NinjaJSONEncoder)
    return Answer(status, body, response.get("Location", "") if response is not None else "")


def _response(answer: Answer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=JSON)
    if answer.location:
        response["Location"] = answer.location
    return response
