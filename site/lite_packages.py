"""Gathers Pyodide and the packages of the browser edition, and lists them in a lock file.

Every package is in the lock file, so that the kernel finds all it needs when it starts: no cell
has to install anything, and no other host is asked.
"""

import hashlib
import json
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

VERSION = "0.27.7"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full"
INFO = {
    "abi_version": "2024_0",
    "arch": "wasm32",
    "platform": "emscripten_3_1_58",
    "python": "3.12.7",
    "version": VERSION,
}
UNREAD = re.compile("matplotlib/mpl-data/(sample_data|fonts/(afm|pdfcorefonts)|images)/.")
HERE = Path(__file__).resolve().parent / "browser"


def gather(folder, source, wheels):
    """Fill a folder with Pyodide, the wheels and the lock file; return the packages' names.

    `source` is a folder with Pyodide's files, or None: they come from Pyodide's own CDN.
    """
    folder.mkdir(parents=True)
    for line in (HERE / "pyodide.txt").read_text(encoding="utf-8").splitlines():
        right, name = line.split()
        (folder / name).write_bytes(fetch(name, source))
        if digest(folder / name) != right:
            raise ValueError(f"{name} is not the file that site/browser/pyodide.txt names")
    slim(next(folder.glob("matplotlib-3*.whl")))
    for wheel in wheels:
        (folder / wheel.name).write_bytes(wheel.read_bytes())
    write_empty_wheel(folder, "ssl")  # the kernel asks for it, and nothing here uses it
    packages = dict(entry(wheel) for wheel in sorted(folder.glob("*.whl")))
    lock = {"info": INFO, "packages": packages}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock, indent=1), encoding="utf-8")
    return list(packages)


def fetch(name, source):
    """Return one of Pyodide's files."""
    if source:
        return Path(source, name).read_bytes()
    with urllib.request.urlopen(f"{CDN}/{name}", timeout=60) as answer:
        return answer.read()


def digest(path):
    """Return a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def slim(wheel):
    """Take from matplotlib's wheel what nobody reads here, and add its list of its own fonts.

    Without the list, matplotlib looks for fonts first: that takes seconds, and it says so. The
    list is what it then writes, for the version in pyodide.txt.
    """
    smaller = wheel.with_suffix(".smaller")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(smaller, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if not UNREAD.match(item.filename):
                new.writestr(item, old.read(item))
        new.write(HERE / "fontlist.json", "matplotlib/fontlist.json")
    smaller.replace(wheel)


def download_wheels(folder):
    """Let pip fetch the pure-Python packages that Pyodide does not have."""
    words = "--no-deps --only-binary :all: --python-version 3.12 --implementation py --abi none"
    pip(f"download --platform any {words}", "-r", HERE / "wheels.txt", "-d", folder)


def pip(words, *paths):
    """Run pip."""
    command = [sys.executable, "-m", "pip", *words.split(), "-q", *map(str, paths)]
    subprocess.run(command, check=True)


def entry(wheel):
    """Return a wheel's name, and what the lock file says of it."""
    name, version = wheel.name.split("-")[:2]
    name = re.sub(r"[-_.]+", "-", name).lower()
    with zipfile.ZipFile(wheel) as archive:
        tops = {path.split("/")[0] for path in archive.namelist()}
    return name, {
        "name": name,
        "version": version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": digest(wheel),
        "package_type": "package",
        "imports": sorted(top for top in tops if "." not in top),
        "depends": [],
        "unvendored_tests": False,
    }


def write_empty_wheel(folder, name):
    """Write a package that holds nothing."""
    with zipfile.ZipFile(folder / f"{name}-1-py3-none-any.whl", "w") as archive:
        about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n"
        archive.writestr(f"{name}-1.dist-info/METADATA", about)
        archive.writestr(f"{name}-1.dist-info/WHEEL", "Wheel-Version: 1.0\n")
