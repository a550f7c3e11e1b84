"""``jiedui extract`` loads what reading a text takes, and nothing of an installation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAPER = Path(__file__).parents[1] / "documents" / "held_out" / "letter_jiaxing_aba.txt"
UNWANTED = {
    "database and addresses": ("django.db", "django.urls", "django.http", "django.contrib"),
    "the house above the reader": ("jiedui.ledger", "jiedui.plans", "jiedui.console", "jiedui.api", "jiedui.settings"),
    "readers of other formats": ("docx", "lxml", "pypdfium2", "PIL", "python_calamine", "trafilatura", "rapidocr"),
    "sheets and tables": ("numpy", "pandas", "duckdb", "xlsxwriter", "openpyxl", "pyarrow", "deltalake"),
    "numerals of every notation": ("cn2an",),
}  # fmt: skip
PROGRAM = """
import json, sys
from jiedui.cli.main import main
try:
    main()
except SystemExit as ended:
    code = ended.code
print(json.dumps({"modules": sorted(sys.modules), "code": code}), file=sys.stderr)
"""


def extract(language: str) -> tuple[str, set[str], int]:
    """What the command prints, the modules it loads and how it ends."""
    told = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    told |= {"LANG": language, "LC_ALL": language, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", PROGRAM, "extract", str(PAPER)]
    ran = subprocess.run(command, env=told, capture_output=True, text=True, encoding="utf-8", check=True)
    ended = json.loads(ran.stderr.splitlines()[-1])
    return ran.stdout, set(ended["modules"]), ended["code"] or 0


def test_nothing_of_an_installation_is_loaded() -> None:
    printed, modules, code = extract("C.UTF-8")
    heavy = {
        why: sorted(
            name for name in modules if name.startswith(tuple(f"{part}." for part in parts)) or name in parts
        )
        for why, parts in UNWANTED.items()
    }
    assert {why: names for why, names in heavy.items() if names} == {}
    assert code == 0
    assert "Facts by kind" in printed


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "事实"), ("en_GB.UTF-8", "Pairings")])
def test_it_speaks_both_languages(language: str, words: str) -> None:
    assert words in extract(language)[0]
