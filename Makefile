# Everything lives in .venv, made once; `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo run test test-long check bench learn words semantic lock clean
.DEFAULT_GOAL := demo

demo: .venv/runtime  ## Open the sandbox in the browser: the whole bot, no token needed
	$(BIN)/python -m bot demo $(ARGS)

run: .venv/runtime  ## Serve with the token in .env
	$(BIN)/python -m bot run

check: .venv/development  ## Format, types, layers, content and the fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot cards check
	$(BIN)/python -m bot languages check
	$(BIN)/pytest -m "not long and not page" -n auto

test: check  ## What README promises: everything that is checked within six minutes

test-long: .venv/development  ## Kills, faults and the page in Chromium
	$(BIN)/pytest -m "long or page" -n 2

bench: .venv/development  ## The budgets, as ratios within one run, in three minutes
	$(BIN)/python -m tests.benchmarks $(ARGS)

learn: .venv/learning  ## Learn anew who is in danger, what a question is about, which story needs a reviewer (after changing a wording; minutes)
	$(BIN)/python -m scripts.learn_emergencies
	$(BIN)/python -m scripts.learn_tense
	$(BIN)/python -m scripts.learn_subjects
	$(BIN)/python -m scripts.learn_reviews

words: .venv/learning  ## Look up anew what the words of all texts mean (after adding many), then learn
	$(BIN)/python -m scripts.embed_words
	$(MAKE) learn

semantic: .venv/semantic  ## Add the second opinion: a small model that knows what a question means (89 MB)

lock: .venv/development  ## Write the locks anew, with hashes, for Python 3.11-3.14 on Linux and macOS
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra postgres --group build --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra postgres --group build --group dev --custom-compile-command "make lock" -c requirements/runtime.txt pyproject.toml -o requirements/development.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --group learn --custom-compile-command "make lock" -c requirements/runtime.txt pyproject.toml -o requirements/learning.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 --extra semantic --group build --custom-compile-command "make lock" -c requirements/runtime.txt pyproject.toml -o requirements/semantic.txt

clean:
	rm -rf .venv

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Pitwise needs Python 3.11 or newer. Install python3, then try again."; exit 1; }
	@PYTHON="$(PYTHON)" sh scripts/make-environment

.venv/runtime: requirements/runtime.txt .venv/bin/python
	$(PIP) --require-hashes -r requirements/runtime.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements/development.txt .venv/bin/python
	$(PIP) --require-hashes -r requirements/development.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/runtime

.venv/learning: requirements/learning.txt .venv/development
	$(PIP) --require-hashes -r requirements/learning.txt
	@touch $@

.venv/semantic: requirements/semantic.txt .venv/runtime
	@case "$$(uname -sm)" in "Darwin x86_64") echo "The second opinion has no wheel for Intel Macs. Everything else works without it; SEMANTIC_URL can name a server that has one."; exit 1;; esac
	$(PIP) --require-hashes -r requirements/semantic.txt
	@touch $@
