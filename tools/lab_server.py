"""Start a Jupyter server, wait until it answers, and end it: for the tools and the browser tests.

A Jupyter server writes a file jpserver-….json into its runtime folder, with its address and its
token. That file's path is what is passed on; `address` reads it.
"""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR",
           "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")  # fmt: skip


def free_port():
    """Return the number of a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def lab(*words, app="jupyterlab", python=sys.executable):
    """Return the words of a command that starts JupyterLab on a free port of this machine.

    `app` is another module that starts a Jupyter server, like ``notebook``, and `python` the Python
    that has it.
    """
    here = ("--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={free_port()}")
    return [python, "-m", app, *here, *words]


def own_folders(folder):
    """Return environment variables that keep all that a server writes in a folder."""
    return {name: str(folder / name) for name in FOLDERS}


@contextlib.contextmanager
def running(args, folder, runtime="JUPYTER_RUNTIME_DIR", **options):
    """Run a command that starts a Jupyter server; yield the path of the file that describes it.

    Parameters
    ----------
    args : list of words
    folder : Path
        Where the server's log goes.
    runtime : str or Path
        The server's runtime folder, seen from `folder`.
    options
        Of `subprocess.Popen`.
    """
    log = folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(args, stdout=out, stderr=out, **options)
    try:
        yield _description(process, folder / runtime, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _description(process, runtime, log):
    """Wait until the server answers; return the path of the file that describes it."""
    for _ in range(600):
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):  # not there yet, or half written
                url, token = address(path)
                urllib.request.urlopen(f"{url}api?token={token}", timeout=5).close()
                return path
        if process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended:\n{log.read_text()}")
        time.sleep(0.1)
    raise TimeoutError(f"JupyterLab did not answer within a minute:\n{log.read_text()}")


def address(description):
    """Return a running server's URL, with a slash at its end, and its token."""
    server = json.loads(Path(description).read_text())
    return f"http://127.0.0.1:{server['port']}{server['base_url']}", server["token"]
