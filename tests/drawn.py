"""What a picture draws, in a few words and numbers that can be stored and compared.

`make pictures` stores them again after a change on purpose.
"""

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text


def drawn(picture):
    """{"words": list, "numbers": list} of a Picture: its size, and all that its axes hold."""
    words, numbers = [], [float(size) for size in picture.get_size_inches()]
    for axes in picture.axes:
        words += [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
        words += [axes.get_xscale(), axes.get_yscale()]
        numbers += [*axes.get_xlim(), *axes.get_ylim()]
        for part in [*axes.lines, *axes.patches, *axes.texts, *axes.images, *axes.collections]:
            told, places = _said(part)
            if words[-1] != told:
                words.append(told)
            numbers.append(_sum(places))
    return {"words": words, "numbers": _short(numbers)}


def _said(part):
    """What an artist shows, and the numbers that say where."""
    if isinstance(part, Text):
        style = (
            f"{to_hex(part.get_color())} {part.get_fontsize():g} {part.get_ha()} {part.get_va()}"
        )
        return f"{style} {part.get_text()}", [
            *part.get_position(), *getattr(part, "xy", ()),
        ]  # fmt: skip
    if isinstance(part, Line2D):
        style = f"{part.get_linestyle()} {part.get_linewidth():g} {part.get_marker()}"
        style += f" {part.get_markersize():g} {part.get_markeredgewidth():g}"
        return f"{to_hex(part.get_color())} {style}", part.get_xydata()
    if isinstance(part, Patch):
        inside = part.get_patch_transform().transform(part.get_path().vertices)
        edge = f"{_hex(part.get_edgecolor())} {part.get_linewidth():g}"
        return f"{_hex(part.get_facecolor())} {edge}", inside
    if isinstance(part, AxesImage):
        return part.get_cmap().name, [*part.get_extent(), *np.ravel(part.get_array().data)]
    ends = [path.get_extents().extents for path in part.get_paths() if len(path.vertices)]
    return "", [*np.ravel(part.get_offsets().data), *np.ravel(ends)]


def _hex(colour):
    return to_hex(colour, keep_alpha=True)


def _sum(values):
    """One number that changes with each of these, and with their order."""
    values = np.nan_to_num(np.ravel(np.asarray(values, float)), posinf=1e9, neginf=-1e9)
    return float(values @ np.cos(0.7 * np.arange(len(values))))


def sketched(sketch):
    """The same of an app's sketch, in which the numbers of texts may depend on the machine."""
    words, places = [sketch.alt, sketch.caption], {"size": [sketch.width, sketch.height]}
    for shape in [*sketch.shapes, *sketch.targets]:
        here = places.setdefault(shape.get("kind", "target"), [])
        told = []
        for name, value in shape.items():
            if name in ("points", "boxes"):
                here += np.frombuffer(value, "<f4").tolist()
            elif name == "levels":
                signed = shape["kind"] == "signed"
                here += (np.frombuffer(value, np.int8 if signed else np.uint8) / 255).tolist()
            elif isinstance(value, int | float):
                here.append(value)
            else:
                told.append(str(value))
        words.append(" ".join(told))
    words = dict.fromkeys(re.sub(r"\d[\d.,]*", "N", text) for text in words)
    return {"words": [*words, *places], "numbers": _short(map(_sum, places.values()))}


def compare_with_stored(name, found, path, **tolerance):
    """Compare pictures, a list of what they draw, with those that are stored under a name."""
    if os.environ.get("DIG2AI_PICTURES") == "update":
        stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        text = json.dumps(dict(sorted((stored | {name: found}).items())), ensure_ascii=False)
        path.write_text(text.replace('"words"', '\n"words"') + "\n", encoding="utf-8")
    stored = json.loads(Path(path).read_text(encoding="utf-8"))[name]
    for ours, theirs in zip(found, stored, strict=True):
        assert ours["words"] == theirs["words"]
        assert ours["numbers"] == pytest.approx(theirs["numbers"], **tolerance)


def _short(numbers):
    return [round(float(f"{n:.6g}"), 6) for n in numbers]
