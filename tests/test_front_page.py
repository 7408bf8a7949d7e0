"""The pad of the site's start page computes what the package computes: see site/front_page.py."""

import json
import shutil
import subprocess
from pathlib import Path

import front_page
import numpy as np
import pytest
from drawings import drawings

from dig2ai_helpers import load_network
from dig2ai_helpers.digits.handwriting import strokes_as_mnist
from dig2ai_helpers.interact.pad.reading import draw_reading
from dig2ai_helpers.interact.sheet.drawing_sheet import pack, unpack
from dig2ai_helpers.interact.toolkit.sketch import Sketch

READER = Path(__file__).parent / "page" / "read_drawings.js"
BY_KEYBOARD = [  # straight, on a grid of steps of 0.04, and as symmetric as no hand draws
    [[(0.5, 0.1), (0.5, 0.9)]],
    [[(0.1, 0.5), (0.9, 0.5)]],
    [[(0.3, 0.1), (0.7, 0.1), (0.7, 0.9), (0.3, 0.9), (0.3, 0.1)]],
    [[(0.1, 0.3), (0.9, 0.3)], [(0.1, 0.7), (0.9, 0.7)]],
    [[(0.1, 0.1), (0.9, 0.9)], [(0.9, 0.1), (0.1, 0.9)]],
    [[(0.5, 0.5)]],
    [[(0.5, 0.5), (0.5, 0.5)], [(0.5, 0.5), (0.52, 0.5), (0.52, 0.5), (0.5, 0.5)]],
    [[(0.0, 0.0), (1.0, 1.0)], [(1.0, 0.0)]],
]


@pytest.fixture(scope="module")
def thousand():
    """Drawings as they lie on a sheet: in float32."""
    by_hand = [drawing.strokes for seed in range(3) for drawing in drawings(seed)]
    return [unpack(pack(strokes)) for strokes in [*by_hand, *BY_KEYBOARD]]


@pytest.fixture(scope="module")
def page(thousand):
    """What the page's scripts make of them."""
    if shutil.which("node") is None:
        pytest.skip("Node is not installed")
    asked = {
        "script": front_page.network_script(),
        "sizes": [784, 128, 10],
        "drawings": [[stroke.ravel().tolist() for stroke in strokes] for strokes in thousand],
    }
    command = ["node", READER]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_page_makes_the_same_images_of_a_thousand_drawings(thousand, page):
    assert len(page) == len(thousand) > 1000
    images = np.array([strokes_as_mnist(strokes) for strokes in thousand])
    assert np.abs(np.array([each["image"] for each in page]) - images).max() < 1e-6


def test_the_page_gives_the_same_probabilities_and_words(thousand, page):
    images = np.array([strokes_as_mnist(strokes) for strokes in thousand])
    probabilities = load_network(front_page.NETWORK).forward(images)
    theirs = np.array([each["probabilities"] for each in page])
    assert np.abs(theirs - probabilities).max() < 1e-4
    for image, own, each in zip(images, theirs, page, strict=True):
        sketch = Sketch(352, 400)
        draw_reading(sketch, 0, image, own, int(own.argmax()))
        assert each["words"] == sketch.caption


def test_all_that_the_pad_needs_is_at_most_400_kilobytes():
    sizes = {name: len(text.encode()) for name, text in front_page.files().items()}
    assert sum(sizes.values()) <= 400_000, sizes


def test_the_pad_says_what_its_network_is_and_where_it_is_explained():
    place = front_page.place('<img src="still.png">', "notebooks/00.html")
    assert '<noscript><img src="still.png"></noscript>' in place
    assert "784 inputs, 128 hidden neurons and 10 outputs" in place
    assert "98.8 % of MNIST's test digits" in place and 'href="notebooks/00.html"' in place


def test_a_symmetric_drawing_is_placed_alike_whatever_the_last_bits():
    line = np.array([(0.1, 0.5), (0.9, 0.5)])
    for shift in np.linspace(-0.05, 0.05, 21):
        columns = strokes_as_mnist([line + np.array([shift, 0])]).reshape(28, 28).any(axis=0)
        assert np.flatnonzero(columns)[0] == 4  # of 4.5, the even one
