"""A real JupyterLab in a real browser, for the tests in this folder.

Needs Playwright for Python and a Chromium: the one named by $DIG2AI_BROWSER, or `chromium` on
the PATH. Where one of them is missing, these tests are skipped.

The tests start a JupyterLab by themselves, or use the one that $DIG2AI_LAB describes: the path
of the file jpserver-….json in which a running server describes itself.
"""

import os
import shutil
import subprocess
import threading
from contextlib import nullcontext
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bidi import firefox
from lab import END, ROOT, SETTINGS, Lab, new_lab

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
PYODIDE = Path(
    os.environ.get("DIG2AI_PYODIDE") or ROOT.parent / "shared" / "data" / "pyodide-0.27.7"
)


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    """A JupyterLab; without a browser none is started."""
    there = os.environ.get("DIG2AI_LAB")
    server = nullcontext(there) if there else new_lab(tmp_path_factory.mktemp("lab"))
    with server as description:
        lab = Lab(description)
        lab.set(SETTINGS)
        yield lab


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = os.environ.get("DIG2AI_BROWSER") or shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium on the PATH; name one with DIG2AI_BROWSER")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def page(browser):
    """A page that keeps the errors it writes to its console in `page.errors`."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "console",
        lambda message: page.errors.append(message.text) if message.type == "error" else None,
    )
    yield page
    page.evaluate(END)
    page.close()


@pytest.fixture(scope="module")
def new_firefox(tmp_path_factory):
    """A tab of a Firefox with a fresh profile; only with the development tools, as in Chromium."""
    pytest.importorskip("playwright", reason="Playwright is not installed")
    path = os.environ.get("DIG2AI_FIREFOX") or shutil.which("firefox-esr")
    path = path or shutil.which("firefox")
    if path is None:
        pytest.skip("no Firefox on the PATH; name one with DIG2AI_FIREFOX")
    with firefox(path, tmp_path_factory.mktemp("firefox")) as tab:
        yield tab


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """The folder of the browser edition: the one that $DIG2AI_LITE names, or a new one."""
    pytest.importorskip("playwright", reason="Playwright is not installed")
    if there := os.environ.get("DIG2AI_LITE"):
        return Path(there)
    if not PYODIDE.is_dir():
        pytest.skip(f"Pyodide's files are not in {PYODIDE}: name their folder in DIG2AI_PYODIDE")
    subprocess.run(["make", "-s", "build/lite-venv/installed"], cwd=ROOT, check=True)
    out = tmp_path_factory.mktemp("web") / "some" / "course" / "lite"
    python = ROOT / "build" / "lite-venv" / "bin" / "python"
    build = subprocess.run(
        [python, "site/lite.py", out], cwd=ROOT, env=os.environ | {"PYODIDE": str(PYODIDE)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert build.returncode == 0, build.stdout + build.stderr
    return out


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(site_folder):
    """Where the site is served, as GitHub Pages would: below a path of its own."""
    handler = partial(Quiet, directory=site_folder.parents[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/course"
        server.shutdown()


@pytest.fixture
def visit(browser, address):
    """Return a function that opens a page of the site and notes what goes wrong there."""
    contexts, wrong = [], []

    def see(path, width=1280, theme="light", base=address, **options):
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, color_scheme=theme, **options)
        contexts.append(context)
        page = context.new_page()

        def asked(request):
            if not request.url.startswith((base, "data:")):
                wrong.append(f"{path} asks {request.url}")

        page.on("request", asked)
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on(
            "response",
            lambda it: wrong.append(f"{it.url}: {it.status}") if it.status >= 400 else None,
        )
        page.on(
            "console", lambda it: wrong.append(f"{path}: {it.text}") if it.type == "error" else None
        )
        page.goto(f"{base}/{path}", wait_until="load")
        return page

    yield see
    for context in contexts:
        context.close()
    assert not wrong
