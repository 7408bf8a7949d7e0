"""Sphinx's settings for the site. build.py prepares what it reads, and calls it."""

import json
import re
from pathlib import Path

import addresses
import front_page
import mathematics
from docutils import nodes

project = "Dig2AI"
html_title = "Dig2AI"
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
default_role = "py:obj"  # a name between backticks leads to its place on the page "The package"
autodoc_type_aliases = {name: name for name in ("Array", "ArrayLike", "Arrays", "Labels")}
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_function_parentheses = False
toc_object_entries_show_parents = "hide"
napoleon_custom_sections = [("Attributes", "params_style")]
napoleon_use_rtype = False
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 6
myst_url_schemes = {"http": None, "https": None, "mailto": None, "lite": "{{path}}?{{query}}"}
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["mathematics.css", "site.css"]
html_js_files = ["site.js"]
html_favicon = "static/icon.svg"
html_math_renderer = "mathml"
html_permalinks_icon = "#"
html_copy_source = False
html_use_index = False

# Chosen before Furo, which is lighter: only here does all of it, the menu on a phone included,
# work by keyboard, and every formula or table that scrolls inside itself can be reached.
html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "logo": {"text": "Dig2AI"},
    "navbar_center": [],
    "navbar_persistent": ["search-button"],
    "navbar_end": ["theme-switcher"],
    "article_header_start": [],
    "secondary_sidebar_items": ["page-toc"],
    "show_toc_level": 1,
    "footer_start": ["footer.html"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"**": ["series.html"]}
html_context = {"default_mode": "auto", "repository": addresses.repository()}

formulas = set()  # of all pages, as MathML


def draw(block):
    """Return what writes a formula into a page; `block` if it stands on a line of its own."""

    def write(translator, node):
        formula = mathematics.mathml(node.astext(), block)
        formulas.add(formula)
        translator.body.append(f'<div class="formula">{formula}</div>' if block else formula)
        raise nodes.SkipNode

    return write


def describe(app, page, template, context, document):
    """Give a page the lines that search engines show."""
    descriptions = json.loads(Path(app.srcdir, "descriptions.json").read_text(encoding="utf-8"))
    if page == "index":
        context["title"] = "Build a neural network by hand"
        app.add_css_file(front_page.STYLE_SHEET)
        for script in front_page.SCRIPTS:
            app.add_js_file(script, loading_method="defer")
    if page in descriptions:
        context["metatags"] += f'<meta name="description" content="{descriptions[page]}">\n'


def shorten(app, what, name, thing, options, arguments, result):
    """Undo what Sphinx makes of a short name, like Array, inside another type."""
    return tuple(
        text and re.sub(r"TypeAliasForwardRef\('(\w+)'\)", r"\1", text)
        for text in (arguments, result)
    )


def finish(app, exception):
    """Write the style sheet with the letters of all formulas; drop what no reader needs."""
    if exception is None:
        static = Path(app.outdir) / "_static"
        style_sheet = mathematics.style_sheet(formulas)
        (static / "mathematics.css").write_text(style_sheet, encoding="utf-8")
        # These are for those who work on the theme.
        for path in (*static.rglob("*.map"), *static.glob("webpack-macros.html")):
            path.unlink()


def setup(app):
    """Tell Sphinx about the functions above."""
    app.add_html_math_renderer("mathml", (draw(False), None), (draw(True), None))
    app.connect("autodoc-process-signature", shorten)
    app.connect("html-page-context", describe)
    app.connect("build-finished", finish)
