"""Build the browser edition: ``python site/lite.py [FOLDER]``; build/site/lite by default.

JupyterLite with all notebooks, the package and Pyodide, as files for any web server. Pyodide comes
from its CDN, or from the folder that $PYODIDE names. In both cases the edition asks no other host.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BROWSER = HERE / "browser"
sys.path[:0] = [str(HERE)]

import lite_packages  # noqa: E402

# In the page of the lab: our own name, our style, and our script before JupyterLite's.
LAB_PAGE = {
    "<title>JupyterLite</title>": "<title>Dig2AI</title>\n"
    '    <link rel="stylesheet" href="../page/page.css" />\n'
    '    <link rel="modulepreload" href="../page/page.js" />\n'
    '    <link rel="modulepreload" href="../page/early.js" />\n'
    '    <link rel="modulepreload" href="../page/work.js" />\n'
    '    <link rel="modulepreload" href="../page/notices.js" />\n'
    '    <link rel="modulepreload" href="../page/tab.js" />\n'
    '    <link rel="modulepreload" href="../page/zip.js" />',
    "        await import(\n": '        await import("../page/page.js");\n        await import(\n',
}
KERNEL = "@jupyterlite/pyodide-kernel-extension"
KERNEL_AS_STORED = {
    "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}
EXTENSIONS = ("anywidget", "jupyterlab_widgets")  # their wheels bring the page's side, too
# These stand in for packages that need a server; the kernel's own wheels are among them.
KERNEL_WHEELS = ("ipykernel", "piplite", "pyodide_kernel")


def build(out, source):
    """Build everything anew into a folder that is not there."""
    with tempfile.TemporaryDirectory(prefix="dig2ai-lite-") as name:
        work = Path(name)
        wheels = gather_wheels(work / "wheels")
        contents = work / "contents"
        contents.mkdir()
        for notebook in (ROOT / "notebooks").glob("*.ipynb"):
            (contents / notebook.name).write_text(joined(notebook), encoding="utf-8")
        in_python = [wheel for wheel in wheels if not wheel.name.startswith("jupyterlab_widgets")]
        packages = lite_packages.gather(work / "pyodide", source, in_python)
        # The kernel looks for the names of its own parts as it writes them, with an underscore.
        packages = [name.replace("pyodide-", "pyodide_") for name in packages]
        write_settings(work, packages)
        extensions = [str(wheel) for wheel in wheels if wheel.name.startswith(EXTENSIONS)]
        config = {
            "LiteBuildConfig": {
                "apps": ["lab"],
                "contents": [str(contents)],
                "federated_extensions": extensions,
                "no_sourcemaps": True,
                "no_unused_shared_packages": True,
                "output_dir": str(out),
            }
        }
        (work / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--no-libarchive"]
        subprocess.run(command, cwd=work, check=True)
        finish(out, work / "pyodide", packages)


def finish(out, python, packages):
    """Add to JupyterLite's files what only this edition has."""
    shutil.copytree(python, out / "static" / "pyodide")
    shutil.copytree(BROWSER / "page", out / "page")
    write_start(out / "static" / "pyodide", packages)
    if not (out / "api" / "contents" / "all.json").is_file():
        raise RuntimeError("JupyterLite took no notebooks: install site/requirements-lite.txt")
    (wheel,) = python.glob("dig2ai_helpers-*.whl")
    digests = {
        path.name: lite_packages.digest(path)[:12]
        for path in sorted((out / "files").glob("*.ipynb"))
    }
    ours = [*digests.values(), *map(lite_packages.digest, [*sorted(out.glob("page/*")), wheel])]
    name = hashlib.sha256("".join(ours).encode()).hexdigest()[:12]
    edition = {"name": name, "notebooks": digests}
    (out / "page" / "edition.json").write_text(json.dumps(edition), encoding="utf-8")
    shutil.copy(BROWSER / "index.html", out)
    shutil.copy(BROWSER / "service-worker.js", out)  # over JupyterLite's own
    path = out / "lab" / "index.html"
    page = path.read_text(encoding="utf-8")
    for old, new in LAB_PAGE.items():
        if page.count(old) != 1:
            raise ValueError(f"{path.name} of this JupyterLite has not one {old!r}")
        page = page.replace(old, new)
    path.write_text(page, encoding="utf-8")


def write_start(folder, packages):
    """Put our script behind Pyodide's own, with the packages and the sizes of all it fetches."""
    script = folder / "pyodide.js"
    sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path != script}
    ours = (BROWSER / "start.js").read_text(encoding="utf-8")
    ours = ours.replace("const SIZES = {};", f"const SIZES = {json.dumps(sizes)};")
    ours = ours.replace("const PACKAGES = [];", f"const PACKAGES = {json.dumps(packages)};")
    (folder / "start.js").write_text(script.read_text(encoding="utf-8") + "\n" + ours, "utf-8")
    script.unlink()


def joined(notebook):
    """Return a notebook's JSON with each text in one piece, as JupyterLab gets it from a server.

    It names the kernel that there is, and in its words: otherwise JupyterLab would change that,
    and a notebook that was only looked at would count as changed by the reader.
    """

    def whole(value):
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return "".join(value)
        if isinstance(value, list):
            return [whole(one) for one in value]
        if isinstance(value, dict):
            return {key: one if key == "tags" else whole(one) for key, one in value.items()}
        return value

    found = whole(json.loads(notebook.read_text(encoding="utf-8")))
    return json.dumps(found | {"metadata": found["metadata"] | KERNEL_AS_STORED})


def gather_wheels(folder):
    """Return the paths of all wheels but Pyodide's own."""
    lite_packages.download_wheels(folder)
    lite_packages.pip("wheel --no-deps --no-build-isolation", ROOT, "-w", folder)
    share = Path(sys.prefix, "share", "jupyter", "labextensions", KERNEL, "static", "pypi")
    for wheel in share.glob("*.whl"):
        if wheel.name.startswith(KERNEL_WHEELS):
            shutil.copy(wheel, folder)
    return sorted(folder.glob("*.whl"))


def write_settings(work, packages):
    """Write what JupyterLite and JupyterLab are to know."""
    settings = json.loads((BROWSER / "jupyter-lite.json").read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"][f"{KERNEL}:kernel"]
    kernel["loadPyodideOptions"] = {"packages": packages}
    (work / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    overrides = ROOT / "dig2ai_helpers" / "data" / "jupyterlab.json"
    settings = json.loads(overrides.read_text(encoding="utf-8"))
    settings["@jupyterlab/docmanager-extension:plugin"] = {"autosaveInterval": 15}  # seconds
    (work / "overrides.json").write_text(json.dumps(settings), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="a new one; default: build/site/lite")
    given = parser.parse_args().folder
    folder = given or ROOT / "build" / "site" / "lite"
    if given and folder.exists():  # building begins with removing what is there
        sys.exit(f"{folder} is there already: name a folder that is not")
    shutil.rmtree(folder, ignore_errors=True)
    build(folder, os.environ.get("PYODIDE"))
