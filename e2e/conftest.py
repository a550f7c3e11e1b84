"""Fixtures of the browser tests: a real server, the system's Chromium, pages that may not complain."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from e2e.browser import ARGUMENTS, Complaints, chromium, slow
from e2e.server import Server

ARTIFACTS = Path(__file__).resolve().parent / "artifacts"
WIDTHS = {"phone": 390, "tablet": 768, "desktop": 1440}
PICTURES = os.environ.get("PICTURES", "1")
"""Whether pictures are kept; nobody looks at those of a machine that only asks whether all is well."""
SLOW = bool(os.environ.get("SLOW"))
PATIENCE_MS = 60_000 if SLOW else 20_000
expect.set_options(timeout=PATIENCE_MS)

Shot = Callable[..., None]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs side by side: whole files, whose tests share a server, and what asks for a group of its own."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser with a fresh profile for the whole run; each test gets a context of its own."""
    try:
        path = chromium()
    except RuntimeError as error:
        pytest.fail(str(error), pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example in it, made once for all who run side by side. It is copied, never served."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = shared / "template"
    with (shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = shared / "template-making"
            Server(making).prepare()
            making.rename(made)
    return made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """A data folder of its own for one file of tests, with the example in it."""
    folder = tmp_path_factory.mktemp("jiedui-e2e") / "data"
    shutil.copytree(template, folder)
    return folder


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    """A server with the example for one file of tests."""
    running = Server(data)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def complaints() -> Complaints:
    """What the pages of this test complained about."""
    return Complaints()


@pytest.fixture
def context(browser: Browser, server: Server, complaints: Complaints) -> Iterator[BrowserContext]:
    """A browser context that fails the test on a console error, a CSP violation or a server error."""
    opened = browser.new_context(
        base_url=server.url, viewport={"width": WIDTHS["desktop"], "height": 900}, locale="zh-CN"
    )
    opened.set_default_timeout(PATIENCE_MS)
    complaints.listen(opened)
    yield opened
    opened.close()
    assert complaints.unexpected() == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page at desktop width, in Chinese; on a slow line with ``SLOW=1``."""
    opened = context.new_page()
    if SLOW:
        slow(opened)
    return opened


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Shot:
    """``shot(page, "name", width="phone")`` keeps a picture in ``e2e/artifacts``; not with ``PICTURES=``."""

    def take(page: Page, name: str, *, width: str = "desktop") -> None:
        if not PICTURES:
            return
        ARTIFACTS.mkdir(exist_ok=True)
        before = page.viewport_size
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        path = ARTIFACTS / f"{request.node.name}-{name}-{WIDTHS[width]}.png"
        page.screenshot(path=path, full_page=True)
        if before:
            page.set_viewport_size(before)

    return take


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of the page on which a test failed."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and isinstance(page, Page):
        ARTIFACTS.mkdir(exist_ok=True)
        page.screenshot(
            path=ARTIFACTS / f"failed-{re.sub(r'[^0-9a-zA-Z_]+', '-', item.name)}.png", full_page=True
        )
        report.sections.append(("page", f"{page.url}\n{page.inner_text('body')[:2000]}"))
    return report
