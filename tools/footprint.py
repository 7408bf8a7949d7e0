"""Measure what one learner costs a server, and how long many wait who train at once.

``python tools/footprint.py`` takes some minutes and prints the tables of docs/classrooms.md;
``… memory``, ``… threads`` and ``… together`` print one of them. Linux only: it reads /proc.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import lab_server
import nbformat
from jupyter_client import BlockingKernelClient, KernelManager

from dig2ai_helpers.digits.mnist import mnist_folder, mnist_is_here

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))  # the glossary computes nothing
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
EVERYTHING = """
from dig2ai_helpers import figures, interact, load_digits
digits = load_digits()
figures.show_digits(digits.train.batch(slice(0, 5))[0])
interact.playground(digits)
for part in (digits.train, digits.validation, digits.test):  # MNIST's bytes are mapped, and shared
    for start in range(0, len(part), 1_000):
        part.batch(slice(start, start + 1_000))
"""
READY = """
from dig2ai_helpers import Network, load_digits, train
digits = load_digits("bundled")
train(Network((784, 16, 10)), digits.train, epochs=1, progress=False)
"""
TRAINING = """
train(Network((784, 128, 10)), digits.train, digits.validation, epochs=20, progress=False)
"""
OWN_LOOP = """
net = Network((784, 128, 10))
W0, W1 = net.weights
for epoch in range(20):
    for start in range(0, len(digits.train), 64):
        images, labels = digits.train.batch(slice(start, start + 64))
        hidden = (images @ W0).clip(0)
        delta = hidden @ W1 / 1_000
        W0 -= images.T @ (delta @ W1.T * (hidden > 0))
        W1 -= hidden.T @ delta
"""


def process_tree(pid):
    """Return the process and all that it started, and what those started."""
    children = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found = [pid]
    for member in found:
        found += children.get(member, [])
    return found


def own(pid):
    """Return the memory, in MB, that only this process tree holds, and what it shares."""
    private = shared = 0
    for member in process_tree(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()[1:]
        except OSError:
            continue
        numbers = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        private += numbers["Private_Clean"] + numbers["Private_Dirty"]
        shared = max(shared, numbers["Shared_Clean"])
    return private * 1.024e-3, shared * 1.024e-3  # /proc counts in 1,024 bytes


def seconds(pid):
    """Processor seconds of a process, with those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / TICKS


class Server:
    """A learner's JupyterLab, without a browser, described by the path of its own file."""

    def __init__(self, description):
        self.runtime = description.parent
        self.pid = json.loads(description.read_text())["pid"]
        self.url, self.token = lab_server.address(description)

    def ask(self, method, path, content=None):
        """Send a request to the server's API, and return what it answers."""
        data = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")

    def open(self, path):
        """Start a kernel for a notebook, as the page does; return it with its process."""
        kernel = {"name": "python3"}
        session = {"path": path, "name": "", "type": "notebook", "kernel": kernel}
        identity = self.ask("POST", "api/sessions", session)["kernel"]["id"]
        client = BlockingKernelClient(connection_file=str(self.runtime / f"kernel-{identity}.json"))
        client.load_connection_file()
        client.hb_channel.time_to_dead = 30  # seconds: a busy machine is not a dead kernel
        client.start_channels()  # from here on the heartbeat is awaited for so long
        client.wait_for_ready(60)
        (pid,) = (
            member
            for member in process_tree(self.pid)
            if identity in Path(f"/proc/{member}/cmdline").read_text()
        )
        return client, pid

    def shut(self, client):
        """End the kernel of a notebook."""
        client.stop_channels()
        identity = Path(client.connection_file).stem.removeprefix("kernel-")
        self.ask("DELETE", f"api/kernels/{identity}")


@contextlib.contextmanager
def learner(folder, **settings):
    """Start a learner's JupyterLab, which keeps its files in a folder; yield its Server."""
    folders = lab_server.own_folders(folder)
    command = lab_server.lab(f"--ServerApp.root_dir={ROOT}")
    options = {"env": {**environment(**settings), **folders}}
    with lab_server.running(command, folder, **options) as description:
        yield Server(description)


def environment(**settings):
    """The environment of a learner's programs: this one's, but for what is set or taken out."""
    changed = {**os.environ, "PYTHONPATH": str(ROOT), "DIG2AI_TEST": "1", **settings}
    return {name: value for name, value in changed.items() if value is not None}


def execute(client, code):
    """Run code in a kernel, and fail as it fails; return how long it took."""
    start = time.perf_counter()
    reply = client.execute_interactive(code, timeout=600, output_hook=lambda message: None)
    if reply["content"]["status"] != "ok":
        raise RuntimeError(reply["content"].get("evalue", "the kernel gave no reason"))
    return time.perf_counter() - start


class Watch:
    """The largest memory that a process tree had while the block ran."""

    def __init__(self, pid):
        self.pid, self.most, self._over = pid, 0, threading.Event()

    def _look(self):
        while not self._over.wait(0.2):
            self.most = max(self.most, own(self.pid)[0])

    def __enter__(self):
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def memory():
    """Run every notebook, on both sets of digits, and print what its kernel took."""
    digits = ["bundled", "mnist"] if mnist_is_here(mnist_folder()) else ["bundled"]
    rows = {path.stem[:2]: [] for path in NOTEBOOKS} | {"JupyterLab": [], "shared": []}
    for name in digits:
        settings = {"DIG2AI_DATASET": name, "OPENBLAS_NUM_THREADS": "1"}
        # Beside a second learner, so that what two can share is not counted as one's own.
        with (
            tempfile.TemporaryDirectory() as mine,
            tempfile.TemporaryDirectory() as others,
            learner(Path(mine), **settings) as server,
            learner(Path(others), **settings) as neighbour,
        ):
            other, _ = neighbour.open("notebooks/other.ipynb")
            execute(other, EVERYTHING)
            for path in NOTEBOOKS:
                rows[path.stem[:2]] += of_notebook(server, path)
            client, pid = server.open("notebooks/last.ipynb")
            execute(client, EVERYTHING)
            rows["shared"] += [own(pid)[1], None, None]
            server.shut(client)
            rows["JupyterLab"] += [own(server.pid)[0], None, None]
    titles = " | ".join(f"{name}: own, MB | at most, MB | processor, s" for name in digits)
    print(f"| notebook | {titles} |\n|---|{'--:|' * 3 * len(digits)}")
    for name, cells in rows.items():
        numbers = " | ".join("" if cell is None else f"{cell:.0f}" for cell in cells)
        print(f"| {name} | {numbers} |")


def of_notebook(server, path):
    """Run all cells; return the kernel's own memory, the most it had, and processor seconds."""
    client, pid = server.open(f"notebooks/{path.name}")
    with Watch(pid) as watch:
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                execute(client, cell.source)
    now = own(pid)[0]
    numbers = [now, max(now, watch.most), seconds(pid)]
    server.shut(client)
    return numbers


def waits(learners, training=TRAINING, **settings):
    """Let so many kernels train at the same moment; return how long each of them waited."""
    folder = tempfile.TemporaryDirectory()
    files = [f"{folder.name}/{number}.json" for number in range(learners)]
    # Files in place of ports: of ports, two of so many kernels may be given the same one.
    managers = [KernelManager(transport="ipc", connection_file=file) for file in files]
    clients = []
    try:
        for manager in managers:
            manager.start_kernel(env=environment(**settings), stderr=subprocess.DEVNULL)
            clients.append(manager.blocking_client())
            clients[-1].start_channels()
        for client in clients:
            client.wait_for_ready(120)
            execute(client, READY)
        start = threading.Barrier(learners)

        def wait_of(client):
            start.wait()
            return execute(client, training)

        with ThreadPoolExecutor(learners) as pool:
            return list(pool.map(wait_of, clients))
    finally:
        for client in clients:
            client.stop_channels()
        for manager in managers:
            manager.shutdown_kernel(now=True)
        folder.cleanup()


def together():
    """Print how long learners wait who press play at the same moment."""
    print("| learners at once | half of them waited, s | the last waited, s | times as long |")
    print("|--:|--:|--:|--:|")
    alone = statistics.median(waits(1, OPENBLAS_NUM_THREADS="1")[0] for _ in range(3))
    for learners in (1, 4, 10, 30):
        took = waits(learners, OPENBLAS_NUM_THREADS="1")
        print(f"| {learners} | {statistics.median(took):.1f} | {max(took):.1f} |"
              f" {max(took) / alone:.1f} |", flush=True)  # fmt: skip


def threads():
    """Print what the threads of matrix products do to learners who train at the same moment."""
    print("| program | learners at once | one thread each, s | as NumPy comes, s | times as long |")
    print("|---|--:|--:|--:|--:|")
    for name, training in {"`train`": TRAINING, "a loop of one's own": OWN_LOOP}.items():
        for learners in (1, 4):
            one = max(waits(learners, training, OPENBLAS_NUM_THREADS="1"))
            many = max(waits(learners, training, OPENBLAS_NUM_THREADS=None))
            print(
                f"| {name} | {learners} | {one:.1f} | {many:.1f} | {many / one:.1f} |", flush=True
            )


PARTS = {"memory": memory, "threads": threads, "together": together}


def main(words):
    """Measure, and print the tables of these names, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", help=f"{', '.join(PARTS)}; default: all")
    names = parser.parse_args(words).tables
    if not sys.platform.startswith("linux"):
        sys.exit("footprint.py reads /proc, which only Linux has; docs/classrooms.md has figures")
    if set(names) - set(PARTS):
        sys.exit(f"there is no such table; there are {', '.join(PARTS)}")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before it began\n")
    for name in names or PARTS:
        start = time.perf_counter()
        PARTS[name]()
        print(f"({name}: {time.perf_counter() - start:.0f} s)\n")


if __name__ == "__main__":
    main(sys.argv[1:])
