"""Each app's picture is what it was when somebody last looked at it.

After a change on purpose: make pictures
"""

from pathlib import Path

import pytest

pytest.importorskip("anywidget")

from drawn import compare_with_stored, sketched
from test_interact_rules import APPS

STORED = Path(__file__).with_name("interact_drawn.json")


# what else is drawn once an app is used
USED = {
    "committee": lambda app: app.press("on"),
    "my_digit": lambda app: app.press("step"),
    "name_the_digit": lambda app: [app.press("digit_4") for _ in range(10)],
    "playground": lambda app: (app.set(epochs=2), app.play()),
    "predictions": lambda app: app.press("on"),
}


@pytest.mark.parametrize("name", APPS)
def test_an_app_draws_what_it_drew(name, digits, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = APPS[name](digits)
    found = [sketched(app.sketch)]
    app.canvas.set_state({"narrow": True})
    found.append(sketched(app.sketch))
    app.canvas.set_state({"narrow": False})
    if name in USED:
        USED[name](app)
        found.append(sketched(app.sketch))
    elif hasattr(app, "controls"):
        app.set(**{name: control.values[-1] for name, control in app.controls._settable.items()})
        found.append(sketched(app.sketch))
    compare_with_stored(name, found, STORED, rel=1e-4, abs=0.02)
