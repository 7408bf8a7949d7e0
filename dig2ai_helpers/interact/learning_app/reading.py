"""Beside the sheet: how the drawing on it is read, before the training and after."""

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, percent

EMPTY = "Draw a digit, and keep it under its true name."
WIDTH, HEIGHT = 352, 180


def draw_both(image, before, now, trained):
    """Draw an image (784,), and what one network or, once there are two, each of them reads."""
    sketch = Sketch(WIDTH, HEIGHT)
    if not image.any():
        sketch.text(0, 12, "what it sees and reads will stand here", 15, "muted")
        sketch.alt = sketch.caption = EMPTY
        return sketch
    sketch.text(0, 12, "it sees", 15)
    sketch.image(image, 0, 28, 140)
    sketch.frame(0, 28, 140, 140)
    networks = {"before training": before, "now": now} if trained else {"it reads": before}
    words = []
    for place, (title, network) in enumerate(networks.items()):
        row = image[None, :]
        shares, best = network.forward(row)[0], int(network.predict(row)[0])
        middle = 200 + 104 * place
        sketch.text(middle, 12, title, 15, align="center")
        sketch.text(middle, 94, f"{best}", 110, align="center", bold=True)
        sketch.text(middle, 160, percent(shares[best]), 16, align="center")
        words.append(f"{a_number(best)} ({percent(shares[best])})")
    sketch.alt = sketch.caption = f"It reads {words[0]}."
    if trained:
        sketch.alt = sketch.caption = f"Before, it read {words[0]}; now it reads {words[1]}."
    return sketch
