"""What Binder does with this tree, done here without Docker, and tried in a browser.

``python tools/binder.py`` takes repo2docker's own build file and runs the steps in it that are
ours: in an empty environment with the versions that Binder's image has, as an ordinary user in
another home folder. Then it starts JupyterLab as Binder does and sends the browser tests there.
More words name tests for pytest, to follow the look at the first page in place of the usual ones.
MNIST is taken from $DIG2AI_DATA_DIR, if that is set. Needs what the browser tests need, and
jupyter-repo2docker.
"""

import argparse
import contextlib
import io
import os
import re
import secrets
import shlex
import shutil
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lab_server

ROOT = Path(__file__).parents[1]
USER = 61_001  # a user id that no account on this machine has
FIRST = ["tests/browser/test_first_sight.py", "-k", "not useful"]  # with the image’s settings
THEN = ["tests/browser/test_every_notebook.py", "tests/browser/test_playground.py", "-k",
        "start-here or play_by_keyboard or stop_stops or two_tabs"]  # fmt: skip
# BinderHub's chart starts JupyterLab through Python, and its spawner (binderspawner_mixin.py)
# adds these; each is said twice there, for the old server and for the new one.
LAUNCH = "import os, sys; os.execvp('jupyter-lab', sys.argv)"
OPTIONS = {"trust_xheaders": True, "allow_origin": "*", "allow_origin_pat": ".*"}


def build_file(tree):
    """Return the Dockerfile that repo2docker writes for a tree."""
    from repo2docker.app import Repo2Docker

    app = Repo2Docker(repo=str(tree), dry_run=True, user_id=1000, user_name="jovyan")
    with contextlib.redirect_stdout(io.StringIO()) as text:
        app.build()
    return text.getvalue()


def instructions(text):
    """Yield a Dockerfile's instructions, each as its first word and the rest."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", "").splitlines():
        word, _, rest = line.partition(" ")
        yield word, rest.strip()


def steps(text, known):
    """Return our own steps, those after a file of the tree is there, and the environment they see.

    `known` holds variables that are set here and not by the Dockerfile, whose own are added to it.
    """
    known["PATH"] = os.defpath
    set_here, ours, copied = set(known) - {"PATH"}, [], False
    for word, rest in instructions(text):
        if word in ("ARG", "ENV"):
            for name, equals, value in (pair.partition("=") for pair in shlex.split(rest)):
                if equals and name not in set_here:
                    known[name] = string.Template(value).substitute(known)
        elif word == "USER":
            user = string.Template(rest).substitute(known)
        elif word == "COPY":
            copied = copied or " src/" in rest
        elif word == "RUN" and copied:
            assert user == known["NB_USER"], f"{rest} would run as {user}"
            ours.append(rest)
    return ours, known


def copy_tree(target, new=True):
    """Copy the tree as a clone would hold it, with what is changed, and with files that are new."""
    command = ["git", "ls-files", "-z", "--cached"]
    command += ["--others", "--exclude-standard"] if new else []
    try:
        listed = subprocess.check_output(command, cwd=ROOT, text=True)
    except (OSError, subprocess.CalledProcessError):
        sys.exit("Binder's build is tried from a clone of the repository, with git")
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def image_versions():
    """Return what Binder's image holds before our steps, as pip names and constraints."""
    import repo2docker.buildpacks.conda as conda

    version = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    folder = Path(conda.__file__).parent
    wanted = (folder / f"environment.py-{version}.yml").read_text()
    names = re.findall(r"^- ((?:ipywidgets|jupyter-|jupyter_server|jupyterlab|notebook)[\w-]*)==",
                       wanted, re.M)  # fmt: skip
    lock = (folder / f"environment.py-{version}-linux-64.lock").read_text()
    pins = re.findall(r"/noarch/([\w-]+)-(\d[\d.]*)-\w+\.conda", lock)
    return set(names) - {"jupyterhub-singleuser"}, [f"{name}=={pin}" for name, pin in pins]


class Image:
    """A folder that stands for the image: a user, a home with the tree in it, a Python."""

    def __init__(self, folder):
        self.folder = folder
        home = folder / "home of others" / "jövan"  # spaces and accents must not matter
        copy_tree(home)
        self.ours, self.environment = steps(
            build_file(home),
            {"NB_USER": "jövan", "NB_UID": str(USER), "HOME": str(home),
             "APP_BASE": str(folder / "srv"), "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"},
        )  # fmt: skip
        self.home = home
        # The other user needs this account's settings of pip, such as its package index.
        told = subprocess.run([sys.executable, "-m", "pip", "config", "list"],
                              capture_output=True, text=True, check=True).stdout  # fmt: skip
        for name, value in re.findall(r"^global\.([\w-]+)='(.*)'$", told, re.M):
            self.environment[f"PIP_{name.upper().replace('-', '_')}"] = value
        self.environment["PIP_QUIET"] = "1"
        self.hand_over()

    def hand_over(self):
        """Give everything to the user."""
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{USER}:{USER}", self.folder], check=True)

    def command(self, *words):
        """Return the words of a command and how it is to be run: by the user, in its home."""
        if os.geteuid() == 0:
            words = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *words)
        return {"args": words, "env": self.environment, "cwd": self.home}

    def run(self, *words):
        """Run a command in the image, and print it with its time."""
        print("+", shlex.join(words), flush=True)
        start = time.monotonic()
        subprocess.run(**self.command(*words), check=True)
        print(f"  {time.monotonic() - start:.1f} s", flush=True)

    def build(self):
        """Set up what conda sets up on Binder, then run our own steps of the Dockerfile."""
        python = Path(self.environment["NB_PYTHON_PREFIX"], "bin", "python")
        names, pins = image_versions()
        self.run("python3", "-m", "venv", str(python.parents[1]))
        pinned = self.folder / "pins.txt"
        pinned.write_text("\n".join(pins))
        self.run(str(python), "-m", "pip", "install", *sorted(names), "-c", str(pinned))
        for step in self.ours:
            self.run("/bin/sh", "-c", step)
        self.run(str(python), "-m", "pip", "check")  # what we bring fits what the image has

    def add_mnist(self, source):
        """Let it be built once more, with MNIST there: as if a mirror had delivered it."""
        here = self.home / ".cache" / "dig2ai"
        here.mkdir(parents=True, exist_ok=True)
        for path in Path(source).glob("*.gz"):
            shutil.copy(path, here)
        self.hand_over()
        for step in self.ours[1:]:
            self.run("/bin/sh", "-c", step)
        assert (here / "mnist-pixels.npy").exists()

    def lose_fractions(self):
        """Cut all dates to whole seconds: an image's layers keep no fractions."""
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                os.utime(path, (int(path.stat().st_mtime),) * 2)

    def prepared(self):
        """Return what should be there before a reader comes, each file with its date."""
        kinds = ("*.pyc", "fontlist*", "mnist-pixels.npy")
        files = (path for kind in kinds for path in self.folder.rglob(kind))
        return {path: path.stat().st_mtime_ns for path in files}

    @contextlib.contextmanager
    def server(self):
        """Start JupyterLab as Binder does; yields the file in which it describes itself."""
        import repo2docker.buildpacks.base as base

        options = {"base_url": "/user/dig2ai-dig2ai-1a2b3c4d/", "token": secrets.token_hex(16)}
        options |= OPTIONS
        words = [f"--{app}.{name}={value}" for app in ("NotebookApp", "ServerApp")
                 for name, value in options.items()]  # fmt: skip
        words += ["--ip=127.0.0.1", f"--port={lab_server.free_port()}"]
        words += ["--LabApp.expose_app_in_browser=True"]  # for the tests, which speak with the page
        start = string.Template(self.environment["R2D_ENTRYPOINT"]).substitute(self.environment)
        entrypoint = Path(base.__file__).with_name("repo2docker-entrypoint")
        command = self.command("python3", str(entrypoint), "python3", "-c", LAUNCH, *words)
        command["env"] = {**command["env"], "R2D_ENTRYPOINT": start}
        runtime = self.home / ".local" / "share" / "jupyter" / "runtime"
        with lab_server.running(folder=self.folder, runtime=runtime, **command) as description:
            yield description


def browse(description, tests):
    """Run browser tests against the server that describes itself there."""
    subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-s", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, env={**os.environ, "DIG2AI_LAB": str(description)}, check=True,
    )  # fmt: skip


def main(words):
    """Build the image, and look at the result in a browser."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "tests", nargs=argparse.REMAINDER, help="for pytest, in place of the usual ones"
    )
    tests = parser.parse_args(words).tests
    with tempfile.TemporaryDirectory(prefix="binder-") as folder:
        os.chmod(folder, 0o755)
        image = Image(Path(folder).resolve())
        image.build()
        if source := os.environ.get("DIG2AI_DATA_DIR"):
            image.add_mnist(source)
        image.lose_fractions()
        before = image.prepared()
        with image.server() as description:
            browse(description, FIRST)
            late = image.prepared().items() - before.items()
            assert not late, f"made while a reader waited: {sorted(path for path, _ in late)}"
            browse(description, tests or THEN)


if __name__ == "__main__":
    main(sys.argv[1:])
