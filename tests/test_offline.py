"""The memory stick for a room without internet: packed for any computer, installed on one.

``DIG2AI_OFFLINE_PROOF=1`` does all of it: packs a stick (about 115 MB are fetched), and then
installs, tests and starts the series from it, with the network taken away.
"""

import ast
import io
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import offline
import pytest
from stick import install

from dig2ai_helpers.digits.mnist import MNIST_FILES
from dig2ai_helpers.own_files import UNFINISHED

ROOT = Path(__file__).parents[1]


def write_wheel(folder, name, *needs):
    """Write a wheel with nothing in it but its name and what it needs."""
    told = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    told += "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", told)
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")


def test_a_computer_is_named_by_its_system_and_its_python():
    system, python = offline.computer("windows-3.12")
    assert system.tags == ("win_amd64",) and python == "3.12"
    if platform.machine().lower() in ("x86_64", "amd64"):  # as most that run this
        assert offline.computer(offline.this_computer())


@pytest.mark.parametrize("name", ["windows", "windows-3.10", "amiga-3.12", "macos-3.12.1", "-3.12"])
def test_a_name_that_is_none_gets_the_list_of_those_that_are(name):
    with pytest.raises(SystemExit, match=r"can't be packed for; .*windows.*macos.*linux"):
        offline.computer(name)


def test_the_stick_has_what_the_requirements_name_and_what_builds_the_package():
    names = " ".join(offline.requirements())
    for part in ("hatchling", "editables", "numpy", "jupyterlab", "nbval"):
        assert part in names
    assert "#" not in names and "-e" not in names.split()


@pytest.fixture
def shelf(tmp_path):
    """Give a folder with a package that needs another one on each system, and those two."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    conditions = 'glass; sys_platform == "win32"', 'fruit; platform_system == "Darwin"'
    write_wheel(folder, "demo", *conditions, 'later; python_version >= "3.13"')
    for name in ("glass", "fruit", "later"):
        write_wheel(folder, name)
    return folder


@pytest.mark.parametrize(
    ("name", "fetched"),
    [
        ("windows-3.12", {"demo", "glass"}),
        ("macos-3.12", {"demo", "fruit"}),
        ("linux-3.13", {"demo", "later"}),
    ],
)
def test_each_system_gets_what_it_needs_itself(shelf, tmp_path, monkeypatch, name, fetched):
    pytest.importorskip("pip", reason="offline.py fetches with pip")
    monkeypatch.setattr(offline, "requirements", lambda: ["demo"])
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", shelf.as_uri())
    (tmp_path / "wheels").mkdir()
    offline.fetch(name, tmp_path / "wheels")
    assert {path.name.split("-")[0] for path in (tmp_path / "wheels").iterdir()} == fetched


def test_what_was_left_out_is_noticed(shelf):
    answers = offline.answers(*offline.computer("windows-3.12"))
    assert offline.not_packed(shelf, answers) == []
    next(shelf.glob("glass*")).unlink()
    assert offline.not_packed(shelf, answers) == ["glass"]
    assert offline.not_packed(shelf, offline.answers(*offline.computer("linux-3.12"))) == []


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_series_is_packed_as_git_knows_it_and_as_it_is_now(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for name in ("kept.txt", "secret.txt", "gone.txt", "Übung 1.txt"):
        (source / name).write_text("old")
    subprocess.run(["git", "init", "-q"], cwd=source, check=True)
    subprocess.run(["git", "add", "kept.txt", "gone.txt", "Übung 1.txt"], cwd=source, check=True)
    (source / "kept.txt").write_text("new")
    (source / "gone.txt").unlink()
    offline.copy_series(source, tmp_path / "copy")
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {"kept.txt", "Übung 1.txt"}
    assert (tmp_path / "copy" / "kept.txt").read_text() == "new"


def test_a_python_that_will_not_do_is_told_in_a_sentence():
    assert install.complaint((3, 12), "windows-3.12", ["linux-3.11", "windows-3.12"]) is None
    assert "offline" not in install.complaint((3, 12), "win-arm64-3.12", ["windows-3.12"])
    assert not install.MARK.startswith(UNFINISHED)  # nor is it removed as what was half written
    assert "3.9; Dig2AI needs Python 3.11" in install.complaint((3, 9), "windows-3.9", [])
    told = install.complaint((3, 13), "windows-3.13", ["linux-3.11", "windows-3.12"])
    assert "linux-3.11, windows-3.12" in told and told.endswith("make offline FOR=windows-3.13")


def test_an_old_python_can_read_the_script_far_enough_to_be_told():
    text = (ROOT / "tools" / "stick" / "install.py").read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))


def test_what_a_learner_changed_stays_and_all_else_is_as_on_the_stick(tmp_path):
    stick, folder = tmp_path / "stick", tmp_path / "Meine Übung"
    for name in ("notebooks/01.ipynb", "notebooks/02.ipynb", "package/code.py"):
        (stick / name).parent.mkdir(parents=True, exist_ok=True)
        (stick / name).write_text("from the stick")
        (stick / name).chmod(0o444)
    (stick / "notebooks/._01.ipynb").write_text("added by macOS")
    assert install.copy_series(stick, folder) == []
    assert not (folder / "notebooks/._01.ipynb").exists()
    (folder / "notebooks/01.ipynb").write_text("my own")
    (folder / "package/code.py").write_text("damaged")
    (folder / "notebooks/02.ipynb").unlink()
    assert install.copy_series(stick, folder) == ["01.ipynb"]
    assert (folder / "notebooks/01.ipynb").read_text() == "my own"
    assert (folder / "notebooks/02.ipynb").read_text() == "from the stick"
    assert (folder / "package/code.py").read_text() == "from the stick"


@pytest.mark.parametrize("size", [0, 1, 500])
def test_a_notebook_that_was_cut_short_is_repaired(tmp_path, size):
    stick, folder = tmp_path / "stick", tmp_path / "folder"
    for place in (stick, folder):
        place.mkdir()
    whole = bytes(range(200)) * 5
    (stick / "01.ipynb").write_bytes(whole)
    (folder / "01.ipynb").write_bytes(whole[:size])
    assert install.copy_series(stick, folder) == []
    assert (folder / "01.ipynb").read_bytes() == whole
    assert [path.name for path in folder.iterdir()] == ["01.ipynb"]


def test_a_copy_that_fails_leaves_nothing_cut_under_a_name(tmp_path, monkeypatch):
    stick, folder = tmp_path / "stick", tmp_path / "folder"
    stick.mkdir()
    (stick / "01.ipynb").write_text("from the stick")

    def full(source, copy):
        Path(copy).write_text("from")
        raise OSError(28, "No space left on device", copy)

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        with pytest.raises(OSError, match="No space left"):
            install.copy_series(stick, folder)
    assert not (folder / "01.ipynb").exists()
    assert install.copy_series(stick, folder) == []
    assert [path.read_text() for path in folder.iterdir()] == ["from the stick"]


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """Give a stick with a README in its series; environment and packages are left out."""
    place = tmp_path / "stick"
    (place / "dig2ai").mkdir(parents=True)
    (place / "dig2ai" / "README.md").write_text("from the stick")
    (place / "wheels").mkdir()
    (place / "packed-for.txt").write_text(install.this_computer(), encoding="utf-8-sig")
    monkeypatch.setattr(install, "STICK", place)
    monkeypatch.setattr(install, "CHECK", "")
    monkeypatch.setattr(install, "make_environment", lambda folder: Path(sys.executable))
    monkeypatch.setattr(install, "install_packages", lambda *_: None)

    def run(folder, answer):
        def asked(question):
            if answer is None:
                raise EOFError
            return answer

        monkeypatch.setattr("builtins.input", asked)
        monkeypatch.setattr(sys, "argv", ["install.py", str(folder)])
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO()))
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO()))
        install.main()

    return run


@pytest.mark.parametrize("answer", ["", "n", "what?", None])
def test_a_folder_with_other_things_is_left_alone(stick, tmp_path, answer):
    folder = tmp_path / "mine"
    (folder / ".venv").mkdir(parents=True)
    (folder / "README.md").write_text("mine")
    with pytest.raises(SystemExit, match="Nothing was changed"):
        stick(folder, answer)
    assert (folder / "README.md").read_text() == "mine"
    assert {path.name for path in folder.iterdir()} == {".venv", "README.md"}


@pytest.mark.parametrize("kind", ["new", "empty", "agreed to"])
def test_a_folder_of_its_own_is_used_again_without_a_question(stick, tmp_path, kind):
    folder = tmp_path / "Dig2AI"
    if kind != "new":
        folder.mkdir()
    if kind == "agreed to":
        (folder / "README.md").write_text("mine")
    stick(folder, "y" if kind == "agreed to" else None)
    (folder / "README.md").write_text("damaged")
    stick(folder, None)
    assert (folder / "README.md").read_text() == "from the stick"


def test_a_stick_that_is_not_whole_says_what_it_lacks(stick, tmp_path):
    for name in ("wheels", "dig2ai", "packed-for.txt"):
        (tmp_path / "stick" / name).rename(tmp_path / name)
        with pytest.raises(SystemExit, match=rf"{name}.* should stand beside install.py"):
            stick(tmp_path / "Dig2AI", None)
    assert not (tmp_path / "Dig2AI").exists()


def test_an_interrupt_says_that_it_can_be_run_again(stick, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(install, "install_packages", interrupted)
        with pytest.raises(SystemExit, match="Run it again"):
            stick(tmp_path / "Dig2AI", None)
    stick(tmp_path / "Dig2AI", None)


def test_what_is_no_folder_becomes_none(capsys):
    with pytest.raises(SystemExit, match='put it into quotes: "My Folder"'):
        install.target(["My", "Folder"])
    with pytest.raises(SystemExit):
        install.target(["--help"])
    assert "python install.py FOLDER" in capsys.readouterr().out


def test_mnist_goes_where_the_series_looks_for_it(tmp_path, monkeypatch):
    place = tmp_path / "nirgends" / "Übung 1"
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(place))
    source = tmp_path / "mnist"
    assert "not on this stick" in install.copy_mnist(sys.executable, source)
    source.mkdir()
    for name in MNIST_FILES:
        (source / name).write_text(name)
    assert install.copy_mnist(sys.executable, source) == f"MNIST is now in {place}."
    assert {path.name: path.read_text() for path in place.iterdir()} == dict(
        zip(MNIST_FILES, MNIST_FILES, strict=True)
    )
    assert install.copy_mnist(sys.executable, source) == f"MNIST is in {place}."


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path / "file"))
    (tmp_path / "mnist").mkdir()
    told = install.copy_mnist(sys.executable, tmp_path / "mnist")
    assert told.startswith(f"MNIST could not be put into {tmp_path / 'file'} (")


# The whole proof. A learner's account: another user where root runs this, another home anyway.

GUEST = 65534  # "nobody"
SERVER = """
import os, sys, urllib.request
from pathlib import Path
sys.path.insert(0, "tools")
from lab_server import address, free_port, own_folders, running
command = ["sh", "start.sh", "--no-browser", f"--port={free_port()}"]
options = {"env": {**os.environ, **own_folders(Path.home())}}
with running(command, Path.home(), **options) as description:
    url, token = address(description)
    page = f"{url}lab/tree/notebooks/00-start-here.ipynb?token={token}"
    print("JupyterLab answers", urllib.request.urlopen(page, timeout=5).status)
"""


class Room:
    """A room without a network, with an account that has nothing but an empty home."""

    def __init__(self, home):
        variables = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        variables |= {f"{kind}_proxy": "http://127.0.0.1:9" for kind in ("http", "https")}
        variables |= {"no_proxy": "127.0.0.1", "OPENBLAS_NUM_THREADS": "1"}
        self.command = ["env", "-i", *[f"{name}={value}" for name, value in variables.items()]]
        if os.geteuid() == 0 and shutil.which("setpriv"):
            os.chown(home, GUEST, GUEST)
            guest = [f"--reuid={GUEST}", f"--regid={GUEST}", "--clear-groups", "--inh-caps=-all"]
            self.command = ["setpriv", *guest, *self.command]
            cut = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
            if shutil.which("unshare") and not subprocess.run([*cut, "true"]).returncode:
                self.command = [*cut, *self.command]
        self.home = home

    def run(self, *command, cwd=None):
        done = subprocess.run(
            [*self.command, *map(str, command)],
            cwd=cwd or self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def python(self):
        """Find a Python of the version that runs this, with venv, that the guest may use."""
        name = "python{}.{}".format(*sys.version_info[:2])
        for path in (sys._base_executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
            code, _ = self.run(path, "-c", "import ensurepip, venv")
            if code == 0:
                return path
        pytest.skip(f"no {name} with venv that another user may run")


@pytest.mark.skipif("DIG2AI_OFFLINE_PROOF" not in os.environ, reason="fetches 115 MB when asked")
@pytest.mark.skipif(os.name == "nt", reason="written for Unix")
def test_a_room_without_a_network_installs_tests_and_starts_the_series():
    with tempfile.TemporaryDirectory(prefix="Übung mit Zoë ") as folder:
        stick, home = Path(folder) / "USB stick", Path(folder) / "home of Zoë"
        stick.mkdir()
        home.mkdir()
        os.chmod(folder, 0o755)
        offline.pack([offline.this_computer()], stick)
        for path in (stick, *stick.rglob("*")):
            path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH | (0o111 * path.is_dir()))

        room = Room(home)
        python = room.python()
        for _ in range(2):
            code, told = room.run(python, stick / "install.py")
            assert code == 0 and "Done." in told and "MISSING" not in told, told
        series = home / "Dig2AI"
        code, told = room.run(
            series / ".venv/bin/python", "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider",
            "notebooks/00-start-here.ipynb", "notebooks/02-forward-propagation.ipynb", cwd=series,
        )  # fmt: skip
        assert code == 0, told
        (home / "server.py").write_text(SERVER)
        code, told = room.run(python, home / "server.py", cwd=series)
        assert code == 0 and "JupyterLab answers 200" in told, told
