"""A JupyterLab server of its own, and ways to speak with its page and its kernel."""

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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
    let printed = "";
    future.onIOPub = (message) => {{ printed += message.content.text ?? ""; }};
    await future.done;
    return printed;
}}"""
END = """async () => {
    for (const widget of [...window.jupyterapp.shell.widgets("main")])
        await widget.context?.sessionContext?.shutdown();
}"""


def free_port():
    """Return the number of a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def ask(page, code):
    """Run code in the notebook's kernel, as a cell would, and give back what it prints."""
    return page.evaluate(ASK, code)


class Lab:
    """A JupyterLab server over a folder of its own."""

    def __init__(self, folder):
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        config = folder / "config"
        (config / "labconfig").mkdir(parents=True)
        (config / "labconfig" / "default_setting_overrides.json").write_text(json.dumps(SETTINGS))
        port = free_port()
        self.url, self.token = f"http://127.0.0.1:{port}/lab", secrets.token_hex(16)
        names = ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR",
                 "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")  # fmt: skip
        folders = {name: str(folder / name) for name in names} | {names[0]: str(config)}
        # A reader's kernel knows nothing of tests: there, trainings go on while the page lives.
        environment = {name: value for name, value in os.environ.items() if name != "DIG2AI_TEST"}
        self._log = (folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1",
             f"--port={port}", "--allow-root", f"--IdentityProvider.token={self.token}",
             "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={self.notebooks}"],
            env={**environment, **folders, "PYTHONPATH": str(ROOT)},
            stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    def _wait(self):
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}?token={self.token}", timeout=5).close()
                return
            except OSError:
                assert self.process.poll() is None, "JupyterLab ended: see server.log"
                time.sleep(0.1)
        raise TimeoutError("JupyterLab did not answer within 30 s")

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
        url = self.url if port is None else re.sub(r":\d+", f":{port}", self.url)
        page.goto(f"{url}/tree/{name}?token={self.token}&reset")
        page.wait_for_function(READY, timeout=60_000)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()


class RunningLab(Lab):
    """A JupyterLab server that is there already, described by the file that each server writes.

    It lies in the server's runtime folder and is called jpserver-….json.
    """

    def __init__(self, description):
        server = json.loads(Path(description).read_text())
        self.notebooks = Path(server["root_dir"])
        self.token = server["token"]
        self.url = f"http://127.0.0.1:{server['port']}{server['base_url']}lab"

    def set(self, settings):
        """Give its user these settings."""
        for plugin, values in settings.items():
            request = urllib.request.Request(
                f"{self.url}/api/settings/{plugin}?token={self.token}",
                json.dumps({"raw": json.dumps(values)}).encode(),
                method="PUT",
            )
            urllib.request.urlopen(request, timeout=5).close()

    def close(self):
        """Leave it to whoever started it."""
