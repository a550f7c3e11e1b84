"""A receiver of webhooks on this machine."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from jiedui.returns import webhooks
from jiedui.returns.models import Webhook


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers what the test says."""

    heard: list[tuple[dict[str, str], bytes]] = []
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.heard.append((dict(self.headers), body))
        self.send_response(Receiver.status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def url(settings: Any) -> Iterator[str]:
    """A receiver on this machine, which is allowed for the test."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    Receiver.heard, Receiver.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook?from=jiedui"
    server.shutdown()
    server.server_close()


def is_signed(hook: Webhook, headers: dict[str, str], body: bytes) -> bool:
    """Whether the head's signature is that of the body, by the hook's secret."""
    at, mac = (part.partition("=")[2] for part in headers[webhooks.SIGNATURE].split(","))
    expected = hmac.new(webhooks.secret_of(hook).encode(), f"{at}.".encode() + body, hashlib.sha256)
    return mac == expected.hexdigest()
