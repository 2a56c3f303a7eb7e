# Two commands are enough: `make demo` plays the campaign, `make test` runs every test.
# Both call `setup`, which does nothing when the environment is already there.

BIN := .venv/bin
STAMP := .venv/.installed
TOOLS := .venv/.test-tools
PACKAGES := cli config database demo documents domain flows notifications operation rehearsal services tasks web

.PHONY: help setup demo demo-web demo-ui test check audit bench soak lock clean

help:  ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: $(STAMP)  ## Create .venv with everything the project needs

$(STAMP): requirements.lock pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh
	@touch $(STAMP)

demo: $(STAMP)  ## Play the whole campaign of Kế hoạch 15-KH/TU in an empty var/demo, then serve it as pages
	@$(BIN)/dondoc demo

demo-web: $(STAMP)  ## Serve the pages of the last demonstration again
	@$(BIN)/dondoc demo --pages

demo-ui: $(STAMP)  ## Open the Prefect pages of the last demonstration again
	@$(BIN)/dondoc demo --ui

$(TOOLS): $(STAMP) scripts/test_tools.sh
	@sh scripts/test_tools.sh
	@touch $(TOOLS)

# Compiled code is kept, also where a machine forbids that to Python: the tests start some hundred processes.
test: $(STAMP) $(TOOLS)  ## Run all tests; installs the programs that they need
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest

check: $(STAMP)  ## Linters, types, import contracts, declared dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/bandit -q -c pyproject.toml -r $(PACKAGES)

audit: $(STAMP)  ## Known holes of the libraries in requirements.lock; asks an advisory service, so it needs the network
	@sh scripts/audit.sh

bench: $(STAMP)  ## Measure seven subjects at four sizes, each against its baseline in the same run
	@$(BIN)/python -m bench

soak: $(STAMP) $(TOOLS)  ## Live through a whole campaign in which everything goes wrong, and count what is left (half an hour)
	@$(BIN)/python -m soak

lock: $(STAMP)  ## Renew requirements.lock: hashes, no addresses
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate pyproject.toml --group dev -o requirements.lock

clean:  ## Remove what the demo and the tests left behind
	rm -rf var .venv
