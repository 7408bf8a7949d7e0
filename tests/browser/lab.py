"""A JupyterLab server, and ways to speak with its page and its kernel."""

import contextlib
import json
import os
import re
import urllib.request
from pathlib import Path

import lab_server

ROOT = Path(__file__).parents[2]
# A reader's settings, but for what asks, calls home, or leaves cells below the window undrawn.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True,
    },
    "@jupyterlab/apputils-extension:sessionDialogs": {"skipKernelRestartDialog": True},
    "@jupyterlab/notebook-extension:tracker": {"kernelShutdown": True, "windowingMode": "none"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}  # fmt: skip
READY = """() => {
    const context = window.jupyterapp?.shell.currentWidget?.context?.sessionContext;
    return context?.isReady && context.session?.kernel?.status === "idle";
}"""
RUN_ALL = "async () => await window.jupyterapp.commands.execute('notebook:run-all-cells')"
KERNEL = "window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
ASK = f"""async (code) => {{
    const future = {KERNEL}.requestExecute({{ code }});
    let printed = "", failed = "";
    future.onIOPub = ({{ content }}) => {{
        printed += content.text ?? "";
        if (content.ename) failed = `${{content.ename}}: ${{content.evalue}}`;
    }};
    await future.done;
    if (failed) throw new Error(failed);
    return printed;
}}"""
END = """async () => {
    for (const widget of [...window.jupyterapp.shell.widgets("main")])
        await widget.context?.sessionContext?.shutdown();
}"""


def ask(page, code):
    """Run code in the notebook's kernel, as a cell would, and give back what it prints."""
    return page.evaluate(ASK, code)


class Lab:
    """A JupyterLab server that is there, described by the path of its file jpserver-….json.

    `tree` is the part of an address that stands before a notebook's name.
    """

    def __init__(self, description, tree="lab/tree"):
        self.notebooks = Path(json.loads(Path(description).read_text())["root_dir"])
        url, self.token = lab_server.address(description)
        self.url, self._tree = f"{url}lab", f"{url}{tree}"

    def set(self, settings):
        """Give its user these settings."""
        for plugin, values in settings.items():
            request = urllib.request.Request(
                f"{self.url}/api/settings/{plugin}?token={self.token}",
                json.dumps({"raw": json.dumps(values)}).encode(),
                method="PUT",
            )
            urllib.request.urlopen(request, timeout=5).close()

    def open(self, page, name, cells):
        """Open a new notebook with these cells in the page and run them all."""
        self.write(name, cells)
        self.show(page, name)
        page.evaluate(RUN_ALL)

    def write(self, name, cells):
        """Make a notebook with these cells."""
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        code = [
            {"cell_type": "code", "id": f"cell-{i}", "source": source, "metadata": {},
             "outputs": [], "execution_count": None}
            for i, source in enumerate(cells)
        ]  # fmt: skip
        content = {"nbformat": 4, "nbformat_minor": 5, "cells": code,
                   "metadata": {"kernelspec": kernel}}  # fmt: skip
        (self.notebooks / name).write_text(json.dumps(content))

    def show(self, page, name, port=None):
        """Open a notebook in the page; `port`: by way of another one of this machine."""
        (self.notebooks / name).chmod(0o666)  # the server may be another user's
        tree = self._tree if port is None else re.sub(r":\d+", f":{port}", self._tree)
        page.goto(f"{tree}/{name}?token={self.token}&reset")
        page.wait_for_function(READY, timeout=60_000)


@contextlib.contextmanager
def new_lab(folder, name="LabApp", **server):
    """Start JupyterLab over a folder of its own; yield the path of the file that describes it.

    `name` is the application's of another server like it, and `server` names that to
    `lab_server.lab`.
    """
    (folder / "notebooks").mkdir()
    # A reader's kernel knows nothing of tests: there, trainings go on while the page lives.
    environment = {name: value for name, value in os.environ.items() if name != "DIG2AI_TEST"}
    environment |= {"PYTHONPATH": str(ROOT), **lab_server.own_folders(folder)}
    words = [f"--{name}.expose_app_in_browser=True", f"--ServerApp.root_dir={folder / 'notebooks'}"]
    command = lab_server.lab(*words, **server)
    with lab_server.running(command, folder, env=environment) as description:
        yield description
