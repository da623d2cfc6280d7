# Yinling. `make help` says what each word does.
PYTHON ?= python3
PORT ?= 8000
ELDERS ?= 1000
VISITS ?= $(ELDERS)
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run setup test test-code test-pages check style bench docs pictures lock clean

help:  ## says what each word does
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: setup  ## sets up, builds the demo district, serves it on PORT=8000 with ELDERS=1000 people, VISITS=1000 today
	@YINLING_DEMO=1 $(BIN)/yinling serve --demo --port $(PORT) --elders $(ELDERS) --visits $(VISITS)

setup: $(VENV)/.installed node_modules/.installed  ## makes .venv with the command yinling, and fetches the front-end packages

test: test-code test-pages  ## sets up and runs every test that this machine can run

test-code: setup $(VENV)/.tested  # gives way to a browser beside it, which cannot wait
	@nice $(BIN)/python -m pytest -n 2 --dist loadscope -m "not browser"

test-pages: setup $(VENV)/.tested
	@$(BIN)/python -m pytest -m browser

check: style  ## style, types, floor plan, architecture tests
	@$(BIN)/python -m pytest tests/architecture

style: setup $(VENV)/.tested  ## style, types and floor plan alone
	@$(BIN)/ruff check src tests benchmarks
	@$(BIN)/ruff format --check --quiet src tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup $(VENV)/.tested  ## measures beside peers and stored baselines, as ratios
	@$(BIN)/python -m benchmarks.rules
	@$(BIN)/python -m benchmarks.cycles
	@$(BIN)/python -m benchmarks.alarms

docs: setup  ## writes docs/reference from the code and the packs
	@$(BIN)/yinling docs_build

pictures: setup $(VENV)/.tested  ## takes the README's picture anew from a running demo district
	@YINLING_PICTURES=1 $(BIN)/python -m pytest tests/browser/test_readme_picture.py

lock:  ## pins the newest allowed versions into requirements/ (needs uv)
	@$(PYTHON) .ci/lock.py

clean:  ## removes what set-up and the demo made; packs and code stay
	@rm -rf $(VENV) node_modules var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本 (Python >= 3.11 is needed)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "请先安装 python3-venv (apt-get install python3-venv)"; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python requirements/runtime.txt pyproject.toml
	@echo "安装依赖 · installing the locked dependencies"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed requirements/dev.txt
	@echo "安装测试工具 · installing what the tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

node_modules/.installed: package-lock.json $(VENV)/bin/python
	@echo "安装前端资源 · installing the front-end packages"
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
