# Everything a newcomer needs. `make` lists the targets.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# the shared question sets where they lie beside the checkout, else the project's own copy
SETS ?= $(firstword $(wildcard ../shared/eval) tests/sets)

.PHONY: help setup serve test lint train eval transcripts bench lock shell migrate browser

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv with Python 3.10 and the locked dependencies
	@scripts/setup.sh

serve: setup ## train if needed, then run the assistant on this machine
	@$(PYTHON) -m bot serve

browser: setup ## have a Chromium for the browser tests
	@scripts/browser.sh

test: browser ## run every test (set-up included)
	@$(PYTHON) -m bot train
	@$(PYTHON) -m pytest -n 2 --dist loadfile

lint: setup ## ruff, mypy and the content lint
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m bot knowledge lint

train: setup ## train the assistant if its sources have changed
	@$(PYTHON) -m bot train

eval: train ## measure answers, declines and safety on the question sets
	@$(PYTHON) -m bot eval --sets $(SETS)

transcripts: train ## hold the conversations of docs/conversations.yml anew
	@$(PYTHON) -m bot transcripts

bench: train ## measure the speed of retrieval and of a turn through HTTP
	@$(PYTHON) -m benchmarks.retrieval
	@$(PYTHON) -m benchmarks.turn

shell: train ## talk to the bare Rasa assistant in the terminal
	@.venv/bin/rasa shell

migrate: setup ## bring the database to the newest schema
	@$(PYTHON) -m bot migrate

lock: ## write the lock files anew from pyproject.toml
	@scripts/lock.sh
