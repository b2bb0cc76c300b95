# `make run` and `make test` set up what they need. PYTHON=python3.12 picks an interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installed again when what is declared changes.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: run test check format bench clean help

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s :

run: $(READY) ## the main job: one run over seeds/, ending with a summary and a report
	@$(BIN)/wirewatch run

test: $(READY_DEV) ## all tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadgroup # each process would compile all of it

check: $(READY_DEV) ## format, lint, types, import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY_DEV) ## put the code in form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(READY_DEV) ## collecting and copies beside their peers, in .bench/, and scale; FEEDS=folder reads a folder of feeds, too
	@$(BIN)/python tests/benchmarks/collecting.py
	@$(if $(FEEDS),$(BIN)/python tests/benchmarks/feed_corpus.py "$(FEEDS)")
	@$(BIN)/python tests/benchmarks/copies.py
	@$(BIN)/python tests/benchmarks/scale.py --articles 30000

clean: ## remove what setting up and running made
	rm -rf $(VENV) .bench warehouse/*.duckdb* warehouse/.news.* warehouse/report.html warehouse/alerts.jsonl

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "wirewatch needs Python 3.11 or newer; try make PYTHON=python3.12")'
	@echo "Setting up $(VENV) (a minute or two, once)" >&2
	@$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml constraints.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(READY_DEV): pyproject.toml constraints.txt $(READY)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
