# make demo: the main job on embedded defaults. make test: all checks and tests; make quick: the fast ones. Needs Python 3.11+ and make only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
UV := $(shell command -v uv 2>/dev/null)

# On other Pythons and releases: no processes, no PostgreSQL, no browser.
QUICK := -m "not slow and not postgres and not browser"

.PHONY: help demo test quick pythons newest lint faces conformance bench mutants fuzz lock clean
help:
	@grep -E '^(demo|test|quick|pythons|newest|lint|faces|conformance|bench|mutants|fuzz|lock|clean):' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

$(STAMP): pyproject.toml requirements.lock
ifdef UV
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps -e .
else
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	touch $(STAMP)

demo: $(STAMP) ## the Utrecht dossier from record to Pleio and back in time (Ctrl-C ends it; DEMO_EXIT=1 ends by itself)
	$(BIN)/python examples/demo.py

test: lint ## lint, types, dependency arrows and all tests with coverage
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

quick: $(STAMP) ## what one runs while working: no processes that are killed, PostgreSQL or browser; ONLY=word for one concept (ONLY=evaluation)
	$(BIN)/python -m pytest -q --quick $(if $(ONLY),--only $(ONLY),-n 2 --dist worksteal)

pythons: ## the fast tests on every claimed Python that is installed; says which are not
	$(PYTHON) tests/environments.py pythons -- -n 2 $(QUICK)

newest: $(STAMP) ## the fast tests with the newest release of every dependency; says what differs from the lock
	$(BIN)/python tests/environments.py newest -- -n 2 $(QUICK)

lint: $(STAMP) ## ruff, mypy --strict and the dependency arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/arrows.py

faces: $(STAMP) ## what type checkers read of rso_core.acts and rso_core.events, made anew from the domain
	$(BIN)/python -m rso_core.faces

# Sessions go through the environment: arguments of a process can be read by everyone on the machine. That holds for
# make's own arguments too, so rather write PLEIO_SESSION=… PLEIO_ADMIN_SESSION=… before `make` than after it.
export PLEIO_URL PLEIO_SESSION PLEIO_ADMIN_SESSION
conformance: $(STAMP) ## the conformance suite against a real Pleio site: PLEIO_SESSION=… PLEIO_ADMIN_SESSION=… make conformance PLEIO_URL=https://…
	@test -n "$$PLEIO_URL" || { echo "PLEIO_URL is missing: make conformance PLEIO_URL=https://…, with the session cookies of an ordinary account and of a site admin in PLEIO_SESSION and PLEIO_ADMIN_SESSION" >&2; exit 2; }
	RSO_CONFORMANCE=site $(BIN)/python -m pytest tests/conformance -p no:cacheprovider -ra

bench: $(STAMP) ## ratios against the bare parts we stand on
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.proof
	$(BIN)/python -m benchmarks.pleio
	$(BIN)/python -m benchmarks.as_of
	$(BIN)/python -m benchmarks.projecting
	$(BIN)/python -m benchmarks.startup

mutants: $(STAMP) ## small changes of the rules, as-of and the Pleio plan: 95% are seen by the quick tests; one module: ONLY=rso_core/domain/theme.py
	$(BIN)/python -m benchmarks.mutants $(if $(ONLY),--only '$(ONLY)')

fuzz: $(STAMP) ## 100,000 broken proofs, checkpoints and bundles: none is accepted, none crashes
	$(BIN)/python -m benchmarks.fuzz --tries 100000

lock: ## write the tested versions anew (needs uv)
	uv pip compile --quiet --extra dev --universal --python-version 3.11 -o requirements.lock pyproject.toml

clean: ## remove the environment and what the demo made
	rm -rf $(VENV) .venvs .demo
