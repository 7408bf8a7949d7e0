"""Every app in Notebook 7, which shows one notebook without JupyterLab around it.

Needs the package `notebook`; skipped without it.
"""

from importlib.util import find_spec

import pytest
from every_app import APPS, CELLS, Mouse, call, moves_by_hand, moves_by_key, wait_until_there
from lab import END, Lab, new_lab


@pytest.fixture(scope="module")
def tab(page, tmp_path_factory):
    if not find_spec("notebook"):
        pytest.skip("needs the package notebook")
    folder = tmp_path_factory.mktemp("notebook7")
    with new_lab(folder, "notebook", "JupyterNotebookApp") as description:
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
    assert tab.page.errors == []
