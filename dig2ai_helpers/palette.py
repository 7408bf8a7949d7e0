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
