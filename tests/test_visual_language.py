"""The visual language: colours by meaning, read on both grounds, and one style for all pictures."""

import io
import re

import numpy as np
import pytest
from matplotlib import rc_context, rcParams
from PIL import Image
from test_links import ROOT

from dig2ai_helpers import figures, wording
from dig2ai_helpers.figures.image_axes import SIGNED
from dig2ai_helpers.figures.png_file import few_colours, halved, small_png
from dig2ai_helpers.palette import COUNTRIES, PALETTE

LIGHT, DARK = "#ffffff", "#111111"
PAGE = (ROOT / "docs" / "visual-language.md").read_text(encoding="utf-8")
COLOURS = [name for name in PALETTE if name != "paper"]
HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b")


def rgb(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return np.array([int(digits[at : at + 2], 16) for at in (0, 2, 4)]) / 255


def contrast(one, other):
    """The contrast of two colours as WCAG 2.2 defines it."""
    brightness = []
    for colour in (one, other):
        share = rgb(colour)
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        brightness.append(linear @ (0.2126, 0.7152, 0.0722) + 0.05)
    return max(brightness) / min(brightness)


def test_black_on_white_has_the_contrast_that_everybody_knows():
    assert contrast("#000", "#fff") == pytest.approx(21)


@pytest.mark.parametrize("name", [name for name in COLOURS if name != "faint"])
def test_a_colour_is_read_on_its_ground(name):
    light, dark, both = PALETTE[name]
    assert contrast(light, LIGHT) >= 4.5 and contrast(dark, DARK) >= 4.5
    assert contrast(both, LIGHT) >= 3 and contrast(both, DARK) >= 3


@pytest.mark.parametrize("ground", range(10))
def test_every_class_is_read_in_every_country(ground):
    for k in range(10):
        for land, people in zip(COUNTRIES[f"land {ground}"], COUNTRIES[f"people {k}"], strict=True):
            assert contrast(land, people) >= 4.5


@pytest.mark.parametrize("name", COLOURS)
def test_the_page_says_what_each_colour_means(name):
    assert re.search(rf"^\| [^|]*`{name}`[^|]* \| \w", PAGE, re.MULTILINE)


@pytest.mark.parametrize("room", ["figures", "interact"])
def test_python_code_names_colours_by_their_meanings(room):
    for path in (ROOT / "dig2ai_helpers" / room).rglob("*.py"):
        assert HEX.findall(path.read_text(encoding="utf-8")) == [], path


def test_the_pictures_of_the_page_are_there_small_and_stand_on_both_grounds():
    named = re.findall(r"\]\(language/(\w+)\.png\)", PAGE)
    stored = {path.stem: path for path in (ROOT / "docs" / "language").glob("*.png")}
    assert set(named) == set(stored)
    for path in stored.values():
        assert path.stat().st_size < 40_000
        assert Image.open(path).convert("RGBA").getpixel((0, 0))[3] == 0


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.png())).convert("RGBA"))


def test_a_still_picture_is_clear_sharp_and_shown_at_its_own_size():
    picture = figures.surprise_curve([0.1, 1])
    shown = pixels(picture)
    assert shown.shape == (680, 1600, 4)
    assert (shown[[0, -1], :, 3] == 0).all() and (shown[:, [0, -1], 3] == 0).all()  # room around
    assert ' width="800" src=' in picture._repr_mimebundle_()["text/html"]


def test_the_readers_own_style_changes_no_picture_and_stays():
    plain = figures.surprise_curve([0.1, 1]).png()
    theirs = {"font.size": 20, "axes.facecolor": "red", "lines.linewidth": 9, "axes.grid": True}
    theirs |= {"image.origin": "lower", "image.cmap": "jet", "text.usetex": True}
    with rc_context(theirs):
        assert figures.surprise_curve([0.1, 1]).png() == plain
        assert rcParams["font.size"] == 20


def test_half_the_size_keeps_colours_and_counts_a_clear_pixel_as_no_colour():
    four = np.array([[[200, 0, 0, 255]] * 2, [[0, 0, 0, 0]] * 2], np.uint8)
    (((red, green, blue, alpha),),) = halved(four).tolist()
    assert abs(red - 200) <= 2 and green == blue == 0 and abs(alpha - 127.5) <= 1
    assert halved(np.zeros((5, 7, 4), np.uint8)).shape == (3, 4, 4)


def test_few_colours_stay_as_they_are():
    few = np.array([[255, 0, 0, 255], [0, 0, 0, 0], [10, 20, 30, 128], [255, 0, 0, 255]], np.uint8)
    palette, places = few_colours(few)
    assert np.array_equal(palette[places], few)


def test_degrees_of_transparency_stay_apart():
    fading = np.zeros((256, 4), np.uint8)
    fading[:, 0], fading[:, 3] = 200, np.arange(256)
    palette, places = few_colours(fading)
    kept = palette[places].astype(int)
    assert np.abs(kept[:, 3] - np.arange(256)).max() <= 8
    assert (kept[1:, 0] == 200).all()


def test_a_file_keeps_colours_apart_that_differ_by_a_step():
    shades = [[0, 0, 0, alpha] for alpha in range(0, 255, 8)]
    for alpha, step in ((255, 8), (128, 64)):  # more of what is opaque
        for part in range(3):
            alone = np.eye(4, dtype=int)[part]
            shades += [[0, 0, 0, alpha] + value * alone for value in range(step, 256, step)]
    drawn = np.array([shades], np.uint8)
    found = np.asarray(Image.open(io.BytesIO(small_png(drawn))).convert("RGBA"))
    assert np.array_equal(found, drawn)
    palette, _ = few_colours((drawn[0, 32:] | [7, 7, 7, 0]).astype(np.uint8))
    near, _ = few_colours(np.concatenate([drawn[0, 32:], drawn[0, 32:] | [7, 7, 7, 0]]))
    assert len(palette) == len(near) == len(shades) - 31  # the clear one is in every palette


def test_more_colours_than_the_palette_holds_end_near_their_own():
    rng = np.random.default_rng(0)
    many = rng.integers(0, 256, (5000, 4)).astype(np.uint8)
    many[:4000] = (50, 60, 70, 255)
    palette, places = few_colours(many)
    assert len(palette) == 256 and np.array_equal(palette[places[:4000]], many[:4000])
    error = np.abs(palette[places].astype(int) - many)[4000:]
    assert error[:, 3].mean() < 30


def test_signed_colours_are_clear_only_at_zero():
    shades = SIGNED(np.array([0, 0.25, 0.499, 0.501, 0.75, 1]))  # from -1 to 1
    assert shades[:, 3] == pytest.approx([1, 0.5, 0, 0, 0.5, 1], abs=0.02)
    assert shades[0, 2] > shades[0, 0] and shades[-1, 0] > shades[-1, 2]  # blue, orange


def test_names_at_the_ends_of_curves_stand_apart():
    x = np.arange(5.0)
    lines = {f"curve {k}": x + 0.01 * k for k in range(4)}
    picture = figures.curves(x, lines, "x", "y")
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts]
    assert len(boxes) == 4
    for place, box in enumerate(boxes):
        assert picture.bbox.x0 <= box.x0 and box.x1 <= picture.bbox.x1
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])


@pytest.mark.parametrize(
    "value, words",
    [
        (0.123, "0.12"), (-0.5, "−0.5"), (0, "0"), (-0.0, "0"), (1234.5, "1,200"), (7, "7"),
        (1e-6, "0.000001"), (1e-7, "0.0000001"), (9e-8, "nearly 0"), (-1e-9, "nearly 0"),
        (999, "1,000"), (990, "990"), (np.inf, "no finite number"),
        (np.nan, "no finite number"), (-1500, "−1,500"),
    ],
)  # fmt: skip
def test_numbers_have_few_digits_and_no_exponent(value, words):
    assert wording.figure(value) == words


def test_signs_are_those_of_the_series():
    assert wording.percent(0.9734, 1) == "97.3 %"
    assert wording.percent(-0.06) == "−6 %"
    assert wording.figure(0.98765, digits=4) == "0.9877"
    assert wording.figure(999.5, digits=4) == "999.5"
    assert wording.signs("784-10 at -1: 97%") == "784-10 at −1: 97 %"


@pytest.mark.parametrize(
    "words, sentence",
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_in_a_sentence(words, sentence):
    assert wording.listed(words) == sentence


SHEETS = sorted((ROOT / "dig2ai_helpers" / "interact").rglob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_style_sheets_colours_are_the_palettes_or_the_pages(path):
    """Greys are free; a colour in `var(--jp-…, …)` stands in where JupyterLab's is not."""
    palette = {tone for tones in PALETTE.values() for tone in tones}
    own = re.sub(r"var\(--jp-[^()]*\)", "", path.read_text(encoding="utf-8"))
    strange = {colour for colour in HEX.findall(own) if np.ptp(rgb(colour)) > 0.1}
    assert strange <= palette
