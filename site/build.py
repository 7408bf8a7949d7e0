"""Build the site: ``python site/build.py [FOLDER]``; the folder is build/site by default.

The pages are first written as Markdown, into a folder beside; Sphinx does the rest. A warning
ends the build, so a link within the site that leads nowhere does, too.
"""

import argparse
import html
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from sphinx.cmd.build import build_main

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "tools"), str(ROOT)]

import addresses  # noqa: E402
import front_page  # noqa: E402
from pages import Links, image, notebook_page  # noqa: E402
from reference import package_page  # noqa: E402

SERIES = re.compile(r"^\| (\d\d) \| \[([^\]]+)\]\(notebooks/([^)]+)\.ipynb\) \| (.+?) \|", re.M)
LITE = "lite"  # the folder of the browser edition, which is built before the pages
STILL = "_static/front.png"  # of the pad, where scripts don't run
ROOT_PAGES = ("CONTRIBUTING.md", "CHANGELOG.md")


def page_files():
    """Return the paths of all files that become pages; the README is the first."""
    found = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("docs/**/*.md")]
    inner = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return ["README.md", *inner, *ROOT_PAGES]


def description(text):
    """Return the first paragraph of a Markdown text, without its marks."""
    for part in re.split(r"\n\s*\n", text):
        if re.match(r"\w|\*\*", part):
            plain = re.sub(r"\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])", r"\1", part)
            unmarked = re.sub(r"[*`]|\b_|_\b", "", plain)  # a name keeps the _ within
            return re.sub(r"\s+", " ", unmarked).strip()
    return ""


def title(text):
    """Return a Markdown text's title."""
    return re.search(r"^# (.+)$", text, re.M)[1]


def contents(caption, entries):
    """Return a list of pages, {path: name}, for the side of every page."""
    lines = "\n".join(f"{name} <{path}>" for path, name in entries.items())
    return f"\n\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```\n"


def write(path, content):
    """Write a text or bytes, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def start_page(text, out):
    """Return the README with the pad after its first paragraph; write what the pad needs."""
    for name, content in front_page.files().items():
        write(out / "_static" / name, content)
    alt, picture = front_page.still()
    write(out / STILL, picture)
    pad = front_page.place(
        image(STILL, alt, picture, 780), addresses.START.replace(".ipynb", ".html")
    )
    title, words, rest = text.split("\n\n", 2)
    return "\n\n".join([title, words, pad, rest])


def write_sources(source, out):
    """Write all pages as Markdown into `source`, and what they show and offer into `out`.

    If the browser edition is in `out` already, the pages lead to it.
    """
    files = page_files()
    lite = (out / LITE / "lab" / "index.html").is_file()
    links = Links(ROOT, set(files), addresses.repository(), addresses.site(), lite)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    series, others, descriptions = {}, {}, {"index": description(readme)}
    for number, name, file, what in SERIES.findall(readme):
        series[f"notebooks/{file}"] = f"{number} · {name}"
        descriptions[f"notebooks/{file}"] = f"{name} – {what}."
    for file in files[1:]:
        path = file.rpartition(".")[0]
        text = (ROOT / file).read_text(encoding="utf-8")
        if file.endswith(".ipynb"):
            name = path.rpartition("/")[2]
            browser = {"your browser": f"../{addresses.browser_link(file)}"} if lite else {}
            ways = {**browser, "Binder": addresses.binder_link(file)}
            page, pictures = notebook_page(json.loads(text), name, links, ways)
            for picture, data in pictures.items():
                write(out / picture, data)
            links.shown.add(file)  # for the download
            if path not in series:
                others[path], descriptions[path] = title(page), description(page)
        else:
            page = links.rewrite(text, file)
            others[path], descriptions[path] = title(text), description(text)
        write(source / f"{path}.md", page)
    page = package_page()
    others["package"], descriptions["package"] = title(page), description(page)
    write(source / "package.md", page)
    start = start_page(links.rewrite(readme, "README.md"), out) + contents("The series", series)
    write(source / "index.md", start + contents("Around it", others))
    escaped = {path: html.escape(text) for path, text in descriptions.items()}
    write(source / "descriptions.json", json.dumps(escaped))
    for file in links.shown:
        write(out / file, (ROOT / file).read_bytes())


def clear(out):
    """Remove what an earlier build has left in `out`, but not the browser edition."""
    for path in out.glob("*"):
        if path.is_file():
            path.unlink()
        elif path.name != LITE:
            shutil.rmtree(path)


def main(out):
    """Build everything anew, and give back how it ended."""
    clear(out)
    with tempfile.TemporaryDirectory() as work:
        source, doctrees = Path(work) / "source", Path(work) / "doctrees"
        write_sources(source, out)
        folders = ["-c", HERE, "-d", doctrees, source, out]
        ended = build_main(["-q", "-W", "--keep-going", *map(str, folders)])
    if ended == 0:
        print(f"The site is there: open {out / 'index.html'} in a browser.")
    return ended


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="a new one; default: build/site")
    given = parser.parse_args().folder
    folder = given or ROOT / "build" / "site"
    there = {path.name for path in folder.glob("*")}
    if given and there - {LITE}:  # building begins with removing what is there
        sys.exit(f"{folder} is there already: name a folder that is not")
    sys.exit(main(folder))
