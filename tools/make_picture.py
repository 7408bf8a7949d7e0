"""Draw the README's picture: a handwritten digit on its way through a small network.

``python tools/make_picture.py`` trains the network on the bundled digits and writes
docs/dig2ai.png. Every shade, line and bar is what the network computes.
"""

import argparse
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from dig2ai_helpers import Network, load_digits, train
from dig2ai_helpers.figures.png_file import small_png
from dig2ai_helpers.palette import PALETTE
from dig2ai_helpers.wording import percent

FILE = Path(__file__).parents[1] / "docs" / "dig2ai.png"
WIDTH, HEIGHT = 12.0, 5.0  # inches; one unit of the drawing is one inch
# The picture is a dark page on every ground.
NIGHT, INK, DIM, FAINT, POSITIVE, NEGATIVE = (
    PALETTE[name][1] for name in ("paper", "ink", "muted", "faint", "positive", "negative")
)
GREY = LinearSegmentedColormap.from_list("grey", ["#000000", "#ffffff"])
SIGNED = LinearSegmentedColormap.from_list("signed", [NEGATIVE, NIGHT, POSITIVE])
SHOWN = 2  # the digit that goes through the network


def main():
    """Draw the picture and store it."""
    digits = load_digits("bundled")
    # From small weights: a pixel that is never inked keeps a weight of nearly 0, and looks it.
    net = Network((784, 12, 10), init="small", seed=2, dtype="float64")
    train(net, digits.train, epochs=20, batch_size=32, learning_rate=0.1, progress=False)
    right = net.predict(digits.test.images) == digits.test.labels
    candidates = digits.test.images[right & (digits.test.labels == SHOWN)]
    sureness = net.forward(candidates)[:, SHOWN]
    image = candidates[np.abs(sureness - 0.85).argmin()]  # sure, but not without a doubt

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=160, facecolor=NIGHT)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
    axes.axis("off")
    draw(axes, net, image)
    FILE.parent.mkdir(exist_ok=True)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    FILE.write_bytes(small_png(np.asarray(canvas.buffer_rgba())))
    print(f"{FILE.name}: the network reads {right.mean():.1%} of the bundled test digits")


def draw(axes, net, image):
    """Draw the image, the hidden neurons and the answers, from left to right."""
    hidden = np.maximum(image @ net.weights[0] + net.biases[0], 0)  # (12,)
    probabilities = net.forward(image[None])[0]  # (10,)
    neurons = [(4.0 + 1.1 * (i % 2), 4.0 - 0.6 * (i // 2) - 0.3 * (i % 2)) for i in range(12)]
    answers = [(8.6, 4.1 - 0.39 * digit) for digit in range(10)]

    for (x, y), strength in zip(neurons, hidden / hidden.max(), strict=True):
        line(axes, (2.62, 2.35), (x, y), strength, INK)
    flows = hidden[:, None] * net.weights[1]  # (12, 10): what each neuron adds to each score
    for neuron, digit in np.ndindex(*flows.shape):
        flow = flows[neuron, digit] / np.abs(flows).max()
        look = (
            (POSITIVE, "-") if flow > 0 else (NEGATIVE, (0, (4, 2)))
        )  # dashes tell them apart, too
        line(axes, neurons[neuron], answers[digit], abs(flow), *look)

    tile(axes, image, (1.42, 2.35), 2.4, GREY, 0, 1, DIM)
    reach = 0.7 * np.abs(net.weights[0]).max()
    for weights, place, active in zip(net.weights[0].T, neurons, hidden > 0, strict=True):
        tile(axes, weights, place, 0.55, SIGNED, -reach, reach, INK if active else FAINT)
    for digit, ((x, y), share) in enumerate(zip(answers, probabilities, strict=True)):
        bar(axes, x, y, digit, share, digit == probabilities.argmax())

    for x, words, formula in (
        (1.42, "an image: 784 numbers", "$x$"),
        (4.55, "12 neurons: what each looks for", "$a = \\mathrm{relu}(x\\,W_1 + b_1)$"),
        (9.75, "ten probabilities: the answer", "$p = \\mathrm{softmax}(a\\,W_2 + b_2)$"),
    ):
        axes.text(x, 4.66, words, color=INK, size=13, ha="center", va="center")
        axes.text(x, 0.26, formula, color=DIM, size=14, ha="center", va="center")


def line(axes, start, end, strength, colour, style="-"):
    """Draw a line that is as strong as what flows along it."""
    axes.plot(*zip(start, end, strict=True), color=colour, linestyle=style, zorder=1,
              linewidth=0.4 + 3.2 * strength, alpha=0.06 + 0.8 * strength)  # fmt: skip


def tile(axes, pixels, centre, size, colours, low, high, frame):
    """Draw 784 numbers as a square with a thin frame."""
    (x, y), half = centre, size / 2
    extent = (x - half, x + half, y - half, y + half)
    axes.imshow(pixels.reshape(28, 28), cmap=colours, vmin=low, vmax=high, extent=extent, zorder=2)
    axes.plot([x - half, x + half, x + half, x - half, x - half],
              [y - half, y - half, y + half, y + half, y - half],
              color=frame, linewidth=1, zorder=3)  # fmt: skip


def bar(axes, x, y, digit, share, chosen):
    """Draw a digit and its probability as a bar, with the figure beside the chosen digit's."""
    colour = INK if chosen else DIM
    weight = "bold" if chosen else "normal"
    words = f"▶ {digit}" if chosen else f"{digit}"
    axes.text(x + 0.32, y, words, color=colour, size=15, weight=weight, ha="right", va="center")
    axes.barh(y, 2.05, left=x + 0.5, height=0.2, color=FAINT, alpha=0.4, zorder=2)
    axes.barh(y, 2.05 * share, left=x + 0.5, height=0.2, color=colour, zorder=3)
    if chosen:
        axes.text(x + 2.62, y, percent(share), color=INK, size=12.5, weight="bold", va="center")


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
