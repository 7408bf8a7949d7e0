"""What a still picture draws, in a few words and numbers that can be stored and compared."""

import numpy as np
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
    return {"words": words, "numbers": [round(float(f"{n:.6g}"), 6) for n in numbers]}


def _said(part):
    """What an artist shows, and the numbers that say where."""
    if isinstance(part, Text):
        return f"{to_hex(part.get_color())} {part.get_text()}", [
            *part.get_position(), *getattr(part, "xy", ()),
        ]  # fmt: skip
    if isinstance(part, Line2D):
        style = f"{part.get_linestyle()} {part.get_linewidth():g} {part.get_marker()}"
        return f"{to_hex(part.get_color())} {style}", part.get_xydata()
    if isinstance(part, Patch):
        inside = part.get_patch_transform().transform(part.get_path().vertices)
        return f"{_hex(part.get_facecolor())} {_hex(part.get_edgecolor())}", inside
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
