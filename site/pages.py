"""Turns notebooks and the repository's Markdown into Markdown for the site.

Nothing is run: a page shows what is stored in its notebook. A page stands in the site where its
file stands in the repository, so that paths between pages and pictures stay as they are.
"""

import base64
import html
import posixpath
import re
import struct

# Fenced code, and code between backticks: no link in there is one.
CODE = re.compile(
    r"^ *(?P<fence>```+|~~~+).*?^ *(?P=fence) *$|(?P<ticks>`+).+?(?P=ticks)", re.M | re.S
)
FAR_PICTURE = re.compile(r'!\[(?P<alt>[^\]]*)\]\(https?://[^)]*\)|<img[^>]*src="https?://[^>]*>')
NEAR_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)\s]+)\)")
LINK = re.compile(
    r"(?<=\]\()(?P<target>[^)\s]+)|(?<=^\[)(?P<label>[^\]]+\]: +)(?P<defined>\S+)", re.M
)
HTML_LINK = re.compile(r'(?<=\bhref=")[^"]+')
HTML_PICTURE = re.compile(r'\bsrc(?:set)?="(?P<path>[^"\s]+)')
STORED = re.compile(
    r'<img alt="(?P<alt>[^"]*)"(?: width="(?P<width>\d+)")? '
    r'src="data:image/png;base64,(?P<data>[^"]+)">'
)


class Links:
    """Where the links of all pages lead, and which files beside them the pages show."""

    def __init__(self, root, pages, repository, site, lite):
        self.root, self.pages, self.repository = root, pages, repository
        self.site, self.lite = site, lite  # its address; whether the browser edition is there
        self.shown = set()

    def rewrite(self, text, page):
        """Return a page's Markdown with links that lead where the site has things."""

        def change(part):
            part = FAR_PICTURE.sub(words_for, part)  # the site asks no other host for anything
            part = NEAR_PICTURE.sub(lambda found: self.picture(page, **found.groupdict()), part)
            for found in HTML_PICTURE.finditer(part):
                self.shown.add(self.file(found["path"], page))
            part = LINK.sub(in_markdown, part)
            return HTML_LINK.sub(lambda found: self.target(found[0], page, ".html"), part)

        def in_markdown(found):
            target = self.target(found["target"] or found["defined"], page, ".md")
            return (found["label"] or "") + target

        return outside_code(change, text)

    def target(self, link, page, ending):
        """Return a link to a page with this ending, or else one to the file on GitHub."""
        if link == self.site:
            return "#front"  # the pad on the start page, which alone has this link
        if self.lite and link.startswith(f"{self.site}lite/"):
            # By a scheme of its own (see conf.py): else MyST would look for a page of that name.
            return "lite:" + "../" * page.count("/") + link.removeprefix(self.site)
        if re.match(r"[a-z]+:|#", link):
            return link
        path, _, anchor = link.partition("#")
        file = self.file(path, page)
        if file in self.pages:
            # The start page is the README.
            path = re.sub(r"README\.md$", "index.md", path)
            path = posixpath.splitext(path)[0] + ending
            return f"{path}#{anchor_of(anchor)}" if anchor else path
        kind = "tree" if (self.root / file).is_dir() else "blob"
        return f"https://github.com/{self.repository}/{kind}/HEAD/{file}" + (
            anchor and f"#{anchor}"
        )

    def file(self, path, page):
        """Return the path, from the repository's root, of what a page names."""
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if not (self.root / file).exists():
            raise FileNotFoundError(f"{page} names {file}, which is not there")
        return file

    def picture(self, page, path, alt):
        """Return a picture as HTML."""
        data = (self.root / self.file(path, page)).read_bytes()
        return image(path, html.escape(alt), data)


def outside_code(change, text):
    """Apply a change to all of a Markdown text that is not code."""
    parts, end = [], 0
    for code in CODE.finditer(text):
        parts += [change(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, change(text[end:])])


def anchor_of(text):
    """Return GitHub's and the site's anchor for a heading, from its words or JupyterLab's anchor.

    It has small letters and no punctuation.
    """
    return re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")


def words_for(picture):
    """Return a picture's text alternative."""
    found = re.search(r'alt="([^"]*)"', picture[0])
    return picture["alt"] or (found[1] if found else "")


def image(path, alt, data, shown=None):
    """Return a PNG or SVG picture as HTML that says how large it is, so that no page jumps.

    `shown` is its width in the page, if that is not the file's.
    """
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", data[16:24])
    else:
        head = re.search(rb"<svg[^>]*>", data)[0]
        width, height = (
            int(re.search(rb'\b%s="(\d+)' % name, head)[1]) for name in (b"width", b"height")
        )
    if shown:
        width, height = shown, round(shown * height / width)
    return f'<img src="{path}" alt="{alt}" width="{width}" height="{height}" loading="lazy">'


def notebook_page(notebook, name, links, ways):
    """Return a notebook as Markdown, and its pictures as {path: bytes}.

    `ways` are the places where it can be opened, {name: address}, the best one first.
    """
    parts, pictures = [], {}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(links.rewrite(source, f"notebooks/{name}.ipynb"))
        elif source.strip():
            parts.append(fenced("python", source))
        for number, output in enumerate(cell.get("outputs", [])):
            path = f"pictures/{name}-{cell['id']}-{number}.png"
            text, data = output_page(output, path, ways)
            parts.append(text)
            if data:
                pictures[f"notebooks/{path}"] = data
    title, _, rest = parts[0].partition("\n")
    parts[0] = f"{title}\n\n{offer(name, ways)}\n{rest}"
    return "\n\n".join(parts) + "\n", pictures


def offer(name, ways):
    """Return the ways to run a notebook, as HTML."""
    opened = [
        f'<a class="open" href="{html.escape(address)}">Open in {place}</a>'
        for place, address in ways.items()
    ]
    download = f'<a href="{name}.ipynb" download>Download the notebook</a>'
    return f'<p class="ways">{" ".join([*opened, download])}</p>\n'


def output_page(output, path, ways):
    """Return what a cell printed or drew as Markdown, and the picture's data if it drew."""
    if output["output_type"] == "stream":
        return fenced("text", "".join(output["text"]), "output"), None
    kinds = output.get("data", {})
    stored = STORED.fullmatch("".join(kinds.get("text/html", "")).strip())
    if stored is None:
        raise ValueError(
            f"the site can show text and pictures with a text alternative, no {output}"
        )
    data = base64.b64decode(stored["data"])
    shown = image(path, stored["alt"], data, int(stored["width"] or 0))
    if "".join(kinds["text/plain"]).startswith("<Picture:"):
        return f'<div class="picture">{shown}</div>', data
    place, address = next(iter(ways.items()))
    return (
        f'<figure class="picture app">{shown}<figcaption>A still picture of an app. It moves when '
        f'you run it: <a href="{html.escape(address)}">open this notebook in {place}</a>.'
        "</figcaption></figure>"
    ), data


def fenced(language, text, name=None):
    """Return a block of code, behind a fence that is longer than any within."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    option = f":class: {name}\n" if name else ""
    return f"{fence}{{code-block}} {language}\n{option}\n{text.rstrip()}\n{fence}"
