"""What a person does on a page, for tests to be told as a story. Nothing here depends on the language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import FilePayload, Locator, Page, expect

WRITING_MS = 60_000
"""How long a document may take to be written into the plan."""
PASSWORD = "jiedui-example"  # noqa: S105  # the example pack's accounts


_sessions: dict[tuple[str, str], str] = {}
"""Who has signed in where: by server and name."""


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in, as whoever was there before leaves; who has signed in before comes back to their session.

    The form is filled once for each person of a server, since hashing passwords is slow on purpose.
    """
    page.context.clear_cookies(name="sessionid")
    page.goto("/sign-in/")
    known = (urlsplit(page.url).netloc, username)
    if known in _sessions:
        page.context.add_cookies(
            [{"name": "sessionid", "value": _sessions[known], "url": urljoin(page.url, "/")}]
        )
        return
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    _sessions[known] = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")


def pdf(text: str = "voucher") -> FilePayload:
    """A small PDF file to upload."""
    content = f"%PDF-1.4\n1 0 obj<</Title({text})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    return {"name": f"{text}.pdf", "mimeType": "application/pdf", "buffer": content.encode()}


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(width)


def accept_document(page: Page) -> None:
    """On the page that accepts a document: what is still open is left out, the rest is accepted."""
    page.wait_for_load_state()
    leave_out = page.locator("[name=leave_open_out]")
    if leave_out.count():
        leave_out.check()
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#review-progress.is-accepted")).to_be_visible(timeout=WRITING_MS)


@dataclass
class LedgerList:
    """The ledger's list of a programme."""

    page: Page
    code: str

    def open(self, query: str = "") -> LedgerList:
        """Go there."""
        self.page.goto(f"/p/{self.code}/ledger/{query}")
        return self

    @property
    def rows(self) -> Locator:
        """The entries shown."""
        return self.page.locator(".ledger-table tbody tr")

    def row(self, title: str) -> Locator:
        """The row of an entry."""
        return self.rows.filter(has_text=title)

    def choose(self, name: str, value: str) -> None:
        """Set one of the filters and wait for the results."""
        with self.page.expect_response(lambda answer: "/ledger/?" in answer.url):
            self.page.select_option(f"#filter-{name}", value)

    def new(self, kind: str) -> EntryForm:
        """Begin a new entry of a kind from the menu."""
        self.page.click(".menu-new > summary")
        self.page.click(f".menu-new a[href$='/new/{kind}/']")
        return EntryForm(self.page)

    def follow(self, title: str) -> EntryPage:
        """Open an entry."""
        with self.page.expect_navigation():
            self.row(title).locator("[data-row]").click()
        return EntryPage(self.page)


@dataclass
class EntryForm:
    """The form of an entry."""

    page: Page

    def fill(self, **values: str) -> EntryForm:
        """Type into fields; a select gets the text of its option."""
        for name, value in values.items():
            field = self.page.locator(f"#id_{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)
        return self

    def choose(self, **values: str) -> EntryForm:
        """Choose options by their value."""
        for name, value in values.items():
            self.page.select_option(f"#id_{name}", value)
        return self

    def attach(self, purpose: str, file: FilePayload) -> EntryForm:
        """Choose a file."""
        self.page.set_input_files(f"#id_evidence-{purpose}", file)
        return self

    def drop(self, purpose: str, file: FilePayload) -> EntryForm:
        """Drag a file onto its box."""
        box = self.page.locator("[data-drop]").filter(has=self.page.locator(f"#id_evidence-{purpose}"))
        dragged = self.page.evaluate_handle(
            """([name, type, text]) => {
              const all = new DataTransfer();
              all.items.add(new File([text], name, { type }));
              return all;
            }""",
            [file["name"], file["mimeType"], file["buffer"].decode()],
        )
        box.dispatch_event("drop", {"dataTransfer": dragged})
        return self

    def save(self) -> EntryPage:
        """Save as a draft."""
        return self._send("save")

    def submit(self) -> EntryPage:
        """Save and submit."""
        return self._send("submit")

    def send(self) -> None:
        """Press the button and stay: something is wrong with the form."""
        self.page.click("#entry-form [value=submit]")
        expect(self.page.locator(".error-summary")).to_be_visible()

    def _send(self, then: str) -> EntryPage:
        self.page.click(f"#entry-form [value={then}]")
        self.page.wait_for_url(re.compile(r"/ledger/\d+/$"))
        return EntryPage(self.page)


@dataclass
class EntryPage:
    """The page of one entry."""

    page: Page

    @property
    def number(self) -> int:
        """The entry's number, from the address."""
        found = re.search(r"/ledger/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found[1])

    @property
    def state(self) -> Locator:
        """The chips of its state and of the receiver's word."""
        return self.page.locator(".entry-state")

    @property
    def story(self) -> Locator:
        """What happened, line by line."""
        return self.page.locator(".story li")

    def act(self, name: str, **said: str) -> None:
        """Open the panel of an act, fill in what it asks for and do it."""
        panel = self.page.locator("details.act").filter(has=self.page.locator(f"form[action*='/{name}/']"))
        panel.locator("summary").click()
        for field, value in said.items():
            panel.locator(f"[name={field}]").fill(value)
        with self.page.expect_navigation():
            panel.locator("button[type=submit]").click()

    def offers(self, name: str) -> bool:
        """Whether an act is offered."""
        return self.page.locator(f"form[action*='/{name}/']").count() == 1
