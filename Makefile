# The commands of this project. `make` alone lists them; .ci/run calls the same ones.
#
# Everything goes into .venv, from the locks in requirements/, checked by hash. Each install leaves a stamp there:
# a second `make run` starts at once, and a changed lock is noticed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first of these that fits is taken; `make setup PYTHON=/opt/python3.12/bin/python3` names another.
PYTHON  ?= python3 python3.13 python3.12 python3.11
FITS    := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
FIRST    = $$(for it in $(PYTHON); do $$it -c '$(1)' >/dev/null 2>&1 && echo $$it && break; done)

BIN     := .venv/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps
LOCKED  := $(INSTALL) --require-hashes --requirement

# The scripts in .venv hold the path of the clone, so the first stamp does too: a moved clone makes its .venv anew.
VENV    := .venv/.made-at-$(shell printf '%s' '$(CURDIR)' | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/.runtime
PROJECT := .venv/.project
TEST    := .venv/.test
BENCH   := .venv/.bench


.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(PROJECT) ## make .venv, with the `facialis` command in it

.PHONY: run
run: $(PROJECT) ## start everything here and print its address (ARGS="--port 9000 --no-examples")
	@exec $(BIN)/facialis run $(ARGS)

.PHONY: test
test: $(TEST) ## run all tests and all features (ARGS="-k toxin")
	@$(BIN)/pytest --numprocesses auto --dist loadgroup $(ARGS)

.PHONY: line
line: $(TEST) ## run the line over Kafka, PostgreSQL and nginx, and the features through it (ARGS=--stay)
	@$(BIN)/python -m ops.line $(ARGS)

.PHONY: features
features: $(PROJECT) ## try what the clinical staff wrote, and write it down with what came of it (ARGS="-k stroke")
	@$(BIN)/facialis features $(ARGS)

.PHONY: steps
steps: $(PROJECT) ## print what a promise can say, and write it to docs/reference/steps.md (ARGS=toxin)
	@$(BIN)/python -m features.speech.steps_page $(ARGS)

.PHONY: kafka
kafka: ## start a Kafka broker without Docker and print its address (needs Java 17 and Maven)
	@address=$$(ops/kafka/broker start .kafka/run $(ARGS)) && \
	printf 'Kafka is at %s\n  export KAFKA_BOOTSTRAP_SERVERS=%s\nIt is stopped by: ops/kafka/broker stop .kafka/run\n' \
	       "$$address" "$$address"

.PHONY: kafka-test
kafka-test: $(TEST) ## run all that needs a broker, on one of its own (ARGS="-k faults")
	@$(BIN)/pytest -m kafka $(ARGS)

.PHONY: check
check: $(TEST) ## look at format, lint, types, imports and pathways; changes nothing
	@wrong=; \
	look() { printf '  %-10s' "$$1"; shift; \
	         if said=$$("$$@" 2>&1); then echo ok; else wrong=yes; echo WRONG; echo "$$said"; fi; }; \
	look format   $(BIN)/ruff format --check --diff .; \
	look lint     $(BIN)/ruff check .; \
	look types    $(BIN)/mypy; \
	look imports  $(BIN)/lint-imports --no-logo; \
	look pathways $(BIN)/facialis pathways check; \
	look prove    $(BIN)/facialis pathways prove --check; \
	test -z "$$wrong" || { echo 'Format and most of lint are mended by: make fix'; exit 1; }

.PHONY: fix
fix: $(TEST) ## mend format, and lint as far as a machine can
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

.PHONY: rebuild
rebuild: $(PROJECT) ## make worklist and cases anew from the topics (ARGS="--data DIR")
	@$(BIN)/facialis rebuild $(ARGS)

.PHONY: pathways
pathways: $(PROJECT) ## check the clinicians' tables
	@$(BIN)/facialis pathways check

.PHONY: mutants
mutants: $(TEST) ## try every slip of the hand in the tables against cases, features and invariants
	@$(BIN)/python -m benchmarks.mutants $(ARGS)

.PHONY: prove
prove: $(TEST) ## prove the tables over every assessment, and write their certificate
	@$(BIN)/facialis pathways prove

.PHONY: prove-check
prove-check: $(TEST) ## compare the solver with the running engine on 10,000 assessments
	@ASSESSMENTS_TO_COMPARE=10000 $(BIN)/pytest -q -s -n 0 -o faulthandler_timeout=7200 tests/services/recommender/proof/test_agreement.py tests/services/recommender/proof/test_conditions.py

.PHONY: bench
bench: $(BENCH) ## measure on this machine and print the ratios, with the engine compiled as in the image
	@tree=$$($(BIN)/python -m ops.compiled) && \
	cd "$$tree" && PYTHONPATH="$$tree" '$(CURDIR)/$(BIN)/python' -m benchmarks $(ARGS)

.PHONY: compiled
compiled: $(BENCH) ## compile the engine into a tree of its own, and print where it stands
	@$(BIN)/python -m ops.compiled

.PHONY: exchange
exchange: $(TEST) ## validate the exports, and count where engines that are not ours agree (ARGS="--patients 500")
	@$(BIN)/python -m benchmarks.exchange $(ARGS)

.PHONY: crash
crash: $(TEST) ## kill the line 1000 times while posts go on; goes on where it stopped (ARGS="--line embedded")
	@$(BIN)/python -m benchmarks.crash $(ARGS)

.PHONY: lock
lock: ## write requirements/*.txt from pyproject.toml and *.in; needs uv (ARGS=--upgrade)
	@$(COMPILE) requirements/runtime.in -o requirements/runtime.txt
	@$(COMPILE) --extra line --constraint requirements/runtime.txt requirements/runtime.in -o requirements/line.txt
	@$(COMPILE) --extra line --extra prove --extra compile --constraint requirements/line.txt requirements/runtime.in requirements/test.in -o requirements/test.txt
	@$(COMPILE) --extra line --extra compile --constraint requirements/test.txt requirements/runtime.in requirements/bench.in -o requirements/bench.txt
	@$(COMPILE) --extra line --extra compile --constraint requirements/test.txt requirements/runtime.in -o requirements/compile.txt

.PHONY: clean
clean: ## remove .venv and all caches; the plans in .facialis stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +


# No address of an index goes into a lock: whoever installs has their own.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
           --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' pyproject.toml $(ARGS)

# Says what is missing and prints the one command that mends it, for the package manager that is there.
define NO_PYTHON
{ bare=$(call FIRST,$(FITS)); \
  sudo=$$(test "$$(id -u)" = 0 || echo 'sudo '); \
  if test -n "$$bare"; then \
      package=$$($$bare -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'); \
      echo "Facialis keeps its packages in .venv, and $$bare cannot make one (it has no ensurepip). This mends it:"; \
  else \
      package=$$(command -v python3 >/dev/null && echo python3.11 python3.11-venv || echo python3 python3-venv); \
      echo "Facialis needs Python 3.11, 3.12 or 3.13, and found none of them as: $(PYTHON). This mends it:"; \
  fi; \
  if   command -v apt-get >/dev/null; then echo "    $${sudo}apt-get install $$package"; \
  elif command -v dnf     >/dev/null; then echo "    $${sudo}dnf install python3.12"; \
  elif command -v brew    >/dev/null; then echo "    brew install python@3.13"; \
  else echo "    make setup PYTHON=/path/to/python3.12"; fi; } >&2
endef

$(VENV):
	@python=$(call FIRST,import ensurepip; $(FITS)); \
	test -n "$$python" || { $(NO_PYTHON); exit 1; }; \
	echo "Making .venv with $$($$python --version) …"; \
	$$python -m venv --clear .venv
	@touch $@

$(RUNTIME): requirements/runtime.txt $(VENV)
	@echo 'Installing what Facialis needs …'
	@$(LOCKED) $<
	@touch $@

$(PROJECT): pyproject.toml $(RUNTIME)
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(TEST): requirements/test.txt $(PROJECT)
	@echo 'Installing what its tests need …'
	@$(LOCKED) $<
	@touch $@

$(BENCH): requirements/bench.txt $(PROJECT)
	@echo 'Installing what measuring needs …'
	@$(LOCKED) $<
	@touch $@
