"""Draw the pictures of docs/visual-language.md: ``python tools/make_language.py``."""

import argparse
from pathlib import Path

import numpy as np
from matplotlib.patches import Rectangle

from dig2ai_helpers import Network, figures, load_digits, train
from dig2ai_helpers.figures.picture import in_style
from dig2ai_helpers.palette import PALETTE

FOLDER = Path(__file__).parents[1] / "docs" / "language"
SIGNS = {
    "ink": "▶ 3", "muted": "words", "faint": "frames", "positive": "+0.4", "negative": "−0.4",
    "validation": "- -", "right": "✓ 3", "here": "∂ 0.3", "wrong": "✗ 5",
}  # fmt: skip


def main():
    """Draw all and store them."""
    FOLDER.mkdir(exist_ok=True)
    digits = load_digits("bundled")
    net = Network((784, 16, 10), dtype="float64")
    history = train(net, digits.train, digits.validation, epochs=8, progress=False)
    images, labels = digits.test.images, digits.test.labels
    probabilities = net.forward(images)
    unsure = [0, *np.argsort(probabilities.max(axis=1))[:3]]
    pictures = {
        "curves": figures.training_curves(history),
        "digits": figures.predictions(images[unsure], probabilities[unsure], labels[unsure]),
        "weights": figures.weights_as_images(net.weights[0]),
        "table": figures.confusion(table_of(labels, net.predict(images))),
    }
    for name, picture in pictures.items():
        write(name, picture)
        print(f"{name}: {picture.alt}")
    write("colours", colours())


def table_of(labels, read):
    """Count how often each digit is read as which."""
    table = np.zeros((10, 10), int)
    np.add.at(table, (labels, read), 1)
    return table


@in_style
def colours():
    """Draw each meaning's three colours, on the ground that each is for, with its sign."""
    figure = figures.Picture("", width=7, height=0.36 * len(SIGNS) + 0.4)
    axes = figure.subplots()
    axes.axis("off")
    axes.set(xlim=(0, 7), ylim=(len(SIGNS), -0.8))
    for place, words in enumerate(("on light pages", "on dark pages", "still pictures")):
        axes.text(2.45 + 1.8 * place, -0.35, words, ha="center", va="center")
    for row, (name, sign) in enumerate(SIGNS.items()):
        axes.text(0, row + 0.5, name, weight="bold", va="center")
        for place, colour in enumerate(PALETTE[name]):
            left, ground = 1.6 + 1.8 * place, PALETTE["paper"][place]
            axes.add_patch(Rectangle((left, row), 1.7, 1, color=ground, linewidth=0))
            axes.add_patch(Rectangle((left + 0.15, row + 0.2), 0.5, 0.6, color=colour))
            axes.text(left + 0.8, row + 0.5, sign, color=colour, va="center")
    return figure


def write(name, picture):
    """Store a picture as a small PNG."""
    (FOLDER / f"{name}.png").write_bytes(picture.png())


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
