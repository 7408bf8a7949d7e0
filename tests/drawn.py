"""What a picture draws, in a few words and numbers that can be stored and compared.

`make pictures` stores them again after a change on purpose.
"""

import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from dig2ai_helpers.figures.picture import STYLE, Picture


def drawn(picture):
    """{"words": list, "numbers": list} of a Picture: its size, and all that it holds."""
    usual = _surroundings(_usual_axes())
    words, numbers = [picture.alt], [*picture.get_size_inches(), picture.dpi]
    numbers += [picture.get_layout_engine().get().get(pad, 0) for pad in ("w_pad", "h_pad")]
    figures = [picture, *picture.subfigs]
    words += [_said(part)[0] for each in figures for part in [*each.texts, *each.legends]]
    for axes in picture.axes:
        own = _surroundings(axes)
        words.append(
            "; ".join(f"{name}: {own[name]}" for name in own if own[name] != usual.get(name))
        )
        numbers += [weighed([*axes.get_position().bounds, *axes.get_xlim(), *axes.get_ylim()])]
        parts = [*axes.lines, *axes.patches, *axes.texts, *axes.images, *axes.collections]
        for part in [*parts, *filter(None, [axes.get_legend()])]:
            told, places = _said(part)
            if words[-1] != told:
                words.append(told)
            numbers.append(weighed(places))
    return {"words": words, "numbers": short(numbers)}


def usual_axes():
    """{name: words} of what surrounds the data where a picture asks for nothing else."""
    return _surroundings(_usual_axes())


@cache
def _usual_axes():
    with rc_context(STYLE):
        return Picture("", 8, 4).subplots()


def _surroundings(axes):
    """{name: words} of what surrounds the data of axes."""
    sides = {
        name: f"{_hex(side.get_edgecolor())} {side.get_linewidth():g}" if side.get_visible() else ""
        for name, side in axes.spines.items()
    }
    titles = [axes.get_title(place) for place in ("left", "center", "right")]
    found = {
        "title": " | ".join(filter(None, titles)),
        "title's font": _font(axes.title),
        "frame": f"{axes.axison}",
    }
    found |= {"ground": _hex(axes.get_facecolor()), "aspect": axes.get_aspect(), **sides}
    return found | _scale("x", axes.xaxis) | _scale("y", axes.yaxis)


def _scale(name, axis):
    """{name: words} of an axis's label and its ticks; where they are fixed, what they say."""
    write, short = axis.get_major_formatter(), axis.get_minor_formatter()
    places, between = axis.get_major_locator(), axis.get_minor_locator()
    kinds = [type(kind).__name__ for kind in (places, write, between, short)]
    ticks = f"{kinds} {[write(share, 0) for share in (0.05, 1, 1000)]}"
    if isinstance(places, FixedLocator):
        written = zip(places.locs, write.format_ticks(places.locs), strict=True)
        ticks = [f"{words} at {place:g}" for place, words in written]
    (tick,) = axis.get_major_ticks(1)
    lines = (tick.tick1line, tick.tick2line, tick.gridline)
    found = {
        "label": axis.get_label_text(),
        "label's font": f"{_font(axis.label)} {axis.labelpad:g}",
        "scale": f"{axis.get_scale()}{' inverted' if axis.get_inverted() else ''}",
        "ticks": ticks,
        "smaller ticks": [f"{place:g}" for place in getattr(between, "locs", [])],
        "marks": [
            f"{_visible(line)} {line.get_color()} {line.get_markersize():g}" for line in lines
        ],
        "grid": f"{tick.gridline.get_linewidth():g} {tick.gridline.get_alpha()}",
        "words": f"{[_visible(each) + _font(each) for each in (tick.label1, tick.label2)]}",
        "pad": f"{tick.get_pad():g}",
    }
    return {f"{name} {part}": words for part, words in found.items()}


def _visible(part):
    return "" if part.get_visible() else "hidden "


def _font(text):
    style = f"{to_hex(text.get_color())} {text.get_fontsize():g} {text.get_ha()} {text.get_va()}"
    turned = f" turned {text.get_rotation():g}" if text.get_rotation() else ""
    return style + turned + (" bold" if text.get_fontweight() == "bold" else "")


def _said(part):
    """What an artist shows, and the numbers that say where."""
    alpha = "" if part.get_alpha() is None else f"alpha {part.get_alpha():g} "
    told, places = _look(part)
    return f"{alpha}{part.get_zorder():g} {told}", places


def _look(part):
    if isinstance(part, Legend):
        kinds = [type(each).__name__ for each in part.legend_handles]
        texts = [f"{_font(text)} {text.get_text()}" for text in part.get_texts()]
        return f"legend {kinds} {texts} {part._loc} {part._ncols} {part.get_frame_on()}", []
    if isinstance(part, Text):
        places = [*part.get_position(), *getattr(part, "xy", ())]
        return f"{_font(part)}{_beside(part)} {part.get_text()}", places
    if isinstance(part, Line2D):
        style = f"{part.get_linestyle()} {part.get_linewidth():g} {part.get_marker()}"
        style += f" {part.get_markersize():g} {part.get_markeredgewidth():g}"
        inside = "hollow" if part.get_markerfacecolor() == "none" else ""
        return f"{to_hex(part.get_color())} {style} {inside}", part.get_xydata()
    if isinstance(part, Patch):
        inside = part.get_patch_transform().transform(part.get_path().vertices)
        edge = f"{_hex(part.get_edgecolor())} {part.get_linewidth():g} {part.get_linestyle()}"
        hatch = f" {part.get_hatch()} {part.get_hatch_linewidth():g}" if part.get_hatch() else ""
        return f"{_hex(part.get_facecolor())} {edge}{hatch}", inside
    if isinstance(part, AxesImage):
        places = [*part.get_extent(), *part.get_clim(), *np.ravel(part.get_array().data)]
        return part.get_cmap().name, places
    colours = [_hex(one) for some in (part.get_facecolor(), part.get_edgecolor()) for one in some]
    ends = [path.get_extents().extents for path in part.get_paths() if len(path.vertices)]
    sizes = part.get_sizes() if hasattr(part, "get_sizes") else []
    places = [*part.get_linewidth(), *sizes, *np.ravel(part.get_offsets().data), *np.ravel(ends)]
    return " ".join(dict.fromkeys([*colours, part.get_hatch() or ""])), places


def _beside(text):
    """What a text has besides its letters: an outline, an arrow."""
    told = " outlined" if text.get_path_effects() else ""
    arrow = getattr(text, "arrow_patch", None)
    if arrow:
        told += f" {type(arrow.get_arrowstyle()).__name__} {_hex(arrow.get_edgecolor())}"
        told += f" {arrow.get_linewidth():g} {arrow.shrinkA:g} {arrow.shrinkB:g}"
    return told


def _hex(colour):
    return to_hex(colour, keep_alpha=True)


def weighed(values):
    """One number that changes with each of these, and with their order."""
    values = np.clip(np.nan_to_num(np.ravel(np.asarray(values, float))), -1e9, 1e9)
    return float(values @ np.cos(0.7 * np.arange(len(values))))


def sketched(sketch):
    """The same of an app's sketch: how often each look and each text occurs, and all places."""
    words, places = [sketch.alt, sketch.caption, sketch.spoken], {}
    for shape in [*sketch.shapes, *sketch.targets]:
        look = []
        for name, value in shape.items():
            here = places.setdefault(shape.get("kind", "target"), [])
            assert isinstance(value, (bytes, str, int, float, list)), f"{name} is for no page"
            if name in ("points", "boxes"):
                here += np.frombuffer(value, "<f4").tolist()
            elif name == "levels":
                signed = shape["kind"] == "signed"
                here += (np.frombuffer(value, np.int8 if signed else np.uint8) / 255).tolist()
            elif name in ("x", "y") or isinstance(value, float):
                here.append(value)
            else:
                look.append(f"{value:g}" if isinstance(value, int) else f"{value}")
        words.append(" ".join(look))
    numbers = [sketch.width, sketch.height, *map(weighed, places.values())]
    words = Counter(OF_THE_MACHINE.sub("…", text) for text in words if text)
    return {"words": [f"{n} × {text}" for text, n in words.items()], "numbers": short(numbers)}


# what a training took, and what rounding leaves
OF_THE_MACHINE = re.compile(r"\d[\d.,]*[\s\u202f](?:ms|s|min)\b|[\d.]+·10⁻\S+")


def compare_with_stored(name, found, path, **tolerance):
    """Compare pictures, a list of what they draw, with those that are stored under a name.

    What was meant to change is stored anew by running the test again with DIG2AI_PICTURES=update.
    """
    if os.environ.get("DIG2AI_PICTURES") == "update":
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        text = json.dumps(dict(sorted((stored | {name: found}).items())), ensure_ascii=False)
        path.write_text(text.replace('"words"', '\n"words"') + "\n", encoding="utf-8")
    stored = json.loads(Path(path).read_text(encoding="utf-8")).get(name)
    if stored is None:
        pytest.fail(f"{path.name} has no {name!r}: run it again with DIG2AI_PICTURES=update")
    for ours, theirs in zip(found, stored, strict=True):
        assert ours["words"] == theirs["words"]
        assert ours["numbers"] == pytest.approx(theirs["numbers"], **tolerance)


def short(numbers):
    return [round(float(f"{n:.8g}"), 6) for n in numbers]
