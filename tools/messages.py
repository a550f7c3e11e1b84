"""Message catalogues in pure Python: extract, translate, check, compile; no GNU gettext needed.

    python -m tools.messages update [APP ...]     bring the catalogues in step with the source
    python -m tools.messages fill APP FILE.json   add translations: {"English message": "译文"}
    python -m tools.messages missing [APP ...]    print untranslated messages as JSON to fill in
    python -m tools.messages check                fail on a missing, fuzzy, stale or contradicted message
    python -m tools.messages compile              write the .mo files Django reads

Each app keeps ``locale/zh_Hans/LC_MESSAGES/django.po``; the English source text is the message id.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "jiedui"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def apps() -> list[str]:
    """Packages that may hold messages."""
    return sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists())


def po_path(app: str) -> Path:
    """Where an app's Chinese catalogue lies."""
    return SOURCE / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def source_files(app: str) -> Iterator[Path]:
    """Python files and templates of an app, in a stable order."""
    for path in sorted((SOURCE / app).rglob("*")):
        template = path.suffix in {".html", ".txt"} and "templates" in path.parts
        if template or (path.suffix == ".py" and "migrations" not in path.parts):
            yield path


def messages_in(path: Path) -> Iterator[tuple[object, str | None]]:
    """``(message id, context)`` pairs of one file; templates are first turned into gettext calls."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # What is left of the markup keeps its indentation, which means nothing but would be read as Python's.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    buffer = io.BytesIO(text.encode("utf-8"))
    for _line, message, _comments, context in extract("python", buffer, keywords=KEYWORDS):
        yield message, context


def extracted(app: str) -> Catalog:
    """The catalogue of what the app's source says now."""
    catalog = Catalog(project="jiedui", locale="zh_Hans", charset="utf-8")
    for path in source_files(app):
        for message, context in messages_in(path):
            catalog.add(message, context=context)
    return catalog


def stored(app: str) -> Catalog:
    """The catalogue on disk, empty where there is none."""
    path = po_path(app)
    if not path.exists():
        return Catalog(project="jiedui", locale="zh_Hans", charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale="zh_Hans")


def save(app: str, catalog: Catalog) -> None:
    """Write the catalogue without dates or line numbers, so that diffs show words only."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, no_location=True, sort_output=True, width=110)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date'))]
    path = po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text("".join(kept), "utf-8")
    temporary.replace(path)


def merged(app: str) -> Catalog:
    """What the source says, with the translations on disk."""
    old, new = stored(app), extracted(app)
    for message in new:
        before = old.get(message.id, message.context) if message.id else None
        if before is not None and message.id:
            message.string = before.string
    return new


def untranslated(catalog: Catalog) -> list[object]:
    """Message ids without a (complete) Chinese text."""
    return [
        m.id
        for m in catalog
        if m.id and not (all(m.string) if isinstance(m.string, tuple | list) else m.string)
    ]


def problems(app: str) -> list[str]:
    """What keeps the catalogue from being complete."""
    catalog = merged(app)
    found = [f"{app}: no translation: {message!r}" for message in untranslated(catalog)]
    for message in catalog:
        if message.id and message.string:
            found += [f"{app}: {error}" for error in message.check(catalog)]
    known = {(_key(m.id), m.context) for m in catalog}
    found += [f"{app}: stale: {m.id!r}" for m in stored(app) if m.id and (_key(m.id), m.context) not in known]
    found += [f"{app}: fuzzy: {m.id!r}" for m in stored(app) if m.id and m.fuzzy]
    return found


def _key(message: object) -> object:
    return tuple(message) if isinstance(message, list) else message


def conflicts() -> list[str]:
    """Messages that two catalogues translate differently: at run time one of them would speak for both."""
    said: dict[tuple[object, object], dict[object, list[str]]] = {}
    for app in apps():
        for message in stored(app):
            if message.id and message.string:
                texts = said.setdefault((_key(message.id), message.context), {})
                texts.setdefault(_key(message.string), []).append(app)
    return [
        f"{message!r} ({context or 'no context'}): "
        + "; ".join(f"{t!r} in {', '.join(a)}" for t, a in texts.items())
        for (message, context), texts in said.items()
        if len(texts) > 1
    ]


def fill(app: str, translations: dict[str, str | list[str]]) -> list[str]:
    """Add translations; returns those whose message id is not in the source."""
    catalog = merged(app)
    unknown = []
    for message_id, text in translations.items():
        found = [
            m for m in catalog if m.id and message_id in (m.id if isinstance(m.id, tuple | list) else [m.id])
        ]
        for message in found:
            plural = isinstance(message.id, tuple | list)
            message.string = tuple([text] if isinstance(text, str) else text) if plural else str(text)
        if not found:
            unknown.append(message_id)
    save(app, catalog)
    return unknown


def compile_all() -> None:
    """Write a .mo beside every .po."""
    for app in apps():
        if po_path(app).exists():
            with po_path(app).with_suffix(".mo").open("wb") as handle:
                write_mo(handle, stored(app))


def main(arguments: list[str]) -> int:
    """Run one of the commands of the module's docstring; the exit status is returned."""
    command, chosen = arguments[0], arguments[1:]
    if command == "fill":
        unknown = fill(chosen[0], json.loads(Path(chosen[1]).read_text("utf-8")))
        print("\n".join(f"not in the source: {m!r}" for m in unknown) or "all filled in")
        return 1 if unknown else 0
    if command == "check":
        found = [*(problem for app in apps() for problem in problems(app)), *conflicts()]
        print("\n".join(found) or "catalogues complete")
        return 1 if found else 0
    if command == "compile":
        compile_all()
        return 0
    for app in chosen or apps():
        catalog = merged(app)
        if command == "update" and (len(catalog) or po_path(app).exists()):
            save(app, catalog)
        if command == "missing":
            print(app, json.dumps({str(m): "" for m in untranslated(catalog)}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        from django.conf import settings

        settings.configure(USE_I18N=False, INSTALLED_APPS=[])
    sys.exit(main(sys.argv[1:]))
