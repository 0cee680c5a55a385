# Two commands are enough: `make run` and `make test`. Everything else: `make help`.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What .env sets is known to the commands that serve; the tests know nothing of it.
ENVIRONMENT = set -a; [ ! -f .env ] || . ./.env; set +a;

.PHONY: run dev examples test bench audit lock help
.DEFAULT_GOAL := help

run: .venv/local ## Serve the portal on http://localhost:8000 as in production (another port: make run PORT=8001)
	@$(ENVIRONMENT) LOCAL=1 exec $(BIN)/python manage.py serve --port $(PORT)

dev: .venv/development ## Serve with DEBUG and automatic reload
	@$(ENVIRONMENT) export LOCAL=1 DEBUG=1; \
		$(BIN)/python manage.py prepare && exec $(BIN)/python manage.py runserver $(PORT)

examples: .venv/local ## Load workshops, answers and a concept to try out, all marked "Beispiel", while the portal runs
	@$(ENVIRONMENT) LOCAL=1 $(BIN)/python manage.py load_examples
	@$(ENVIRONMENT) LOCAL=1 $(BIN)/python manage.py load_example_participation
	@$(ENVIRONMENT) LOCAL=1 $(BIN)/python manage.py load_example_concept

test: export LOCAL = 1
test: .venv/development ## Run every check and test
	@$(BIN)/python tests/browser/chromium.py
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pytest --quiet --numprocesses 2 --cov --cov-report term

bench: .venv/development ## Measure speed, memory and weight; the results are printed
	@LOCAL=1 $(BIN)/python -m benchmarks
	@LOCAL=1 $(BIN)/python -m benchmarks.registering
	@LOCAL=1 $(BIN)/python -m benchmarks.needs_filling
	@LOCAL=1 $(BIN)/python -m benchmarks.needs_counting
	@LOCAL=1 $(BIN)/python -m benchmarks.concept_matrix
	@LOCAL=1 $(BIN)/python -m benchmarks.concept_pages
	@LOCAL=1 $(BIN)/python -m benchmarks.concept_document

audit: .venv/development ## Measure a running portal with Lighthouse and the Nu HTML checker (needs Node and Java)
	@$(BIN)/python -m benchmarks.audit

lock: .venv/development ## Write the lists of pinned packages anew
	@for list in production local development; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url requirements/$$list.in --output-file requirements/$$list.txt || exit 1; \
	done

help: ## List these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

# A stamp is made only when pip has finished: a broken-off set-up is taken up again.
.venv/%: requirements/%.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11"; exit 1; }
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv --clear .venv
	@echo "Packages are being installed …"
	@$(BIN)/pip install --quiet --quiet --require-hashes --requirement $<
	@touch $@
