# make run starts newsdesk; make help lists the rest.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(PY) -m uv
# The machine's own list of certificates, where it has one: an office may have added to it.
CERTS := $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),--system-certs)
INSTALL := $(UV) pip install $(CERTS) --quiet --python $(PY) --require-hashes
# Checks read settings, which must not make a data folder for that.
CHECKING := SECRET_KEY=used-by-checks-only-they-serve-nobody NEWSDESK_DATA=.mypy_cache
# "make test TESTS=tests/articles" runs a part; JOBS=0 runs it in one process.
TESTS ?= tests
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: run stop test test-long lint format bench requirements browser help

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: $(VENV)/runtime ## start newsdesk at http://localhost:8000 (PORT=8001 make run: elsewhere)
	@exec $(PY) manage.py run

stop: ## end the web server, the worker and the embedded PostgreSQL
	@if [ -e $(VENV)/runtime ]; then exec $(PY) manage.py stop; fi

test: $(VENV)/testing browser ## run every test that takes no minutes, in a browser too
	@$(PY) -m pytest -n $(JOBS) --dist worksteal -m "not long" $(TESTS)

test-long: $(VENV)/testing browser ## run the long tests: random sequences, many users, big files, looks
	@$(PY) -m pytest -n $(JOBS) -m long --durations=0 -o faulthandler_timeout=3600 $(TESTS)

lint: $(VENV)/testing ## check style, format, types and templates
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/ruff format --check
	@$(CHECKING) $(PY) -m mypy .
	@find templates -name '*.html' -print0 | xargs -0r $(VENV)/bin/djade --check --target-version 5.2

format: $(VENV)/testing ## put code and templates in order
	@$(VENV)/bin/ruff check --fix --exit-zero
	@$(VENV)/bin/ruff format
	@find templates -name '*.html' -print0 | xargs -0r $(VENV)/bin/djade --target-version 5.2

bench: $(VENV)/testing ## measure what newsdesk promises (benchmarks/)
	@$(PY) -m benchmarks.suggestions
	@for what in dashboard exporting importing lists reader team; do $(PY) -m benchmarks $$what || exit 1; done

browser: $(VENV)/testing
	@sh tests/browser/install.sh $(VENV)

requirements: $(VENV)/runtime ## choose versions again (UPGRADE=--upgrade: the newest)
	@for file in requirements requirements-test requirements-training requirements-uv; do \
	  $(UV) pip compile $(CERTS) --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
	    --custom-compile-command "make requirements" $$file.in -o $$file.txt || exit 1; \
	done

# The environment is made once, and brought up to date when a list of requirements changes.
$(VENV)/uv: requirements-uv.txt
	@PYTHON="$(PYTHON)" sh bin/make-environment $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/uv requirements.txt
	@echo "Installing newsdesk's packages …"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/testing: $(VENV)/runtime requirements-test.txt
	@echo "Installing the tests' packages …"
	@$(INSTALL) -r requirements-test.txt
	@touch $@
