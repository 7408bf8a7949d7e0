"""The colours that every picture of an app is drawn in, by name."""

# Each colour twice, for a light and for a dark page. Okabe and Ito's, told apart with every
# kind of colour vision; no sketch relies on colour alone.
COLOURS = {
    "ink": ("#1f1f1f", "#ececec"),
    "muted": ("#5c5c5c", "#b0b0b0"),
    "faint": ("#d9d9d9", "#4a4a4a"),
    "paper": ("#ffffff", "#111111"),
    "blue": ("#0072b2", "#5bb8f0"),
    "orange": ("#c65a00", "#f5a83d"),
}
