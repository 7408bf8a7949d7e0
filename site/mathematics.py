"""Formulas become MathML while the site is built, and the pages bring the font for them.

A page then needs no script for its formulas: they stand from the first moment, they print, and
their structure is there for a screen reader. The font is STIX Two Math, cut down to what the
formulas use.
"""

import base64
import io
import logging
import re
import unicodedata
from importlib import resources
from xml.etree import ElementTree

from fontTools import subset
from latex2mathml.converter import convert

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it logs each step

THIN = "0.1667em"
TIGHT = set(".…⋯/@∂")  # signs that stand close to their neighbours
CLOSING = set(")]}‖|⌋!…⋯")  # after one of these, a minus subtracts
RELATIONS = set("=≈<>≤≥→←")
LONG = 20  # in LaTeX: a formula in a line of text that is longer may be broken
SLANTED = [*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)]  # Latin, Greek


def mathml(latex, block):
    """Return a formula as MathML text; `block` if it stands on a line of its own."""
    latex = latex.replace("{aligned}", "{align*}")  # the converter knows only its outer twin
    text = convert(latex, display="block" if block else "inline")
    tree = ElementTree.fromstring(text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))
    for row in list(tree.iter()):
        raise_primes(row)
        space(row, block)
    trees = [tree] if block or len(latex) < LONG else list(pieces(tree))
    return "".join(ElementTree.tostring(each, encoding="unicode") for each in trees)


def pieces(tree):
    """Cut a long formula in a line of text after each relation: only there may the line break."""
    row = tree[0]
    piece = ElementTree.Element("mrow")
    for item in row:
        piece.append(item)
        if (item.tag == "mo" and item.text in RELATIONS) or item is row[-1]:
            whole = ElementTree.Element("math", tree.attrib)
            whole.append(piece)
            yield whole
            piece = ElementTree.Element("mrow")


def raise_primes(row):
    """Take a prime out of the superscript: the font's own prime is raised already."""
    for item in row:
        if item.tag == "msup" and item[1].text == "′":
            item[1].attrib.update(lspace="0", rspace="0")
            item.tag = "mrow"


def space(row, block):
    """Set the spaces in a row of a formula as TeX would, where MathML would have others."""
    for place, item in reversed(list(enumerate(row))):
        before = last_sign(row[:place])
        after = row[place + 1] if place + 1 < len(row) else None
        name = item.text or ""
        if item.tag == "mo" and name in "−-+±" and begins(before):
            item.set("form", "prefix")
        elif item.tag == "mo" and name in TIGHT:
            item.set("lspace", "0")
            item.set("rspace", "0")
        elif item.tag == "menclose":
            item.set("displaystyle", "true" if block else "false")
        if is_function(item):
            if after is not None and after.tag not in ("mo", "mspace"):
                row.insert(place + 1, ElementTree.Element("mspace", width=THIN))
            if before is not None and before.tag in ("mi", "mn", "msub", "msup", "msubsup"):
                row.insert(place, ElementTree.Element("mspace", width=THIN))


def last_sign(items):
    """Return the last of these items that is no space."""
    signs = (item for item in reversed(items) if item.tag != "mspace" and item.text != "\xa0")
    return next(signs, None)


def begins(before):
    """Whether a sign after this item belongs to what follows it, as in 3 · −2."""
    return before is None or (before.tag == "mo" and before.text not in CLOSING)


def is_function(item):
    """Whether this is ln, max, cos or the like, maybe with an exponent or a limit."""
    while item.tag in ("msup", "msub", "munder") and len(item):
        item = item[0]
    return item.tag == "mi" and re.fullmatch("ln|log|max|min|cos|sin|tanh", item.text or "")


def letters(formulas):
    """Return the characters that these MathML texts show, slanted ones too."""
    shown = set()
    for item in ElementTree.fromstring(f"<p>{''.join(formulas)}</p>").iter():
        shown |= set(item.text or "")
    # A browser shows a single letter as its slanted twin, which is a character of its own.
    slanted = {c for c in map(chr, SLANTED) if unicodedata.normalize("NFKC", c) in shown}
    return shown | slanted | {"ℎ", "√"}


def font(characters):
    """Return STIX Two Math with these characters only, as the bytes of a WOFF file."""
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    file = io.BytesIO()
    whole = resources.files("ziamath.fonts") / "STIXTwoMath-Regular.ttf"
    with resources.as_file(whole) as path, subset.load_font(path, options) as cut:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(characters))
        subsetter.subset(cut)
        cut.flavor = "woff"
        cut.save(file)
    return file.getvalue()


def style_sheet(formulas):
    """Return a style sheet that holds the font itself, so that it is there before any text."""
    data = base64.b64encode(font(letters(formulas))).decode()
    return (
        '@font-face { font-family: "Site Math"; '
        f'src: url("data:font/woff;base64,{data}") format("woff"); }}\n'
    )
