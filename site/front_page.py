"""The start page's pad: its page side, the weights of its network, and its place in the page.

The network is read from the package, so its weights exist once in the repository. They come to
the page in a script: from a folder, a browser lets no page read another file.
"""

import base64
import html
import json
from pathlib import Path

import numpy as np

from dig2ai_helpers import about_network, load_network
from dig2ai_helpers.digits.pen_paths import STYLES
from dig2ai_helpers.interact import drawing_pad
from dig2ai_helpers.interact.toolkit.page_module import page_side
from dig2ai_helpers.interact.toolkit.sketch_as_figure import figure_of

NETWORK = "784-128-10"
SCRIPTS = ("front.js", "front-network.js")  # in this order
STYLE_SHEET = "front.css"


def files():
    """Return the files of the pad, {name: text}."""
    script, style = page_side(Path(__file__).parent / "front" / "front.js")
    texts = (f"(() => {{\n{script}}})();\n", network_script(), style)
    return dict(zip((*SCRIPTS, STYLE_SHEET), texts, strict=True))


def network_script():
    """Return the script that brings the network: for each layer W as float16, b as float32."""
    network = load_network(NETWORK)
    parts = [
        part
        for W, b in zip(network.weights, network.biases, strict=True)
        for part in (W.astype("<f2").tobytes(), b.astype("<f4").tobytes())
    ]
    return f'dig2aiNetwork("{base64.b64encode(b"".join(parts)).decode()}");\n'


def still():
    """Return a still picture of the pad, for where scripts don't run: its words and its PNG."""
    pad = drawing_pad(load_network(NETWORK))
    pad.draw([np.reshape(stroke, (-1, 2)) for stroke in _example()])
    picture = figure_of(pad.sketch, "Drawing pad", "a picture: the pad needs scripts")
    bundle = picture._repr_mimebundle_()
    return html.escape(picture.alt), base64.b64decode(bundle["image/png"])


def place(still, notebook):
    """Return the pad's place in the start page as HTML, and what it is in a sentence.

    `still` is a picture (HTML) for those who have switched scripts off.
    """
    inputs, hidden, outputs = sizes = [int(size) for size in NETWORK.split("-")]
    settings = {"sizes": sizes, "example": _example()}
    accuracy = f"{100 * about_network(NETWORK)['test_accuracy']:.1f} %"
    return (
        f'<div class="front" id="front" data-settings="{html.escape(json.dumps(settings))}">'
        f"<noscript>{still}</noscript></div>\n"
        f'<p class="front-about">A network with {inputs} inputs, {hidden} hidden neurons and '
        f"{outputs} outputs reads along, here in the page. It classifies {accuracy} of MNIST's "
        f'test digits correctly. <a href="{notebook}">See how it works</a>.</p>\n'
    )


def _example():
    """Return the strokes of a three, x, y, x, y ..., that the pad writes by itself."""
    path = STYLES[3]["round"]
    return [(0.5 + 0.66 * (stroke - (0.3, 0.5))).round(3).ravel().tolist() for stroke in path]
