"""What somebody does who has only the wheel: test_release.py runs this without the checkout."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np

import dig2ai_helpers
from dig2ai_helpers import Network, check_setup, interact, load_digits, load_network, train

ROOM = Path(dig2ai_helpers.__file__).parent
assert ROOM.is_relative_to(sys.prefix), ROOM
assert check_setup()

digits = load_digits("bundled")
network = Network((784, 16, 10), seed=0)
history = train(network, digits.train, digits.validation, epochs=5, progress=False)
assert history.validation_accuracy[-1] > 0.9
network.save("mine.npz")
again = Network.load("mine.npz")
assert np.array_equal(again.predict(digits.test.images), network.predict(digits.test.images))
assert load_network("784-128-10").sizes == (784, 128, 10)

apps = [
    interact.playground(digits),
    interact.drawing_pad(network),
    interact.countries(digits),
    interact.my_digit(network),
    interact.temperature(digits),
    interact.tiny_network(),
]
for app in apps:
    assert "data:image/png;base64," in app._repr_mimebundle_()["text/html"], app
scripts = sorted(ROOM.rglob("*.js"))
assert scripts and all(path.read_text(encoding="utf-8") for path in scripts)

overrides = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.d", "dig2ai.json")
assert json.loads(overrides.read_text(encoding="utf-8"))
subprocess.run([sys.executable, "-m", "dig2ai_helpers", "--help"], check=True)
