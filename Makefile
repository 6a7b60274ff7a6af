# The table of contents of the work: `make` lists it. Everything runs in .venv, which tools/setup.sh makes.

.DEFAULT_GOAL = help
.PHONY: help demo serve check test test-long bench docs messages lock clean

BIN = .venv/bin
TESTS =
UPGRADE =

# All of the tests run in two processes, each with a home and a database of its own; a file stays in one process. In the
# order of their names the short ones of tests/unit come last, so that both processes end together.
IN_TWO = $(if $(TESTS),,-n 2 --dist loadfile --no-loadscope-reorder)

# What somebody set for themselves must not change what checks and tests see.
ALONE = unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONOPTIMIZE PYTHONWARNINGS PYTEST_ADDOPTS PYTEST_PLUGINS \
	DJANGO_SETTINGS_MODULE WASL_HOME WASL_SECRETS WASL_LOG RUFF_CONFIG MYPYPATH; export LC_ALL=C.UTF-8;

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## an invented organisation with a history, to look around in
	@tools/setup.sh base
	@$(BIN)/wasl demo

serve: ## the installation in ./var, or in $WASL_HOME
	@tools/setup.sh base
	@$(BIN)/wasl serve

check: ## lint, format, types, who imports whom, templates, style sheets, translations, migrations
	@tools/setup.sh dev
	@$(ALONE) $(BIN)/ruff check --quiet
	@$(ALONE) $(BIN)/ruff format --quiet --check
	@$(ALONE) $(BIN)/mypy --no-error-summary
	@$(ALONE) $(BIN)/lint-imports --no-logo
	@$(ALONE) $(BIN)/python tools/lint_templates.py
	@$(ALONE) $(BIN)/python tools/lint_css.py
	@$(ALONE) $(BIN)/python tools/messages.py --check
	@$(ALONE) $(BIN)/python tools/check_migrations.py

test: ## the tests, at sizes that take minutes; TESTS="tests/unit -k door" picks some
	@tools/setup.sh dev
	@tools/judges.sh
	@$(ALONE) $(BIN)/pytest $(IN_TWO) $(TESTS)
	@$(ALONE) if [ -z '$(TESTS)' ]; then tools/on_postgresql.sh; fi

test-long: ## the tests, at full sizes
	@tools/setup.sh dev
	@tools/judges.sh
	@$(ALONE) WASL_FULL=1 $(BIN)/pytest $(IN_TWO) $(TESTS)
	@$(ALONE) if [ -z '$(TESTS)' ]; then WASL_FULL=1 tools/on_postgresql.sh; fi

bench: ## measure, each number against a named reference
	@tools/setup.sh dev
	@$(ALONE) $(BIN)/python -m benchmarks

docs: ## check that links, commands and tables in the documentation are true
	@tools/setup.sh dev
	@$(ALONE) $(BIN)/python tools/check_docs.py

messages: ## gather the texts to translate, and compile the translations
	@tools/setup.sh dev
	@$(ALONE) $(BIN)/python tools/messages.py
	@$(BIN)/python hatch_build.py

lock: ## write requirements/*.txt anew; UPGRADE=--upgrade takes the newest versions
	@tools/setup.sh dev
	@tools/lock.sh $(UPGRADE)

clean: ## remove the environment and what checks and builds left; never an installation
	@rm -rf .venv __pycache__ .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist site
	@find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	@find src -name '*.mo' -exec rm -f {} +
