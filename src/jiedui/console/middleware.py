"""Turns refusals into pages that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiedui.kernel.errors import InvalidMany, JieduiError


class RefusalMiddleware:
    """Any :class:`JieduiError` a view lets through becomes the page of its status, in the reader's language.

    A partial request of htmx gets an alert for the page's message region instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; let real faults go on to Django's handler."""
        if not isinstance(exception, JieduiError):
            return None
        context = {"error": exception, "errors": _single(exception), "status": HTTPStatus(exception.status)}
        if request.headers.get("HX-Request"):
            answer = render(request, "console/components/refusal.html", context, status=exception.status)
            answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML"
            return answer
        return render(request, _template(exception), context, status=exception.status)


def _single(exception: JieduiError) -> list[JieduiError]:
    return list(exception.errors) if isinstance(exception, InvalidMany) else []


def _template(exception: JieduiError) -> str:
    if exception.code == "no_access_yet":
        return "console/account/no_access.html"
    return {403: "403.html", 404: "404.html"}.get(exception.status, "console/refused.html")
