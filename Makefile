# Suixin: `make demo` runs the main job, `make test` passes the tests; each makes what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APP := $(VENV)/.app
DEV := $(VENV)/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: demo test check coverage lock clean help

help:
	@echo "make demo    fill a made-up city, run one campaign, open the desk and the API"
	@echo "make test    every test (browser tests are skipped with a reason where no Chromium is found)"
	@echo "make check   format, lint, types, layers, tests"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Suixin needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(APP): $(VENV)/bin/python requirements/app.txt pyproject.toml
	@echo "Installing what the desk needs into $(VENV) (once; some minutes) ..."
	$(PIP) install --require-hashes -r requirements/app.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(PIP) install --no-deps --no-build-isolation -e .
	@echo "Compiling the solver's inner loop (once) ..."
	$(BIN)/python scripts/warm.py
	@touch $@

$(DEV): $(APP) requirements/dev.txt
	@echo "Installing what the tests need into $(VENV) (once) ..."
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(APP)
	$(BIN)/suixin demo

test: $(DEV)
	$(BIN)/python -m pytest -n 2 --max-worker-restart=0 -rfE --durations=15

check: $(DEV)
	scripts/check

coverage: $(DEV)
	$(BIN)/python -m pytest -n 2 tests/solver tests/draw --cov=solver --cov=draw --cov-report=term-missing:skip-covered

# Needs uv on the PATH.
lock:
	uv pip compile pyproject.toml requirements/build.in --extra ui --extra assistant --extra pdf --extra postgres --extra cluster --extra dev \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/dev.txt
	uv pip compile pyproject.toml requirements/build.in --extra ui --extra assistant --extra pdf \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q \
	  -c requirements/dev.txt -o requirements/app.txt

clean:
	rm -rf $(VENV) .suixin build dist
