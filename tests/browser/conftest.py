"""A real JupyterLab in a real browser, for the tests in this folder.

Needs Playwright for Python and a Chromium: the one named by $DIG2AI_BROWSER, or `chromium` on
the PATH. Where one of them is missing, these tests are skipped.

The tests start a JupyterLab by themselves, or use the one that $DIG2AI_LAB describes: the path
of the file jpserver-….json in which a running server describes itself.
"""

import os
import shutil
from contextlib import nullcontext

import pytest
from lab import END, SETTINGS, Lab, new_lab

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


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
