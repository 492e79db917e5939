# One command for each thing that people do here. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
WHEELHOUSE ?= dist/wheelhouse

# Attacks are measured in the server's memory, and a hundred visitors take all that a small machine has, so nothing runs
# beside them. Other tests that start servers and browsers run two at a time, whatever the machine has, those that take
# minutes first; the rest use all its processors.
ALONE := tests/server/test_attacks.py tests/server/test_arrivals.py
PAIRS := tests/deploy tests/browser tests/server
BESIDE := $(filter-out $(PAIRS) tests/benchmarks tests/golden tests/__pycache__ tests/conftest.py,$(wildcard tests/*))

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Without compiled bytecode each start and each kernel takes seconds longer.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve demo test check bench format clean wheel wheelhouse system

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: $(RUN_STAMP) ## Start the app and open the browser
	@$(BIN)/toolkit serve --open

demo: $(RUN_STAMP) ## The same with three worked illustrations, thrown away afterwards
	@$(BIN)/toolkit demo --open

test: $(DEV_STAMP) system ## Run every test, with a real browser and a real PostgreSQL
	$(BIN)/python -m pytest $(ALONE)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(ALONE)) $(PAIRS)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(BESIDE)

check: $(DEV_STAMP) ## Format, lint, types, imports between floors, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict toolkit
	$(BIN)/lint-imports --no-logo
	$(BIN)/toolkit check

bench: $(DEV_STAMP) ## Run the benchmarks and print their figures
	$(BIN)/python -m tests.benchmarks

format: $(DEV_STAMP) ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(DEV_STAMP) ## Build the wheel into dist/
	$(BIN)/python -m build --wheel

wheelhouse: $(DEV_STAMP) ## Gather everything for an installation without network in dist/wheelhouse
	@rm -rf $(WHEELHOUSE) && mkdir -p $(WHEELHOUSE)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir $(WHEELHOUSE) '.[postgres]'
	@cd $(WHEELHOUSE) && sha256sum *.whl > SHA256SUMS
	@echo "$$(ls $(WHEELHOUSE)/*.whl | wc -l) packages in $(WHEELHOUSE). On the other computer, with the same Python:"
	@echo "  cd wheelhouse && sha256sum --check --quiet SHA256SUMS"
	@echo "  python3 -m venv /opt/toolkit"
	@echo "  /opt/toolkit/bin/pip install --no-index --find-links . 'responsible-ai-toolkit[postgres]'"

clean: ## Remove the environment, caches and builds; never a database
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system: ## Install the Debian packages that the tests need, or say how
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	[ "$$CI" != true ] || for proxy in nginx caddy; do PATH="$$PATH:/usr/sbin" command -v $$proxy >/dev/null || missing="$$missing $$proxy"; done; \
	[ "$$CI" != true ] || for library in libpango-1.0-0 libpangoft2-1.0-0; do /sbin/ldconfig -p | grep -q "$${library%-0}.so.0" || missing="$$missing $$library"; done; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	ls /usr/share/fonts/truetype/noto/NotoSansArabic-* >/dev/null 2>&1 || missing="$$missing fonts-noto-core"; \
	[ -n "$$missing" ] || exit 0; \
	command="apt-get install -y --no-install-recommends$$missing"; \
	if ! command -v apt-get >/dev/null; then \
	  echo "Some tests need what Debian calls$$missing; install them with this system's package manager."; \
	elif [ "$$(id -u)" = 0 ]; then \
	  echo "Installing$$missing"; \
	  export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && $$command -qq >/dev/null; \
	elif sudo -n true 2>/dev/null; then \
	  echo "Installing$$missing"; \
	  sudo -n apt-get update -qq && sudo -n env DEBIAN_FRONTEND=noninteractive $$command -qq >/dev/null; \
	else \
	  echo "Some tests will be skipped. To run them all, first run: sudo $$command"; \
	fi || echo "$$missing could not be installed; the tests that need it will say so."

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment; on Debian run: sudo apt-get install python3-venv"; exit 1; }

# uv installs in seconds where pip takes a minute; either does.
define install
	@echo "Installing ($(1)). The first time this takes a minute or two."
	@if command -v uv >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null; then \
	  uv=$$(command -v uv || echo $(BIN)/uv); \
	  "$$uv" pip install --quiet --python $(BIN)/python --compile-bytecode --editable '$(1)'; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --editable '$(1)'; \
	fi
	@$(BIN)/python -m compileall -q toolkit
endef

# Rebuilt only when pyproject.toml is newer: the second start installs nothing.
$(RUN_STAMP): pyproject.toml | $(BIN)/python
	$(call install,.)
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	$(call install,.[dev])
	@touch $@ $(RUN_STAMP)
