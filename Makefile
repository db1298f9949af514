# make demo   sets everything up and opens the sample project
# make test   sets everything up and runs every check
#
# PYTHON=python3.12 chooses the interpreter of .venv; ARGS="..." goes to `hashiya demo` or to pytest.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test lint format bench oracle soak wheel clean

BIN := .venv/bin
ARGS ?=
ONLY ?=
JOBS ?= 2

help: ## this list
	@echo "Targets:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'
	@echo 'ARGS="..." is handed to `hashiya demo` and to pytest; PYTHON=... chooses the Python of .venv.'

setup: ## system packages (apt, as root) and .venv
	@sh scripts/setup.sh test

demo: ## set up, then do the main job on the sample project
	@sh scripts/setup.sh run
	@sh scripts/demo.sh $(ARGS)

test: setup ## set up, then lint, types, import rule, and all tests
	@sh scripts/test.sh -n $(JOBS) $(ARGS)

lint: ## ruff, format, mypy, import rule
	@sh scripts/setup.sh run
	@sh scripts/lint.sh

format: ## put the code in shape
	@sh scripts/setup.sh run
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: ## measure: JSON lines; one group with ONLY=files, view, agreement or adjudication
	@sh scripts/setup.sh test
	@sh scripts/bench.sh $(ONLY)

oracle: ## agreement beside nltk, scikit-learn, statsmodels, krippendorff, pygamma-agreement ...
	@sh scripts/setup.sh oracle
	@sh scripts/oracle.sh $(ARGS)

soak: ## long random runs, not part of `make test`
	@sh scripts/setup.sh test
	@sh scripts/soak.sh $(ARGS)

wheel: ## dist/hashiya-*.whl
	@sh scripts/setup.sh run
	$(BIN)/python -m build --wheel --no-isolation

clean: ## remove .venv, caches, builds and the demo's output
	rm -rf .venv build dist demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find annotator ui tests -name __pycache__ -type d -prune -exec rm -rf {} +
