"""The system's Chromium, and an ear for everything a page complains about."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]
MISSING = (
    "Chromium was not found at {path}. The browser tests drive the system's browser; on Debian: "
    "apt-get install chromium fonts-noto-cjk. Elsewhere say where it is: CHROMIUM=/path/to/chromium make e2e"
)

LEFT = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx says of a request that ends because its page is left. Every real fault of a request has a line of its own
(``sendError``, ``timeout``, ``responseError``, ``onLoadError``)."""


SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
"""A county's line on a bad evening: milliseconds and bytes a second."""
SLOW_PROCESSOR = 4
"""How many times slower the browser computes than this machine lets it."""


def slow(page: Page) -> None:
    """Put a page behind a thin line on an old computer: what a test reads too early shows there."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})


def chromium() -> str:
    """Path of the browser. Raises RuntimeError that says what to install."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not (found := shutil.which(path)):
        raise RuntimeError(MISSING.format(path=path))
    return found


@dataclass
class Complaints:
    """Console errors, uncaught exceptions, CSP violations and server errors of a browser context.

    ``expect`` names a piece of text that a test provokes on purpose.
    """

    heard: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear every page that the context opens."""
        context.on("page", self._page)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", self._uncaught)

    def expect(self, text: str) -> None:
        """Do not fail on complaints that hold ``text``."""
        self.expected.append(text)

    def unexpected(self) -> list[str]:
        """What nobody asked for."""
        return [line for line in self.heard if not any(text in line for text in (*self.expected, *LEFT))]

    def _uncaught(self, error: WebError) -> None:
        self.heard.append(f"uncaught: {error.error}")

    def _page(self, page: Page) -> None:
        page.on("crash", lambda crashed: self.heard.append(f"crashed: {crashed.url}"))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports a violated Content-Security-Policy as a console error too.
        if message.type == "error" or "Content Security Policy" in message.text:
            self.heard.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.heard.append(f"{response.status}: {response.url}")
