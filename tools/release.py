"""Make a release's files, in build/release: ``python tools/release.py [TAG]``.

They are the wheel, the source archive, the list of all packages that Binder's lock names (an SBOM
in CycloneDX's form), and, for a tag, what has changed. The same commit gives the same bits:
hatchling sorts the files and gives all of them one date. Needs tools/requirements-release.txt.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import binder

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "release"
ENTRY = re.compile(r"^## (\S+), ([^\n]+)\n(.*?)(?=^## |\Z)", re.M | re.S)


def version():
    """Return the version, which stands in pyproject.toml alone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["version"]


def entries():
    """Return the entries of the changelog, newest first: version, date and text."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return [(found[1], found[2], found[3].strip()) for found in ENTRY.finditer(text)]


def notes(tag):
    """Return what has changed in the release that a tag names; refuse a tag that fits nothing."""
    newest, date, text = entries()[0]
    if tag != f"v{version()}":
        sys.exit(f"the tag is {tag}, but pyproject.toml has version {version()}")
    if newest != version() or not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        sys.exit(f"CHANGELOG.md must begin with: ## {version()}, and the date, as in 2026-11-22")
    if not text:
        sys.exit(f"CHANGELOG.md must say what has changed in {version()}")
    return text


def build(tree, folder):
    """Build the wheel and the source archive of a tree into a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=tree, check=True)


def list_packages(folder):
    """Write the SBOM: names, versions, hashes. Which needs which is in the lock's own remarks."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    command += ["--pyproject=pyproject.toml", "--mc-type=library", "--output-reproducible"]
    command += [f"--output-file={folder / 'packages.cdx.json'}", "binder/requirements.txt"]
    subprocess.run(command, cwd=ROOT, check=True)


def main(words):
    """Make all files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tag", nargs="?", help="of the release, like v0.1.0")
    tag = parser.parse_args(words).tag
    changes = notes(tag) if tag else None
    shutil.rmtree(OUT, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        binder.copy_tree(Path(folder) / "tree", new=False)  # what lies around belongs to nobody
        build(Path(folder) / "tree", OUT)
    list_packages(OUT)
    if changes is not None:
        (OUT / "changes.md").write_text(f"{changes}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
