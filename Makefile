# Each target sets up .venv by itself, and sets it up again when the requirements change.
# Another Python: make lab PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: lab test notebooks lint bench

lab: $(VENV)/installed
	@$(BIN)/python -m dig2ai_helpers download-mnist || echo "The series goes on with the bundled digits."
	$(BIN)/jupyter lab notebooks/00-start-here.ipynb

test: $(VENV)/installed
	$(BIN)/python -m pytest --nbval

notebooks: $(VENV)/installed
	$(BIN)/python tools/notebooks.py

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

$(VENV)/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Dig2AI needs Python 3.11 or newer; name one with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -r requirements.txt
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(BIN)/python -m pip install -r requirements-dev.txt
	touch $@
