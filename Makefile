# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
N ?= 100000
SEED ?= 2026
FRESH ?=
VENV_PYTHON = .venv/bin/python
DEMO = fixtures/demo.ndjson

# Each long-lived recipe starts with exec: signals then reach the program, not a shell above it.
.PHONY: help demo load test check format bench
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

demo: ## Set up, load the demo catalogue, serve it on 127.0.0.1 (PORT=8000)
	@$(PYTHON) bootstrap.py --port $(PORT)
	@exec env DEMO=1 $(VENV_PYTHON) manage.py demo --port $(PORT)

load: ## Import the demo catalogue into the current database
	@$(PYTHON) bootstrap.py
	@$(VENV_PYTHON) manage.py migrate --verbosity 0
	@exec $(VENV_PYTHON) manage.py import_records $(DEMO)

test: ## Run the tests on a real PostgreSQL of their own (ARGS="-k dates")
	@$(PYTHON) bootstrap.py --dev
	@exec $(VENV_PYTHON) -m pytest -n logical $(ARGS)

check: ## Formatter, linters, import order, templates, types, migrations, settings
	@$(PYTHON) bootstrap.py --dev
	@exec $(VENV_PYTHON) tools/check.py

format: ## Write Python and templates in the project's format
	@$(PYTHON) bootstrap.py --dev
	@$(VENV_PYTHON) -m ruff format
	@$(VENV_PYTHON) -m ruff check --fix
	@$(VENV_PYTHON) -m djlint --reformat --quiet templates

bench: ## Measure finding beside other systems (N=100000 SEED=2026 FRESH=1)
	@$(PYTHON) bootstrap.py --bench
	@exec $(VENV_PYTHON) -m bench --records $(N) --seed $(SEED) $(if $(FRESH),--fresh) $(ARGS)
