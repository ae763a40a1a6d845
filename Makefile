# The two commands: `make run` to try Imprimatur, `make test` to check everything CI checks.

PORT ?= 8000
# Reaches `uv pip compile`: `make requirements UPGRADE=--upgrade` takes newer releases.
UPGRADE ?=

.DEFAULT_GOAL := help
.PHONY: help run test format requirements

help:
	@echo 'make run            try Imprimatur on http://127.0.0.1:8000 (PORT=8123 for another port)'
	@echo 'make test           everything CI checks: style, imports, migrations, tests, browser'
	@echo 'make format         put the source into the one style'
	@echo 'make requirements   recompile requirements/ from pyproject.toml (UPGRADE=--upgrade)'
	@echo
	@echo 'One test: .venv/bin/python -m pytest tests/wiki/test_env.py (--database=postgres)'

run:
	@sh scripts/install.sh run
	@exec .venv/bin/python scripts/run.py $(PORT)

test:
	@sh scripts/install.sh test
	@exec .venv/bin/python scripts/check.py

format:
	@sh scripts/install.sh test
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

# Hashes and no addresses: the files install from any index or mirror, with pip and with uv.
COMPILE = uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)

requirements:
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --all-extras --constraint requirements/run.txt --output-file requirements/extras.txt
	$(COMPILE) --all-extras --group pyproject.toml:test --constraint requirements/extras.txt \
		--output-file requirements/test.txt
