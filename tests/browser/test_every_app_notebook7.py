"""Every app in Notebook 7, which shows one notebook without JupyterLab around it.

Needs the package `notebook` in an environment of its own, which
``make build/notebook-venv/installed`` sets up: in the tests' own, JupyterLab would get a button
for it. Skipped without it.
"""

import pytest
from every_app import APPS, CELLS, Mouse, call, moves_by_hand, moves_by_key, wait_until_there
from lab import END, ROOT, Lab, new_lab

PYTHON = ROOT / "build" / "notebook-venv" / "bin" / "python"
# Notebook 7.6 says this of its own settings, whatever notebook it shows.
ITS_OWN = "Cannot read properties of undefined (reading 'schema')"


@pytest.fixture(scope="module")
def tab(page, tmp_path_factory):
    if not PYTHON.exists():
        pytest.skip("needs: make build/notebook-venv/installed")
    folder = tmp_path_factory.mktemp("notebook7")
    with new_lab(folder, "JupyterNotebookApp", app="notebook", python=PYTHON) as description:
        lab = Lab(description, "notebooks")
        lab.open(page, "apps.ipynb", CELLS)
        tab = Mouse(page)
        wait_until_there(tab)
        yield tab
        page.evaluate(END)


@pytest.mark.parametrize("app", APPS.values(), ids=lambda app: app[0])
def test_the_picture_follows_key_and_mouse(tab, app):
    moves_by_key(tab, app)
    moves_by_hand(tab, app)


def test_nothing_went_wrong(tab):
    assert call(tab, "alerts") == []
    assert [error for error in tab.page.errors if error != ITS_OWN] == []
