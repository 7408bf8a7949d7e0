"""Gathers Pyodide and the packages of the browser edition, and lists them in a lock file.

Every package is in the lock file, so that the kernel finds all it needs when it starts: no cell
has to install anything, and no other host is asked.
"""

import hashlib
import importlib.util
import json
import marshal
import re
import subprocess
import sys
import urllib.request
import warnings
import zipfile
from functools import partial
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
PYTHON = INFO["python"].rpartition(".")[0]  # like 3.12
# What nothing here reads: the page's side of the widgets, which the page has; tests; types; other
# lexers than Python's; backends, fonts, formats and samples that no figure of a notebook uses.
UNREAD = re.compile(
    r"[^/]+\.data/|.*/(tests?|sboms)/|.*\.(pyi|pxd)$|numpy/(f2py|_core/include)/"
    r"|IPython/sphinxext/|anywidget/labextension/"
    r"|pygments/lexers/(?!__init__|_mapping|python|special)|PIL/_(webp|imagingft|imagingtk)\."
    r"|dateutil/zoneinfo/.*\.gz$|matplotlib/(testing|sphinxext)/|mpl_toolkits/axisartist/"
    r"|matplotlib/backends/(qt_|web_|backend_(?!agg|svg|template|mixed))"
    r"|matplotlib/mpl-data/(sample_data|images|fonts/(afm|pdf|ttf/(DejaVuSerif|.*Mono-|.*-BoldO|Humor)))"
)
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
    for wheel in wheels:
        (folder / wheel.name).write_bytes(wheel.read_bytes())
    slim(folder)
    compile_all(folder)
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


def rewrite(archive, change, more=()):
    """Write a zip archive anew: `change` turns a file's name and data into any number of such."""
    unfinished = archive.with_suffix(".unfinished")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(unfinished, "w") as new:
        files = [pair for name in old.namelist() for pair in change(name, old.read(name))]
        for name, data in (*files, *more):
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    unfinished.replace(archive)


def slim(folder):
    """Take from the wheels what nothing here reads, and add matplotlib's list of its own fonts.

    Without the list, matplotlib looks for fonts first: that takes seconds, and it says so. The
    list is what it then writes, for the version in pyodide.txt and the fonts that are left.
    """
    for wheel in folder.glob("*.whl"):
        more = ()
        if wheel.name.startswith("matplotlib-3"):
            more = [("matplotlib/fontlist.json", (HERE / "fontlist.json").read_bytes())]
        rewrite(wheel, lambda name, data: [] if UNREAD.match(name) else [(name, data)], more)


def compile_all(folder):
    """Put byte code in the place of sources, which halves the time that imports take.

    Only Pyodide's own version of Python can do that; another one leaves the sources. Those of
    this package stay, for readers who want to look at them; what every app needs has its byte
    code beside it.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON:
        return
    library = f"/lib/python{PYTHON.replace('.', '')}.zip"
    rewrite(folder / "python_stdlib.zip", partial(compiled, library))
    for wheel in folder.glob("*.whl"):
        rewrite(wheel, partial(compiled, f"/lib/python{PYTHON}/site-packages"))


def compiled(root, name, data):
    """Return what stands in an archive for a file: of a module, its byte code."""
    if not name.endswith(".py"):
        return [(name, data)]
    with warnings.catch_warnings(action="ignore"):  # some packages have slips of old
        code = compile(data, f"{root}/{name}", "exec", dont_inherit=True)
    # The flag says that the file is to be taken as it is, whatever the source's date.
    found = importlib.util.MAGIC_NUMBER + b"\1" + bytes(11) + marshal.dumps(code)
    package, _, module = name.removesuffix(".py").rpartition("/")
    if not package.startswith("dig2ai_helpers"):
        return [(f"{name}c", found)]
    beside = f"{package}/__pycache__/{module}.{sys.implementation.cache_tag}.pyc"
    needed = package == "dig2ai_helpers" or package.startswith("dig2ai_helpers/interact")
    return [(name, data), (beside, found)] if needed else [(name, data)]


def download_wheels(folder):
    """Let pip fetch the pure-Python packages that Pyodide does not have."""
    words = f"--no-deps --only-binary :all: --platform any --python-version {PYTHON}"
    pip(f"download {words} --implementation py --abi none", "-r", HERE / "wheels.txt", "-d", folder)


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
