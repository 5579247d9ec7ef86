# Every command of the project. Each installs what it needs first; nothing outside this folder is
# changed but pip's cache. Works as root and as an ordinary user.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV_VERSION := 0.13.9

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

##@ Run
.PHONY: demo up desk board
demo: $(VENV)/run.stamp ## the whole system with a drill incident, and the duty desk in this terminal
	@$(PY) -m services.local demo

up: $(VENV)/run.stamp ## serve the whole system and stay until Ctrl-C
	@$(PY) -m services.local up

desk: $(VENV)/run.stamp ## the duty desk on the system that `make up` serves
	@$(PY) -m services.local desk

board: $(VENV)/run.stamp ## the board of the system that `make up` serves, as plain text
	@$(PY) -m services.local board

##@ Check
.PHONY: test check format lint types contracts schema-check
test: $(VENV)/dev.stamp ## every test, on throw-away PostgreSQLs (PG_BIN=… chooses another version)
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: lint types contracts schema-check ## format, lint, types, import contracts, generated files

format: $(VENV)/dev.stamp ## rewrite the sources in the project's format
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix

lint: $(VENV)/dev.stamp ## format and lint, changing nothing
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check

types: $(VENV)/dev.stamp ## mypy, strict, tests too
	@$(PY) -m mypy

contracts: $(VENV)/dev.stamp ## who may import whom
	@$(VENV)/bin/lint-imports

schema-check: $(VENV)/dev.stamp ## schema/ says what the code says
	@$(PY) -m services.local schema --check

##@ Make
.PHONY: schema lock pictures
schema: $(VENV)/run.stamp ## write schema/*.graphql and schema/*.sql anew
	@$(PY) -m services.local schema

lock: ## write requirements*.lock anew (hashed, for every platform, without an address in them)
	@rm -rf $(VENV)/lock && mkdir -p $(VENV)
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet uv==$(UV_VERSION)
	@$(VENV)/lock/bin/uv pip compile --quiet --generate-hashes --universal --no-header \
		--no-annotate pyproject.toml --output-file requirements.lock
	@$(VENV)/lock/bin/uv pip compile --quiet --generate-hashes --universal --no-header \
		--no-annotate --group dev pyproject.toml --output-file requirements-dev.lock
	@rm -rf $(VENV)/lock

pictures: $(VENV)/dev.stamp ## draw each screen of the desk into docs/pictures/
	@$(PY) -m tests.support.pictures

##@ Measure
.PHONY: bench soak requirements permissions audit-http audit-oidc
bench: $(VENV)/dev.stamp ## tables of speed with their ranges
	@$(PY) -m tests.bench

soak: $(VENV)/dev.stamp ## two thousand incidents' lives by chance: no obligation is lost (minutes)
	@HUIYING_SOAK=2000 $(PY) -m pytest -n 2 --dist load --timeout 0 tests/deadlines/life

requirements: $(VENV)/dev.stamp ## which rows of docs/requirements.tsv are claimed by tests
	@$(PY) -m tests.support.requirements

permissions: $(VENV)/dev.stamp ## who may do what: every field × role × where the target stands
	@$(PY) -m tests.support.permissions

audit-http: $(VENV)/dev.stamp ## GraphQL over HTTP: the audits of the npm package graphql-http (needs node)
	@$(PY) -m tests.contracts.audit_http

audit-oidc: $(VENV)/dev.stamp ## signing in through the npm package oidc-provider, by browser and device (needs node)
	@$(PY) -m tests.contracts.audit_oidc

##@ Tidy
.PHONY: clean
clean: ## remove what was made here: environment, caches, and the demo's data
	@test ! -x $(PY) || $(PY) -m services.local forget
	@rm -rf $(VENV) .local build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find services clients tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- the environment; a stamp makes the second make instant ---------------------------------------

$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/huiying
	@$(PY) services/local/install.py requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/bin/huiying
	@$(PY) services/local/install.py requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

$(VENV)/bin/huiying: | $(VENV)/made.stamp
	@printf '%s\n' '#!/bin/sh' 'here=$$(dirname "$$(readlink -f "$$0")")' \
		'PYTHONPATH="$$here/../..$${PYTHONPATH:+:$$PYTHONPATH}" exec "$$here/python" -m clients.cli "$$@"' \
		> $@.new
	@chmod 755 $@.new && mv $@.new $@

$(VENV)/made.stamp:
	@command -v "$(PYTHON)" > /dev/null || \
		{ echo "$(PYTHON) was not found. Install Python 3.11 or newer, or say PYTHON=/path/to/python." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, this is $$("$(PYTHON)" -V 2>&1). Say PYTHON=/path/to/a/newer/python." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2> /dev/null || \
		{ echo "Python's venv module is missing. On Debian: apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@
