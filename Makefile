# The commands of this project. `make demo` and `make test` work on a fresh machine; the others set up the same way.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
# Workers of the test run; tests do not depend on their number or order.
JOBS ?= 2
# More arguments for pytest: make test ARGS="tests/vault -k passphrase"
ARGS ?=

# Qt draws without a screen; tests that need a window start a screen of their own.
test bench shots soak: export QT_QPA_PLATFORM := offscreen

.PHONY: help demo test check bench shots soak catalogues setup clean

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: ## Make the demonstration vault and its two PDFs, and open the app on it
	@packaging/setup.sh demo
	@packaging/demo.sh

test: setup ## Run every test, without a screen
	@$(BIN)/python -m pytest -n $(JOBS) -m "not soak" $(ARGS)

check: setup ## Lint, format, types, import contracts, catalogues
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python packaging/catalogues.py --check

bench: setup ## Print what casefile takes, as ratios to the bare machine
	@$(BIN)/python tests/bench/run.py $(ARGS)

shots: setup ## Write a picture of every screen to build/shots
	@$(BIN)/python packaging/shots.py $(ARGS)

soak: setup ## The long runs, for a night
	@$(BIN)/python -m pytest -n $(JOBS) -m soak --timeout 0 $(ARGS)

catalogues: setup ## Bring the translations up to date with the source
	@$(BIN)/python packaging/catalogues.py

setup:
	@packaging/setup.sh test

clean: ## Remove what was made here, the environment included
	rm -rf build dist .venv .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
