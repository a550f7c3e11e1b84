# Needs only Python 3.11 and make; everything else goes into .venv and data/, never into the system.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
BENCH ?=
ROWS ?=
export ROWS
FORMAT ?= docx
SLOW ?=
PICTURES ?= 1
SECONDS ?= 3600
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/$(VENV)
# Compiled modules are kept, whatever the environment says: each process that has none compiles a thousand anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup up test test-sqlite test-postgres lint types e2e faults mutations fuzz year bench docs vendor messages clean

setup: $(VENV)/.synced

$(BIN)/uv:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 was not found. Install it, or say which: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(VENV)/.synced: $(BIN)/uv uv.lock pyproject.toml $(wildcard src/jiedui/*/locale/zh_Hans/LC_MESSAGES/django.po)
	$(BIN)/uv sync --frozen --quiet --python $(BIN)/python
	$(BIN)/python -m tools.messages compile
	$(BIN)/python -m compileall -q -j 0 src
	@touch $@

up: setup
	$(BIN)/jiedui up

test: test-sqlite test-postgres

test-sqlite: setup
	$(BIN)/pytest -n auto --dist worksteal

test-postgres: setup
	$(BIN)/python -m tools.with_postgres $(BIN)/pytest -n auto --dist worksteal

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m tools.messages check
	$(BIN)/python -m tools.file_sizes

types: setup
	$(BIN)/mypy

# SLOW=1 puts the browser behind a thin line on an old computer: what is read or pressed too early shows there.
e2e: setup
	SLOW=$(SLOW) PICTURES=$(PICTURES) $(BIN)/pytest e2e -n auto --dist loadgroup --reuse-db

faults: setup
	JIEDUI_FAULT_ROUNDS=200 JIEDUI_RACE_ROUNDS=20 $(BIN)/pytest tests/faults -n 2 -rP
	JIEDUI_FAULT_ROUNDS=200 JIEDUI_RACE_ROUNDS=20 $(BIN)/python -m tools.with_postgres $(BIN)/pytest tests/faults -n 2 -rP

year: setup
	JIEDUI_YEAR_ENTRIES=60000 $(BIN)/pytest tests/examples/test_year.py -p no:xdist -s
	JIEDUI_YEAR_ENTRIES=60000 $(BIN)/python -m tools.with_postgres $(BIN)/pytest tests/examples/test_year.py -p no:xdist -s

mutations: setup
	$(BIN)/python -m tests.documents.robustness 5000

fuzz: setup
	$(BIN)/uv run --frozen --quiet --group fuzz python -m tests.documents.robustness.fuzz $(FORMAT) $(SECONDS) $(CORPUS)

bench: setup
	@for script in benchmarks/$(BENCH)*.py; do echo "== $$script"; $(BIN)/uv run --frozen --quiet --group bench python $$script || exit 1; done

docs: setup
	$(BIN)/uv run --frozen --group docs mkdocs build --strict

vendor: setup
	$(BIN)/python -m tools.vendor

messages: setup
	$(BIN)/python -m tools.messages update

clean:
	rm -rf $(VENV) site .mypy_cache .ruff_cache .pytest_cache
