# SPDX-FileCopyrightText: 2026 Zielgraph contributors
# SPDX-License-Identifier: MIT
# Two commands: `make run` sets up everything, builds the graph and opens the portal (make run
# PORT=8080 for another port); `make test` tests it all.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
APT := DEBIAN_FRONTEND=noninteractive apt-get
FRONT := src/zielgraph/portal/frontend
VENDOR := src/zielgraph/portal/static/vendor/licences.txt

.PHONY: run test build check docs bench bench-serving clean front
.DEFAULT_GOAL := run

run: .venv/run.stamp front
	@$(BIN)/zielgraph build
	@$(BIN)/zielgraph coverage --next
	@exec $(BIN)/zielgraph serve $(if $(PORT),--port $(PORT))

test: .venv/test.stamp front
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zielgraph fmt --check
	$(BIN)/pytest -n 2 --dist worksteal

build: .venv/run.stamp
	$(BIN)/zielgraph build

check: .venv/test.stamp
	$(BIN)/pre-commit run --all-files

docs: .venv/run.stamp
	$(BIN)/zielgraph document --output docs/ontology.html

bench: .venv/test.stamp
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/tasks.py

# Against three other servers, for half an hour; the machine should do nothing else.
bench-serving: .venv/test.stamp front
	$(BIN)/pip install -q --disable-pip-version-check rdflib-endpoint
	command -v virtuoso-t >/dev/null || $(APT) install -q -y --no-install-recommends virtuoso-opensource-7
	$(BIN)/python benchmarks/serving.py
	$(BIN)/python benchmarks/portal.py
	$(BIN)/python benchmarks/soak.py

clean:
	rm -rf $(FRONT)/node_modules $(dir $(VENDOR)) .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Fonts and the larger scripts come from npm. The portal works without them, plainer; so what
# fails here is said and stops nothing.
front:
	@if [ -f $(VENDOR) ] && [ -z "$$(find $(FRONT) -path '*/node_modules' -prune -o -newer $(VENDOR) -type f -print)" ]; then exit 0; fi; \
	command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && $(APT) update -q \
	  && $(APT) install -q -y --no-install-recommends nodejs npm; } >/dev/null 2>&1; \
	command -v npm >/dev/null || { echo "not installed: npm (fonts and the explorer's drawing are left out)"; exit 0; }; \
	(cd $(FRONT) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && node build.mjs) \
	  || echo "npm failed: fonts and the explorer's drawing are left out"

# Debian ships venv apart from Python; root installs it where it is missing, others are told.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { \
	  rm -rf .venv; \
	  if [ "$$(id -u)" != 0 ]; then \
	    echo "Python's venv is missing: sudo apt-get install python3-venv" >&2; exit 1; fi; \
	  $(APT) update -q && $(APT) install -q -y python3-venv && $(PYTHON) -m venv .venv; }

.venv/run.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -e .
	@touch $@

# The reasoner needs Java, the page tests a browser, the spreadsheet test LibreOffice, the rules
# of the static site both web servers; without them their tests are skipped, visibly.
.venv/test.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	@missing=""; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc"; \
	[ -x /usr/sbin/nginx ] || missing="$$missing nginx"; \
	[ -x /usr/sbin/apache2 ] || missing="$$missing apache2-bin"; \
	if [ -n "$$missing" ]; then \
	  { [ "$$(id -u)" = 0 ] && $(APT) update -q \
	    && $(APT) install -q -y --no-install-recommends $$missing; } \
	  || echo "not installed:$$missing (their tests will be skipped)"; fi
	@touch $@ .venv/run.stamp
