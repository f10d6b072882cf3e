# make demo   read the examples: one as a table, all as a page (demo.html)
# make test   lint, types, import contracts, tests
# make quality   how truly it reads: the table of docs/quality.md, where LEGATION_DATA says where the annotated articles are
# make screens   the pictures of the pages in docs/screens, of the examples
# All set up what they need in .venv: git, make and Python 3.11 or newer are enough.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar off

.DEFAULT_GOAL := help
.PHONY: help demo test quality screens chromium clean

help:
	@sed -n 's/^# //p' Makefile

demo: $(VENV)/.installed
	@echo
	@$(BIN)/legation read examples/singapore-summit.json
	@$(BIN)/legation read --quiet --format html -o demo.html examples/*.json examples/*.txt
	@echo "All examples, each beside its record: demo.html (open it in a browser)."

test: $(VENV)/.installed-test chromium
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

quality: $(VENV)/.installed
	$(BIN)/python benchmarks/quality.py

screens: $(VENV)/.installed-test chromium
	$(BIN)/python docs/screens.py

# The pages are tested in it; where it can't be had, those tests say so and are passed over.
chromium:
	@if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then \
	  if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else exit 0; fi; \
	  echo "Installing chromium by apt, for the tests of the pages."; \
	  $$as apt-get update -qq || true; \
	  DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends chromium >/dev/null \
	    || echo "legation: apt could not install chromium: the tests of the pages in a browser are passed over" >&2; \
	fi

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "[2/2] Installing Legation and what it needs: a minute or two, once."
	@$(PIP) -e '.[web,mcp]'
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	@echo "[2/2] Installing Legation, what it needs and the test tools: a minute or two, once."
	@$(PIP) -e '.[test]'
	@touch $@ $(VENV)/.installed

# The first Python that is new enough. Debian keeps ensurepip in a package of its own: taken by apt where that is allowed.
$(BIN)/python:
	@set -e; \
	for python in python3 python3.11 python3.12 python3.13 python3.14 none; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	done; \
	if [ $$python = none ]; then echo "legation: Python 3.11 or newer is needed: sudo apt-get install python3" >&2; exit 1; fi; \
	echo "[1/2] Making $(VENV) with $$($$python --version)."; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi; \
	  package=python3-venv; [ $$python = python3 ] || package=$$python-venv; \
	  if [ "$$as" = no ] || ! command -v apt-get >/dev/null; then \
	    echo "legation: Python's venv is missing: sudo apt-get install $$package" >&2; exit 1; \
	  fi; \
	  echo "      Installing $$package by apt."; \
	  $$as apt-get update -qq || true; \
	  DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq $$package >/dev/null \
	    || { echo "legation: apt could not install it: sudo apt-get install $$package" >&2; exit 1; }; \
	fi; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

clean:
	rm -rf $(VENV) build dist demo.html .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
