# Everything a newcomer types. Needs python3 (3.11 or newer) and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
IN := .venv/bin
export PORT

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check format browser localstripe bench lock tools python

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

run: python ## open the demo shop on http://127.0.0.1:8000 (PORT= chooses another port)
	@$(PYTHON) -m deploy.start

test: tools ## run the whole suite twice: on SQLite, and on PostgreSQL with Redis
	@$(IN)/python -m tests.run

check: tools ## lint, types, floors, templates, migrations, deployment, contrast
	@$(IN)/python -m deploy.checks

format: tools ## put the code into shape
	@$(IN)/ruff check --fix --quiet .
	@$(IN)/ruff format .

browser: python ## install Chromium for the browser tests
	@$(PYTHON) -m deploy.browser

localstripe: python ## fetch what the wire to Stripe is tried against, apart from all else
	@$(PYTHON) -m deploy.localstripe

bench: tools ## measure what pages, orders, encryption and erasing cost
	@$(IN)/python -m bench

lock: ## compile the locks anew (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-test.in -o requirements-test.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header requirements-localstripe.in -o requirements-localstripe.txt

tools: python
	@$(PYTHON) -m deploy.packages requirements.txt requirements-test.txt

python:
	@command -v $(PYTHON) >/dev/null || { echo "This needs $(PYTHON) 3.11 or newer: install it first." >&2; exit 1; }
