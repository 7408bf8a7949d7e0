"""The colours of the series, by what they mean: for apps and for still pictures.

Each has a version for light pages, one for dark pages, and a middle one for still pictures, which
stand on both. Each meaning also shows in a sign, a mark or a line's style: no picture relies on
colour alone.
"""

# meaning: (on light, on dark, on both). Contrast with its paper at least 4.5, of the middle one 3.
PALETTE = {
    "ink": ("#1f1f1f", "#ececec", "#808080"),  # text; the digit that was read, in bold with ▶
    "muted": ("#5c5c5c", "#b0b0b0", "#808080"),  # words at the side; training
    "faint": ("#d9d9d9", "#4a4a4a", "#9a9a9a"),  # frames and grids
    "paper": ("#ffffff", "#111111", "none"),
    "positive": ("#b85400", "#f5a83d", "#cc6a14"),  # weights, slopes, ink that speaks for it
    "negative": ("#0068a8", "#5bb8f0", "#2f86c4"),
    "validation": ("#7b3fb3", "#c7a3f2", "#9566cf"),  # digits that were not learned from
    "right": ("#1b7a43", "#63cf92", "#2b9358"),  # and the true digit; with ✓
    "here": ("#00706f", "#4fd1c5", "#1d8c88"),  # what is touched, the step under way, slopes
    "wrong": ("#b3125c", "#f58ab8", "#d1457f"),  # with ✗
}

# The ten classes as countries on a map: "land k" is the ground, "people k" what is written on it,
# with a contrast of at least 4.5. A map is opaque, so that its light tones serve still pictures.
COUNTRIES = {
    "land 0": ("#ffd4d3", "#593030", "#ffd4d3"),
    "land 1": ("#a5e5e8", "#003c3f", "#a5e5e8"),
    "land 2": ("#f4e4b4", "#483c13", "#f4e4b4"),
    "land 3": ("#c8d6ff", "#283051", "#c8d6ff"),
    "land 4": ("#bdf3d9", "#194735", "#bdf3d9"),
    "land 5": ("#f8c7e2", "#48263a", "#f8c7e2"),
    "land 6": ("#bcecff", "#194258", "#bcecff"),
    "land 7": ("#facdaf", "#4a2a11", "#facdaf"),
    "land 8": ("#f1daff", "#463455", "#f1daff"),
    "land 9": ("#cbe0b3", "#2a3815", "#cbe0b3"),
    "people 0": ("#892931", "#ffb1b0", "#892931"),
    "people 1": ("#00636c", "#68e4ea", "#00636c"),
    "people 2": ("#694b00", "#e7cc76", "#694b00"),
    "people 3": ("#384796", "#b4caff", "#384796"),
    "people 4": ("#00643c", "#85e5bb", "#00643c"),
    "people 5": ("#7e2b61", "#ffb1df", "#7e2b61"),
    "people 6": ("#00578c", "#83d9ff", "#00578c"),
    "people 7": ("#823600", "#ffbb86", "#823600"),
    "people 8": ("#643786", "#e2baff", "#643786"),
    "people 9": ("#3a5c00", "#b9dc8d", "#3a5c00"),
}
