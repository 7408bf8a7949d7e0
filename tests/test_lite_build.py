"""How the browser edition is put together; tests/browser/test_lite.py runs what comes out."""

import importlib
import json
import re
import sys
import threading
import tomllib
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import lite
import lite_packages
import nbformat
import pytest
from packaging.requirements import Requirement
from test_links import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_goes_in_with_each_text_in_one_piece(path):
    notebook = json.loads(lite.joined(path))
    plain = nbformat.read(path, as_version=4)
    assert [cell["source"] for cell in notebook["cells"]] == [cell.source for cell in plain.cells]
    assert [cell.get("outputs") for cell in notebook["cells"]] == [
        cell.get("outputs") for cell in plain.cells
    ]
    assert notebook["metadata"]["kernelspec"]["name"] == "python"
    nbformat.validate(notebook)


def test_the_edition_has_versions_that_the_package_allows():
    """All but its matplotlib: Pyodide has no newer one, and its pictures are compared."""
    browser = ROOT / "site" / "browser"
    has = dict(re.findall(r"^(\w+)==(\S+)", (browser / "wheels.txt").read_text(), re.M))
    files = re.findall(
        r"^\w+  (\w+)-([\d.]+)-\S+\.whl$", (browser / "pyodide.txt").read_text(), re.M
    )
    has |= dict(files)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = map(Requirement, project["dependencies"] + project["optional-dependencies"]["apps"])
    here = {one.name: one.specifier for one in asked if one.name in has}
    assert {"numpy", "ipywidgets", "anywidget", "tqdm", "pillow", "platformdirs"} < set(here)
    assert [name for name in here if has[name] not in here[name]] == ["matplotlib"]


def test_a_file_that_is_not_pyodides_is_refused(tmp_path):
    (tmp_path / "source").mkdir()
    for line in (lite_packages.HERE / "pyodide.txt").read_text().splitlines():
        (tmp_path / "source" / line.split()[1]).write_bytes(b"something else")
    with pytest.raises(ValueError, match=r"is not the file that site/browser/pyodide.txt names"):
        lite_packages.gather(tmp_path / "out", tmp_path / "source", [])


def test_without_a_folder_the_files_come_from_the_web(tmp_path, monkeypatch):
    (tmp_path / "pyodide.js").write_bytes(b"some bytes")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(lite_packages, "CDN", f"http://127.0.0.1:{server.server_port}")
        assert lite_packages.fetch("pyodide.js", None) == b"some bytes"
        server.shutdown()


def test_byte_code_does_what_its_source_does_and_replaces_it(tmp_path, monkeypatch):
    archive = tmp_path / "modules.zip"
    with zipfile.ZipFile(archive, "w") as new:
        new.writestr("dig2ai_trial/__init__.py", "def twice(x):\n    return 2 * x\n")
        new.writestr("dig2ai_trial/words.txt", "words")
        new.writestr("dig2ai_helpers/kept.py", "x = 1\n")
        new.writestr("dig2ai_helpers/checks/later.py", "x = 1\n")
    lite_packages.rewrite(archive, partial(lite_packages.compiled, "/root"))
    with zipfile.ZipFile(archive) as found:
        names = {"dig2ai_trial/__init__.pyc", "dig2ai_trial/words.txt", "dig2ai_helpers/kept.py"}
        beside = f"dig2ai_helpers/__pycache__/kept.{sys.implementation.cache_tag}.pyc"
        assert set(found.namelist()) == names | {beside, "dig2ai_helpers/checks/later.py"}
    monkeypatch.syspath_prepend(archive)
    assert importlib.import_module("dig2ai_trial").twice(21) == 42
    del sys.modules["dig2ai_trial"]


@pytest.mark.parametrize(
    ("path", "goes"),
    {
        "pygments/lexers/python.py": False,
        "pygments/lexers/haskell.py": True,
        "pygments/lexer.py": False,
        "matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf": False,
        "matplotlib/mpl-data/fonts/ttf/DejaVuSerif.ttf": True,
        "matplotlib/mpl-data/matplotlibrc": False,
        "matplotlib/backends/backend_agg.py": False,
        "matplotlib/backends/backend_qt5.py": True,
        "ipywidgets/widgets/tests/test_link.py": True,
        "anywidget-0.11.0.data/data/share/x.js": True,
        "dig2ai_helpers/data/784-10.npz": False,
    }.items(),
)
def test_only_what_nobody_reads_is_left_out(path, goes):
    assert bool(lite_packages.UNREAD.match(path)) == goes


def test_matplotlibs_list_of_fonts_has_the_fonts_that_are_left():
    fonts = json.loads((lite_packages.HERE / "fontlist.json").read_text())["ttflist"]
    names = [font["fname"] for font in fonts]
    assert "fonts/ttf/DejaVuSans.ttf" in names
    assert not any(lite_packages.UNREAD.match(f"matplotlib/mpl-data/{name}") for name in names)
