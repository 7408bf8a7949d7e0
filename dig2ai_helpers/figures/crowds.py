"""A picture of how a network's layers part the digits: each layer's images in a plane."""

import numpy as np
from matplotlib.patches import Ellipse

from ..wording import listed, percent
from .picture import CENTRED, HERE, INK, MUTED, WIDE, Picture, in_style

POINTS = 120  # in a plane: more would only cover one another


@in_style
def planes(places, labels):
    """Draw, for each layer, where images lie in a plane.

    Each image is a small digit. A large digit stands in the middle of its crowd, an ellipse holds
    two thirds of it. The text alternative counts the images whose own middle is the nearest.

    Parameters
    ----------
    places : dict, {name of the layer: array (n, 2)}, three of them
    labels : array (n,)
    """
    middles, nearest = {}, {}
    for name, points in places.items():
        middles[name] = np.array([points[labels == k].mean(axis=0) for k in range(10)])  # (10, 2)
        distances = np.linalg.norm(points[:, None] - middles[name], axis=2)  # (n, 10)
        nearest[name] = np.mean(distances.argmin(axis=1) == labels)
    told = listed([f"{percent(share)} in the {name}" for name, share in nearest.items()])
    picture = Picture(
        f"The same {len(labels):,} images as points in a plane, once for each of {len(places)} "
        "layers, with the middle and the reach of each digit's crowd. The images that lie nearest "
        f"to the middle of their own digit: {told}.",
        width=WIDE,
        height=7.4,
    )
    *panels, corner = picture.subplots(2, 2).ravel()
    for axes, (name, points) in zip(panels, places.items(), strict=True):
        _crowds(axes, points, labels, middles[name])
        axes.set_title(name)
    corner.axis("off")
    words = "small: an image, as its digit\n\nlarge: the middle of a digit's crowd\n\n"
    corner.text(0.1, 0.5, f"{words}ellipse: two thirds of the crowd", va="center")
    return picture


def _crowds(axes, points, labels, middles):
    for digit, middle in enumerate(middles):
        crowd = points[labels == digit]
        shown = points[:POINTS][labels[:POINTS] == digit]
        axes.scatter(*shown.T, s=22, marker=f"${digit}$", color=MUTED, linewidths=0.2, alpha=0.6)
        lengths, directions = np.linalg.eigh(np.cov(crowd.T))  # ascending
        angle = np.degrees(np.arctan2(*directions[::-1, 1]))
        width, height = 3 * np.sqrt(np.maximum(lengths[::-1], 0))  # 1.5 standard deviations
        look = {"facecolor": "none", "edgecolor": HERE, "linewidth": 1.2}
        axes.add_patch(Ellipse(middle, width, height, angle=angle, **look))
        axes.text(*middle, digit, color=INK, size=17, weight="bold", **CENTRED)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(True)
