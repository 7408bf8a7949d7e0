"""A still picture of a sketch, for pages where widgets don't run."""

from textwrap import wrap

import numpy as np
from matplotlib import rc_context

from ...figures.picture import Picture, in_style
from ...palette import COUNTRIES, PALETTE

MIDDLE = {name: colours[2] for name, colours in (PALETTE | COUNTRIES).items()}
MIDDLE["paper"] = PALETTE["paper"][0]  # words and stripes on a colour, and the ink on a sheet
TITLE, CAPTION = 30, 52  # pixels for a line, and for two or three
MARGIN = 10  # pixels
POINT = 0.72  # points to a pixel, at matplotlib's 100 dots an inch
WIDE = 0.56  # of a letter's size is its width
HEAD = 8  # pixels from an arrow's tip to where its line ends
STEP = 1.5  # pixels: how finely a line is cut where something lies on it


@in_style
@rc_context({"text.parse_math": False})  # a $ in a reader's words is a $, as on the page
def figure_of(sketch, title="", note=""):
    """Draw a sketch and its caption with matplotlib: a Picture, on light and on dark pages.

    Its ground is transparent, so that a line is cut where a page would lay paper on it.
    `title` and `note` stand above it, and begin its text alternative.
    """
    top = (TITLE if title else 0) + (CAPTION if sketch.caption else 0)
    alt = f"{title}, {note}. {sketch.alt}" if title else sketch.alt
    size = np.array([sketch.width, sketch.height + top]) + 2 * MARGIN
    picture = Picture(alt, *size / 100)
    picture.set_layout_engine("none")
    axes = picture.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-MARGIN, sketch.width + MARGIN), ylim=(sketch.height + MARGIN, -top - MARGIN))
    axes.axis("off")
    for order, shape in enumerate(sketch.shapes):
        DRAW[shape["kind"]](axes, {**shape, "holes": _holes(sketch.shapes[order + 1 :])}, order)
    style = {"fontsize": 13 * POINT, "va": "top", "color": MIDDLE["ink"]}
    if title:
        bold = style | {"fontweight": "bold"}
        axes.text(0, 6 - top, title, **bold)
        right = bold | {"ha": "right", "color": MIDDLE["here"]}
        axes.text(sketch.width, 6 - top, f"▷ {note}", **right)
    caption = "\n".join(wrap(sketch.caption, 108))
    axes.text(0, 4 - (CAPTION if sketch.caption else 0), caption, **style)
    return picture


def _holes(shapes):
    """Boxes (n, 4), left, top, right, bottom, that shapes would cover with paper."""
    boxes = []
    for shape in shapes:
        if shape["kind"] == "text" and shape["backed"]:
            width, half = WIDE * shape["size"] * len(shape["words"]) + 4, 0.6 * shape["size"]
            left = shape["x"] - {"left": 2, "center": width / 2, "right": width - 2}[shape["align"]]
            boxes.append((left, shape["y"] - half, left + width, shape["y"] + half))
        if shape["kind"] == "points" and shape["hollow"]:
            r = 0.75 * shape["radius"]  # the box within the circle
            boxes += [(x - r, y - r, x + r, y + r) for x, y in _floats(shape["points"], 2)]
    return np.array(boxes).reshape(-1, 4)


def _cut(points, holes):
    """Points (m, 2) along a line, NaN where it runs through a hole."""
    if not len(holes):
        return points
    lengths = np.hypot(*np.diff(points, axis=0).T)
    way = np.concatenate([[0], np.cumsum(lengths)])
    at = np.union1d(np.arange(0, way[-1], STEP), way)
    fine = np.stack([np.interp(at, way, column) for column in points.T], axis=1)
    x, y = fine[:, 0, None], fine[:, 1, None]
    left, top, right, bottom = holes.T
    hidden = ((x > left) & (x < right) & (y > top) & (y < bottom)).any(axis=1)
    return np.where(hidden[:, None], np.nan, fine)


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


def _ink(axes, shape, order):
    levels = np.frombuffer(shape["levels"], np.uint8)[:, None]
    _squares(axes, shape, _rgb("faint"), levels, order)


def _signed(axes, shape, order):
    levels = np.frombuffer(shape["levels"], np.int8).astype(int)[:, None]  # (n·n, 1)
    full = np.where(levels > 0, _rgb("positive"), _rgb("negative"))
    _squares(axes, shape, full, 2 * np.abs(levels), order)


def _squares(axes, shape, colours, alpha, order):
    side = int(np.sqrt(len(alpha)))
    both = np.broadcast_arrays(colours, alpha)[0], alpha
    _show(axes, shape, np.hstack(both).astype(np.uint8).reshape(side, side, 4), order)


def _rgb(name):
    return np.array([int(MIDDLE[name][at : at + 2], 16) for at in (1, 3, 5)])


def _bars(axes, shape, order):
    from matplotlib.collections import PolyCollection  # one artist for all: ten times as fast

    x, y, width, height = _floats(shape["boxes"], 4).T
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    boxes = PolyCollection(
        np.moveaxis(corners, 2, 0), facecolor=MIDDLE[shape["colour"]], zorder=order,
        hatch="///" if shape["hatch"] else None, edgecolor=MIDDLE["paper"], linewidth=0,
        alpha=shape["strength"],
    )  # fmt: skip
    axes.add_collection(boxes, autolim=False)


def _line(axes, shape, order):
    x, y = _cut(_floats(shape["points"], 2), shape["holes"]).T
    style = (0, (4, 3)) if shape["dashed"] else "-"
    width = shape["width"] * POINT
    style = {"linestyle": style, "alpha": 0.5 if shape["colour"] == "faint" else 1}
    axes.plot(x, y, color=MIDDLE[shape["colour"]], linewidth=width, zorder=order, **style)


def _points(axes, shape, order):
    x, y = _floats(shape["points"], 2).T
    colour = MIDDLE[shape["colour"]]
    face = "none" if shape["hollow"] else colour
    area = (2 * shape["radius"] * POINT) ** 2
    axes.scatter(x, y, area, color=face, edgecolors=colour, linewidths=1.4, zorder=order)


def _arrow(axes, shape, order):
    start, end = _floats(shape["points"], 2)
    length = np.hypot(*(end - start))
    neck = end - (end - start) * min(HEAD / length, 1)
    shaft = {**shape, "points": np.array([start, neck], "<f4").tobytes(), "dashed": False}
    _line(axes, shaft, order)
    style = {"color": MIDDLE[shape["colour"]], "linewidth": shape["width"] * POINT}
    style |= {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": 10}
    axes.annotate("", end, neck, arrowprops=style, zorder=order)


def _text(axes, shape, order):
    # matplotlib's own font is wider than a browser's: written smaller, it takes as much room.
    style = {"fontsize": 0.9 * shape["size"] * POINT, "color": MIDDLE[shape["colour"]]}
    style |= {"ha": shape["align"], "va": "center_baseline", "zorder": order, "parse_math": False}
    style |= {"fontweight": "bold" if shape["bold"] else "normal"}
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
