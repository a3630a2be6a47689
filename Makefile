# One word for everything. From a fresh clone: `make book` reads, `make test` proves.
PYTHON ?= python3
PORT ?= 8000
JOBS ?= 2
# One tester more than there are processors: a tester often waits for its browser.
TESTERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
BIN := .venv/bin
STAMP := .venv/.installed

export OPENBLAS_NUM_THREADS := 1
export PYTHONHASHSEED := 0
# The same last digits on every x86 processor: see quiet_environment in book/_tools/execute.py.
export OPENBLAS_CORETYPE := Haswell
export NPY_DISABLE_CPU_FEATURES := X86_V4 AVX512_ICL AVX512_SPR

.PHONY: help book site notebooks test test-fast experiments lint format bench chromium clean

help:  ## say what each word does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python has no venv module; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "installing into .venv (a few minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

book: site  ## build the site and serve it on this machine (PORT=8000)
	@$(BIN)/python -m book._tools serve --port $(PORT)

site: $(STAMP)  ## build the site into _build/html
	@$(BIN)/python -m book._tools site

notebooks: $(STAMP)  ## bring chapters, solutions and exercises up to date with their sources
	@$(BIN)/python -m book._tools notebooks

experiments: $(STAMP)  ## run what is missing of the long experiments (FRESH=--fresh: all again)
	@$(BIN)/python -m course_lib.experiments --jobs $(JOBS) $(FRESH)

lint: $(STAMP)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)  ## let ruff format the code, also inside the notebooks' sources
	$(BIN)/python -m book._tools format
	$(BIN)/ruff format .

# Each chapter is executed once: nbval runs it and compares with the outputs that are kept.
test: $(STAMP) chromium lint  ## everything
	$(BIN)/python -m pytest -q -n $(TESTERS) --dist loadgroup tests
	@set -e; if ls chapters/*.ipynb >/dev/null 2>&1; then \
	  $(BIN)/python -m pytest -q -n $(TESTERS) --dist loadfile --nbval --nbval-cell-timeout=300 \
	    --nbval-sanitize-with tests/notebooks/nbval.cfg chapters/*.ipynb; fi

test-fast: $(STAMP) lint  ## what needs neither a browser nor much time
	$(BIN)/python -m pytest -q -n $(TESTERS) --dist loadgroup -m "not browser and not slow" tests

bench: $(STAMP)  ## measure speed against the targets; installs PyTorch, for this word only
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/bench/requirements.txt
	$(BIN)/python -m pytest -q tests/bench/gradients.py
	env -u OPENBLAS_CORETYPE -u NPY_DISABLE_CPU_FEATURES $(BIN)/python -m tests.bench

chromium:  # the browser tests drive Debian's Chromium
	@for browser in "$$CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do \
	  [ -n "$$browser" ] && command -v "$$browser" >/dev/null && exit 0; done; \
	if command -v apt-get >/dev/null; then \
	  run=; [ "$$(id -u)" = 0 ] || run=sudo; \
	  $$run apt-get update -qq && for browser in chromium-headless-shell chromium; do \
	    $$run apt-get install -y -qq --no-install-recommends $$browser && break; done; \
	else echo "The browser tests need Chromium: install it, or set CHROMIUM=/path/to/chromium"; exit 1; fi

clean:  ## remove what a build leaves behind (not .venv)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis .jupyter_cache gradebook.db
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
