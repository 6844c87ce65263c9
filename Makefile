# make run   environment, database, sample data, server: http://127.0.0.1:8000
# make test  import rules and tests
# Neither asks anything; both may be repeated. Needs Python 3.11 or later and make.

PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3))
PORT ?= 8000
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check bench lock clean

help:
	@echo "make run       建立环境、数据库和示例数据，启动 http://127.0.0.1:$(PORT)"
	@echo "make test      导入规则和测试"
	@echo "make test-all  全部测试（含较慢的）、报告库的覆盖率"
	@echo "make setup     只建立 .venv，之后可用 .venv/bin/gongkai"
	@echo "make check     ruff、mypy、导入规则"
	@echo "make bench     测速，写入 docs/benchmarks.md"

# One at a time: `make run` and `make test` may be started side by side on a fresh checkout.
setup:
	@if command -v flock >/dev/null; then flock .setup.lock $(MAKE) --silent --no-print-directory $(INSTALLED); \
	else $(MAKE) --silent --no-print-directory $(INSTALLED); fi >&2

$(INSTALLED): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本"; exit 1; }
	@echo "正在建立环境 .venv ……"
# The lock is whole: without --no-deps pip would resolve again, and trip over what was released since.
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@$(BIN)/python manage.py load_sample
	@echo "网站：http://127.0.0.1:$(PORT)/   工作区：http://127.0.0.1:$(PORT)/office/   停止：Ctrl+C"
	@$(BIN)/python manage.py db_worker --verbosity 0 & worker=$$!; \
	trap 'kill $$worker 2>/dev/null; wait $$worker 2>/dev/null' EXIT; trap 'exit 0' INT TERM; \
	$(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 --blocking-threads 4 \
		--log-level warning gongkai.site.wsgi:application & wait $$!

# Quick: tables straight from the models, fewer examples of each property. test-all leaves nothing out.
test: setup
	@$(BIN)/lint-imports
	@GONGKAI_TEST_QUICKLY=1 $(BIN)/python -m pytest -n auto --dist worksteal --no-migrations -m "not slow"

# With the ocr extra, so that nothing is passed over for want of it.
test-all: setup
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[ocr]'
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n auto --dist worksteal --cov=gongkai.annual_report --cov-branch --cov-report=term --cov-fail-under=95

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m bench

# Both locks from pyproject.toml: hashes, no addresses.
lock: setup
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		--extra postgres pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		--extra postgres --group dev pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv .setup.lock var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
