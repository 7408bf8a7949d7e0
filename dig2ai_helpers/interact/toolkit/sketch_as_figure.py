"""A still picture of a sketch, for pages where widgets don't run."""

from textwrap import wrap

import numpy as np

from ...figures.picture import Picture
from ...palette import PALETTE

LIGHT = {name: colours[0] for name, colours in PALETTE.items()}
CAPTION = 52  # pixels for two or three lines
POINT = 0.72  # points to a pixel, at matplotlib's 100 dots an inch


def figure_of(sketch):
    """Draw a sketch and its caption with matplotlib: a Picture with the sketch's alt."""
    top = CAPTION if sketch.caption else 0
    picture = Picture(sketch.alt, sketch.width / 100, (sketch.height + top) / 100)
    picture.set_facecolor(LIGHT["paper"])
    picture.set_layout_engine("none")
    axes = picture.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, sketch.width), ylim=(sketch.height, -top))
    axes.axis("off")
    for order, shape in enumerate(sketch.shapes):
        DRAW[shape["kind"]](axes, shape, order)
    axes.text(0, 4 - top, "\n".join(wrap(sketch.caption, 98)), fontsize=13 * POINT, va="top")
    return picture


def _floats(numbers, columns):
    return np.frombuffer(numbers, "<f4").reshape(-1, columns)


def _show(axes, shape, colours, order):
    x, y, size = shape["x"], shape["y"], shape["size"]
    extent = (x, x + size, y + size, y)
    axes.imshow(colours, extent=extent, zorder=order, interpolation="nearest", aspect="auto")


def _image(axes, shape, order):
    levels = np.frombuffer(shape["levels"], np.uint8)
    side = int(np.sqrt(levels.size))
    _show(axes, shape, np.repeat(levels.reshape(side, side, 1), 3, axis=2), order)


def _signed(axes, shape, order):
    levels = np.frombuffer(shape["levels"], np.int8) / 127
    side = int(np.sqrt(levels.size))
    colours = np.where(levels[:, None] > 0, _rgb("positive"), _rgb("negative"))  # (n·n, 3)
    _show(axes, shape, _veiled(colours, np.abs(levels), side), order)


def _ink(axes, shape, order):
    levels = np.frombuffer(shape["levels"], np.uint8) / 255
    colours = np.tile(_rgb("faint"), (levels.size, 1))
    _show(axes, shape, _veiled(colours, levels, int(np.sqrt(levels.size))), order)


def _veiled(colours, shares, side):
    """Colours (n·n, 3) that hide a share (n·n,) of what lies under them: (n, n, 4)."""
    opacity = np.rint(255 * shares)[:, None]
    return np.hstack([colours, opacity]).astype(np.uint8).reshape(side, side, 4)


def _rgb(name):
    return np.array([int(LIGHT[name][at : at + 2], 16) for at in (1, 3, 5)])


def _bars(axes, shape, order):
    from matplotlib.collections import PolyCollection  # one artist for all: ten times as fast

    x, y, width, height = _floats(shape["boxes"], 4).T
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    boxes = PolyCollection(
        np.moveaxis(corners, 2, 0), facecolor=LIGHT[shape["colour"]], zorder=order,
        hatch="///" if shape["hatch"] else None, edgecolor=LIGHT["paper"], linewidth=0,
        alpha=shape["strength"],
    )  # fmt: skip
    axes.add_collection(boxes, autolim=False)


def _line(axes, shape, order):
    x, y = _floats(shape["points"], 2).T
    style = (0, (4, 3)) if shape["dashed"] else "-"
    width = shape["width"] * POINT
    axes.plot(x, y, color=LIGHT[shape["colour"]], linewidth=width, linestyle=style, zorder=order)


def _points(axes, shape, order):
    x, y = _floats(shape["points"], 2).T
    colour = LIGHT[shape["colour"]]
    face = LIGHT["paper"] if shape["hollow"] else colour
    area = (2 * shape["radius"] * POINT) ** 2
    axes.scatter(x, y, area, color=face, edgecolors=colour, linewidths=1.4, zorder=order)


def _arrow(axes, shape, order):
    start, end = _floats(shape["points"], 2)
    style = {"color": LIGHT[shape["colour"]], "linewidth": shape["width"] * POINT}
    style |= {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 10}
    axes.annotate("", end, start, arrowprops=style, zorder=order)


def _text(axes, shape, order):
    # matplotlib's own font is wider than a browser's: written smaller, it takes as much room.
    style = {"fontsize": 0.9 * shape["size"] * POINT, "color": LIGHT[shape["colour"]]}
    style |= {"ha": shape["align"], "va": "center_baseline", "zorder": order, "parse_math": False}
    style |= {"fontweight": "bold" if shape["bold"] else "normal"}
    if shape["backed"]:
        style["bbox"] = {"facecolor": LIGHT["paper"], "linewidth": 0, "pad": 1.5}
    axes.text(shape["x"], shape["y"], shape["words"], **style)


def _texts(axes, shape, order):
    places = {"align": "center", "backed": False}
    for (x, y), words in zip(_floats(shape["points"], 2), shape["words"], strict=True):
        _text(axes, {**shape, **places, "x": x, "y": y, "words": words}, order)


DRAW = {
    "image": _image,
    "ink": _ink,
    "signed": _signed,
    "bars": _bars,
    "line": _line,
    "points": _points,
    "arrow": _arrow,
    "text": _text,
    "texts": _texts,
}
