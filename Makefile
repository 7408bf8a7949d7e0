# Each target sets up .venv by itself, and sets it up again when the requirements change.
# Another Python: make lab PYTHON=python3.13

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: lab test test-browser test-page notebooks lint lint-page pictures bench site lite offline assignments frameworks locks release

lab: $(VENV)/installed
	@$(BIN)/python -m dig2ai_helpers download-mnist || echo "The series goes on with the bundled digits."
	$(BIN)/python -m jupyterlab notebooks/00-start-here.ipynb

# One thread for each product: threads of tests that run side by side would wait for each other.
test: export OPENBLAS_NUM_THREADS = 1
test: $(VENV)/installed
	$(BIN)/python -m pytest --nbval -n logical --dist loadfile --no-loadscope-reorder \
		--ignore=tests/browser

# One after the other, for an hour, for some of them measure time: nothing else should run beside.
test-browser: $(VENV)/installed-dev build/notebook-venv/installed
	$(BIN)/python -m pytest tests/browser

notebooks: $(VENV)/installed
	$(BIN)/python tools/notebooks.py

lint: $(VENV)/installed-dev lint-page
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/zizmor --quiet --offline --min-severity medium .github

# The scripts and style sheets of the widgets: their style, their types, and their tests in Node.
lint-page test-page: %-page:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory node_modules/installed && npm run --silent $*; \
	else echo "The widgets' scripts were not checked: that needs Node 18 or newer, with npm."; fi

# The reference pictures of the apps and the words of the checks: look at them before you commit.
pictures: $(VENV)/installed-dev
	DIG2AI_PICTURES=update $(BIN)/python -m pytest -q tests/browser/test_pictures.py \
		tests/test_*_drawn.py tests/test_checks_said.py tests/test_checks_sentences.py

# In three minutes; make bench FULL=1 measures more rounds, and every library in every row.
bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks $(if $(FULL),--full)

# PyTorch and Keras, for notebook 09; requirements-frameworks.txt says how to spare gigabytes.
frameworks: $(VENV)/installed-frameworks

# The series as pages to read, in build/site.
site: build/site-venv/installed
	build/site-venv/bin/python site/build.py

# The browser edition, in build/site/lite, and then the pages, which link to it. Pyodide comes
# from its CDN, or from a folder of its files: make lite PYODIDE=folder
lite: build/site-venv/installed build/lite-venv/installed
	PYODIDE=$(PYODIDE) build/lite-venv/bin/python site/lite.py
	build/site-venv/bin/python site/build.py

# All that a room without internet needs, in build/stick: make offline FOR="windows-3.12 macos-3.13"
offline: $(VENV)/installed
	@$(BIN)/python -m dig2ai_helpers download-mnist || echo "The stick goes without MNIST."
	$(BIN)/python tools/offline.py $(FOR)

# The exercises as assignments that otter-grader grades, in build/assignments.
assignments: $(VENV)/installed-otter
	$(BIN)/python tools/assignments.py

$(VENV)/installed: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Dig2AI needs Python 3.11 or newer, and there is no $(PYTHON) here; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("Dig2AI needs Python 3.11 or newer; name one with: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -r requirements.txt
	touch $@

node_modules/installed: package.json package-lock.json
	npm ci --no-audit --no-fund
	touch $@

$(VENV)/installed-frameworks: requirements-frameworks.txt $(VENV)/installed
	$(BIN)/python -m pip install -r requirements-frameworks.txt
	touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-frameworks.txt $(VENV)/installed
	$(BIN)/python -m pip install -r requirements-dev.txt
	touch $@

# What is published is made with exactly the packages that a lock file names. `make locks` writes
# these files anew after a change of requirements; UPGRADE=1 also takes newer versions.
build/%-venv/installed: locks/%.txt
	$(or $(OTHER_PYTHON),$(PYTHON)) -m venv --clear build/$*-venv
	build/$*-venv/bin/python -m pip install --require-hashes -r $<
	touch $@

# A release's files, in build/release; CONTRIBUTING says what to do with them.
release: build/release-venv/installed
	build/release-venv/bin/python tools/release.py

locks: build/release-venv/installed
	build/release-venv/bin/python tools/lock_files.py $(if $(UPGRADE),--upgrade)

# The browser edition's Python: if it is a 3.12, as Pyodide's is, it compiles the packages, and the
# edition starts faster.
LITE_PYTHON ?= $(shell python3.12 -c 'print("python3.12")' 2>/dev/null || ls $(HOME)/.pyenv/versions/3.12*/bin/python 2>/dev/null | head -1)
build/lite-venv/installed: OTHER_PYTHON = $(LITE_PYTHON)

# Notebook 7, in which a browser test tries the apps. JupyterLab beside it would get a button for it.
build/notebook-venv/installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv build/notebook-venv
	build/notebook-venv/bin/python -m pip install -r requirements.txt "notebook>=7.2"
	touch $@

$(VENV)/installed-otter: tools/requirements.txt $(VENV)/installed
	$(BIN)/python -m pip install -r tools/requirements.txt
	touch $@
