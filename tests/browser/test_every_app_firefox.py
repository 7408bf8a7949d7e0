"""Every app in a real JupyterLab in Firefox: it shows its picture, which follows key and mouse.

Needs a Firefox: the one that $DIG2AI_FIREFOX names, or one on the PATH; skipped without it.
"""

import pytest
from every_app import APPS, CELLS, call, moves_by_hand, moves_by_key, wait_until_there
from lab import END, READY, RUN_ALL


@pytest.fixture(scope="module")
def tab(new_firefox, lab):
    lab.write("firefox.ipynb", CELLS)
    new_firefox.open(f"{lab.url}/tree/firefox.ipynb?token={lab.token}&reset")
    new_firefox.wait_for(f"({READY})()", 60)
    new_firefox.evaluate(f"({RUN_ALL})()")
    wait_until_there(new_firefox)
    yield new_firefox
    new_firefox.evaluate(f"({END})()")


@pytest.mark.parametrize("app", APPS.values(), ids=lambda app: app[0])
def test_the_picture_follows_key_and_mouse(tab, app):
    moves_by_key(tab, app)
    moves_by_hand(tab, app)


def test_nothing_went_wrong(tab):
    assert call(tab, "alerts") == []
    assert list(tab.errors) == []
