"""A small PNG file of a picture with transparent parts: 256 colours, chosen for such pictures."""

import io

import numpy as np
from PIL import Image

BLOCK = 2**16  # pixels
OPAQUE, FADED = 2**15, 2**11  # drawers for opaque colours, and for others
CLEAR = OPAQUE + FADED  # the last drawer


def small_png(pixels):
    """Return pixels (height, width, 4), bytes, as a PNG file with a palette of 256 colours.

    Pillow's own way leaves eight degrees of transparency, too few for weights drawn as images.
    """
    palette, places = few_colours(pixels.reshape(-1, 4))
    image = Image.fromarray(places.reshape(pixels.shape[:2]))
    image.putpalette(palette[:, :3].tobytes())
    file = io.BytesIO()
    image.save(file, "png", compress_level=8, transparency=palette[:, 3].tobytes())
    return file.getvalue()


def halved(pixels):
    """Return pixels (height, width, 4) at half the size; clear ones lend no colour."""
    half = Image.fromarray(pixels).convert("RGBa").reduce(2)  # premultiplied
    return np.asarray(half.convert("RGBA"))


def few_colours(pixels):
    """Return a palette (at most 256, 4), and for each of the pixels (n, 4) its place in it.

    Similar colours share a drawer: opaque ones have 32 steps of each part, others 4, but 32
    steps of transparency. The fullest drawers each give a colour to the palette, all others join
    the nearest of these.
    """
    kinds = np.empty(len(pixels), np.uint16)
    counts = np.zeros(CLEAR + 1, np.intp)
    example = np.zeros(CLEAR + 1, np.intp)
    for block in blocks(len(pixels)):
        kinds[block] = drawers(pixels[block])
        counts += np.bincount(kinds[block], minlength=CLEAR + 1)
        example[kinds[block]] = np.arange(block.start, block.stop)
    used = np.flatnonzero(counts[:CLEAR])
    colours = pixels[example[used]]
    kept = np.argsort(-counts[used], kind="stable")[:255]
    alpha = colours[:, 3:] / np.float32(255)
    felt = np.hstack([colours[:, :3] * alpha, 510 * alpha])  # faint colours matter less
    gaps = ((felt[:, None] - felt[kept]) ** 2).sum(axis=2)  # (used, kept)
    to_palette = np.zeros(CLEAR + 1, np.uint8)  # 0 is transparent
    to_palette[used] = gaps.argmin(axis=1) + 1
    places = np.concatenate([to_palette[kinds[block]] for block in blocks(len(pixels))])
    return np.vstack([np.zeros((1, 4), np.uint8), colours[kept]]), places


def blocks(n):
    """Cut n pixels into pieces: what is computed of one takes several times its memory."""
    return [slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK)]


def drawers(pixels):
    """Return the number of each pixel's drawer."""
    r, g, b, a = pixels.T.astype(np.uint16)
    opaque = (r >> 3) << 10 | (g >> 3) << 5 | b >> 3
    faded = OPAQUE | (a >> 3) << 6 | (r >> 6) << 4 | (g >> 6) << 2 | b >> 6
    return np.where(a == 255, opaque, np.where(a == 0, CLEAR, faded))
