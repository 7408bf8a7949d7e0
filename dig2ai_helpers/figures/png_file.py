"""A small PNG file of a picture with transparent parts: 256 colours, chosen for such pictures."""

import io

import numpy as np
from PIL import Image


def small_png(pixels):
    """Return pixels (height, width, 4), bytes, as a PNG file with a palette of 256 colours.

    Pillow's own way leaves eight degrees of transparency, too few for weights drawn as images.
    """
    palette, places = few_colours(pixels.reshape(-1, 4))
    image = Image.fromarray(places.reshape(pixels.shape[:2]), "P")
    image.putpalette(palette[:, :3].tobytes())
    file = io.BytesIO()
    image.save(file, "png", optimize=True, transparency=palette[:, 3].tobytes())
    return file.getvalue()


def halved(pixels):
    """Return pixels (height, width, 4) at half the size: of each four the mean."""
    height, width = (side // 2 * 2 for side in pixels.shape[:2])
    four = pixels[:height, :width].reshape(height // 2, 2, width // 2, 2, 4).astype(np.float32)
    alpha = four[..., 3:].mean(axis=(1, 3))
    colour = (four[..., :3] * four[..., 3:]).mean(axis=(1, 3)) / np.maximum(alpha, 1 / 255)
    return np.concatenate([colour, alpha], axis=2).round().astype(np.uint8)


def few_colours(pixels):
    """Return a palette (at most 256, 4), and for each of the pixels (n, 4) its place in it.

    Similar colours share a drawer: opaque ones have 32 steps of each part, others 4, but 32
    steps of transparency. The fullest drawers give their means to the palette, all others join
    the nearest of these.
    """
    places = np.zeros(len(pixels), np.uint8)  # 0 is transparent
    seen = pixels[:, 3] > 0
    kinds, counts = drawers(pixels[seen])
    used = np.flatnonzero(counts)
    parts = pixels[seen].astype(float)
    means = np.stack([np.bincount(kinds, parts[:, k])[used] for k in range(4)], axis=1)
    means /= counts[used, None]
    kept = np.argsort(-counts[used], kind="stable")[:255]
    weight = means[:, 3:] / 255
    felt = np.hstack([means[:, :3] * weight, 2 * means[:, 3:]])  # faint colours matter less
    gaps = ((felt[:, None] - felt[kept]) ** 2).sum(axis=2)  # (used, kept)
    to_palette = np.zeros(len(counts), np.uint8)
    to_palette[used] = gaps.argmin(axis=1) + 1
    places[seen] = to_palette[kinds]
    return np.vstack([np.zeros(4), means[kept]]).round().astype(np.uint8), places


def drawers(pixels):
    """Return the number of each pixel's drawer, and how many pixels each drawer holds."""
    r, g, b, a = pixels.T.astype(np.int32)
    opaque = (r >> 3) << 10 | (g >> 3) << 5 | b >> 3
    others = 32768 + ((a >> 3) << 6 | (r >> 6) << 4 | (g >> 6) << 2 | b >> 6)
    kinds = np.where(a == 255, opaque, others)
    return kinds, np.bincount(kinds)
