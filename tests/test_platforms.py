"""Windows, other alphabets, read-only installations, accounts without a home, newer Pythons."""

import ast
import functools
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hostile_server import HostileServer
from test_download import CONTENT, FILES, FIRST, contents
from test_links import ROOT, files
from test_mnist_files import write_idx

from dig2ai_helpers import Network, load_digits, sweep
from dig2ai_helpers.checks.cases import new_seed
from dig2ai_helpers.digits import download, mnist
from dig2ai_helpers.digits.mnist import (
    COPY_NAME,
    MNIST_FILES,
    mnist_folder,
    mnist_is_here,
    read_mnist,
)

unix = pytest.mark.skipif(os.name != "posix", reason="Windows has other rights and names")
PACKAGE = ROOT / "dig2ai_helpers"
HOME = "Jürgen Ωλ 日本"


# Names of files


def test_every_file_of_the_project_can_have_its_name_on_windows():
    names = [path.relative_to(ROOT).as_posix() for path in files()]
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) < 100
    for part in {part for name in names for part in name.split("/")}:
        assert not re.search(r'[<>:"\\|?*\x00-\x1f]|[. ]$', part), part
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", part, re.IGNORECASE)


@pytest.mark.parametrize("kind", [str, Path])
@pytest.mark.parametrize("name", ["net.npz", "my net", "größe Ωλ.npz", "数字.weights", "a.b.npz"])
def test_a_network_is_saved_under_any_name(tmp_path, name, kind):
    folder = tmp_path / HOME
    folder.mkdir()
    Network((6, 3)).save(kind(folder / name))
    assert [path.name for path in folder.iterdir()] == [name]
    assert Network.load(kind(folder / name)).sizes == (6, 3)


@unix
def test_a_network_is_saved_under_the_longest_name_that_there_is(tmp_path):
    path = tmp_path / f"{'n' * 251}.npz"
    Network((6, 3)).save(path)
    assert Network.load(path).sizes == (6, 3)


def test_a_name_beside_the_notebook_is_enough(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Network((6, 3)).save("net.npz")
    assert Network.load("net.npz").sizes == (6, 3)


# Where MNIST lies


@pytest.fixture
def four_files(tmp_path):
    """Give a folder, in a home with a foreign name, that holds four files of the right names."""
    folder = tmp_path / HOME / "MNIST's digits"
    folder.mkdir(parents=True)
    for name in MNIST_FILES:
        (folder / name).touch()
    return folder


@pytest.mark.parametrize(
    "written",
    ["{}", "{}/", "{}/.", "~/MNIST's digits", "MNIST's digits", "../{home}/MNIST's digits"],
)
def test_the_folder_may_be_written_in_any_way(four_files, monkeypatch, written):
    home = four_files.parent
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("DIG2AI_DATA_DIR", written.format(four_files, home=home.name))
    assert mnist_is_here(mnist_folder())
    assert mnist_folder().resolve() == four_files


@pytest.mark.parametrize("written", ["nowhere", "a file", "~nobody-of-this-name/mnist"])
def test_where_there_is_no_mnist_the_bundled_digits_are_used(tmp_path, monkeypatch, written):
    (tmp_path / "a file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIG2AI_DATASET", raising=False)
    monkeypatch.setenv("DIG2AI_DATA_DIR", written)
    assert load_digits().name == "bundled"
    with pytest.raises(FileNotFoundError, match="MNIST is not complete in"):
        load_digits("mnist")


@unix
def test_an_account_without_a_home_has_a_place_for_mnist_all_the_same(monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "DIG2AI_DATA_DIR", "DIG2AI_DATASET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)  # nobody knows this account
    assert mnist_folder().is_absolute()
    assert load_digits().name in ("bundled", "mnist")


# What Windows does not allow


@pytest.fixture
def nothing_is_replaced(monkeypatch):
    """Let every replacement fail, as on Windows when another program has the file open."""

    def refuse(*_):
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", refuse)


def test_a_network_that_is_open_elsewhere_stays_as_it_is(tmp_path, nothing_is_replaced):
    (tmp_path / "net.npz").write_bytes(b"mine")
    with pytest.raises(PermissionError, match=r"net\.npz can't be written: is it open elsewhere\?"):
        Network((6, 3)).save(tmp_path / "net.npz")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


def test_mnist_is_read_although_its_copy_is_open_elsewhere(
    tmp_path, monkeypatch, nothing_is_replaced
):
    sizes = [(6, 28, 28), (6,), (2, 28, 28), (2,)]
    monkeypatch.setattr(mnist, "SHAPES", dict(zip(MNIST_FILES, sizes, strict=True)))
    monkeypatch.setattr(mnist, "PIXELS_SHAPE", (8, 784))
    for name, size in mnist.SHAPES.items():
        write_idx(tmp_path / name, size, mark=3)
    (tmp_path / COPY_NAME).write_bytes(b"an older copy")
    pixels, labels = read_mnist(tmp_path)
    assert pixels[0, 0] == pixels[7, 783] == labels[0] == 3
    assert {path.name for path in tmp_path.iterdir()} == {*MNIST_FILES, COPY_NAME}


def test_a_download_over_a_file_that_is_open_elsewhere_is_told(tmp_path, nothing_is_replaced):
    (tmp_path / FIRST).write_bytes(b"mine")
    with HostileServer(CONTENT) as server:
        with pytest.raises(PermissionError, match="no permission to write into"):
            download.fetch(FILES, tmp_path, [server.mirror("good")], False)
    assert contents(tmp_path) == {FIRST: b"mine"}


def test_a_download_is_content_with_the_file_that_another_run_put_there(tmp_path, monkeypatch):
    def another_was_faster(mine, name):
        Path(name).write_bytes(Path(mine).read_bytes())
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", another_was_faster)
    with HostileServer(CONTENT) as server:
        download.fetch(FILES, tmp_path, [server.mirror("good")], False)
    assert contents(tmp_path) == CONTENT


# A fork is not safe beside the threads of other tests.
@pytest.mark.parametrize("method", sorted({*multiprocessing.get_all_start_methods()} - {"fork"}))
def test_a_sweep_runs_in_processes_however_they_start(digits, method):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method)) as pool:
        (result,) = sweep({"neurons": [4], "epochs": [1]}, digits, pool)
    assert result["diverged"] is None


# Letters that a console does not know


def python(code, *options, **environment):
    """Run code in a new Python; return its exit code, and what it wrote as bytes."""
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


TELL = r"""
import runpy, sys
from dig2ai_helpers.digits import download
download.MNIST_FILES = {}  # nothing to fetch
sys.argv[1:] = ["download-mnist", "--folder", "\u6570\u5b57 \u03a9\u03bb"]
runpy.run_module("dig2ai_helpers", run_name="__main__")
"""


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "数字 Ωλ".encode()),
        ("cp1252", rb"\u6570\u5b57 \u03a9\u03bb"),
        ("cp437", b"\\u6570\\u5b57 \xea\\u03bb"),
    ],
)
def test_the_shell_command_can_name_every_folder(encoding, written):
    code, out, err = python(TELL, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (code, err) == (0, b"")
    assert out.startswith(b"MNIST is in " + written + b" (4 files")


EVERYTHING = """
import tempfile
from dig2ai_helpers import Network, check_setup, load_digits, recipes, train
from dig2ai_helpers.checks import check_one_hot
digits = load_digits("bundled")
net = Network((784, 8, 10))
print(train(net, digits.train, validation=digits.validation, epochs=1), digits.train)
print(net.summary())
recipes["dig2ai"].run(digits, epochs=1)
check_one_hot(None)
check_setup()
with tempfile.TemporaryDirectory() as folder:
    net.save(folder + "/net.npz")
    Network.load(folder + "/net.npz")
"""


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_every_console_can_show_what_is_printed(encoding):
    code, out, err = python(EVERYTHING, PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    assert (code, err) == (0, b"")
    assert b"softmax" in out and b"bundled digits" in out


def test_no_file_is_read_or_written_in_the_encoding_of_the_machine():
    strict = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning")
    code, _, err = python(EVERYTHING, *strict)
    assert (code, err) == (0, b"")


# A newer Python


def sources():
    """Yield the name and text of every Python file of the project and every notebook's cell."""
    for path in files():
        if path.suffix == ".py":
            yield path.name, path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    yield path.name, "".join(cell["source"])


def test_no_line_is_one_that_newer_pythons_refuse():
    for name, text in sources():
        with warnings.catch_warnings(action="error"):  # an escape like "\\s" is one in the end
            tree = ast.parse(text, name)
        for block in ast.walk(tree):
            if isinstance(block, ast.Try):
                leaving = (ast.Return, ast.Break, ast.Continue)
                lasts = [part for last in block.finalbody for part in ast.walk(last)]
                assert not any(isinstance(part, leaving) for part in lasts), name


# An installation that belongs to somebody else

RIGHTS = """
import os, sys
from pathlib import Path
import dig2ai_helpers
from dig2ai_helpers import Network, check_setup, download_mnist, figures, interact
from dig2ai_helpers import load_digits, load_network, train
digits = load_digits()
net = Network((784, 8, 10))
train(net, digits.train, validation=digits.validation, epochs=1)
print(Path(dig2ai_helpers.__file__).parent)
print(digits.name, load_network().sizes, check_setup())
print(figures.show_digits(digits.test.images[:3])._repr_mimebundle_())
print(interact.playground(digits)._repr_mimebundle_())
for deed in (lambda: net.save("net.npz"), download_mnist):
    try:
        deed()
    except OSError as problem:
        print(type(problem).__name__, problem)
"""


@functools.cache
def without_power_over_rights():
    """The beginning of a command that obeys the rights of files, even if root gives it."""
    if os.geteuid() != 0:
        return []
    command = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    if shutil.which("setpriv") is None or subprocess.run([*command, "true"]).returncode:
        pytest.skip("root may write everywhere, and there is no setpriv to take that away")
    return command


@pytest.fixture
def read_only(tmp_path):
    """Give a place that holds a copy of the package, a folder of notebooks and a home."""
    place = tmp_path / HOME
    shutil.copytree(PACKAGE, place / "dig2ai_helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "notebooks").mkdir()
    (place / "home").mkdir()
    everything = [place, *place.rglob("*")]
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield place
    for path in everything:
        path.chmod(0o755)


@unix
@pytest.mark.parametrize("home", ["home", "no such home"])
def test_all_works_where_nothing_can_be_written(read_only, home):
    before = sorted(read_only.rglob("*"))
    names = ("DIG2AI_DATA_DIR", "DIG2AI_DATASET", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    environment |= {"HOME": str(read_only / home), "PYTHONPATH": str(read_only)}
    done = subprocess.run(
        [*without_power_over_rights(), sys.executable, "-c", RIGHTS],
        cwd=read_only / "notebooks",
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{read_only / 'dig2ai_helpers'}\n")
    assert "bundled (784, 512, 256, 10) True" in done.stdout
    assert done.stdout.count("<img alt=") >= 2
    assert "PermissionError nothing can be written into the folder ." in done.stdout
    assert f"PermissionError no permission to write into {read_only / home}" in done.stdout
    assert not re.sub(r"(?m)^.*[Mm]atplotlib.*\n", "", done.stderr)  # it says where it writes
    assert sorted(read_only.rglob("*")) == before


# Under test


@pytest.mark.parametrize("value, same", [("1", True), ("0", False), ("", False), (None, False)])
def test_a_checks_cases_are_the_same_each_time_only_under_test(monkeypatch, value, same):
    monkeypatch.delenv("DIG2AI_TEST")
    if value is not None:
        monkeypatch.setenv("DIG2AI_TEST", value)
    assert (len({new_seed() for _ in range(5)}) == 1) == same


def test_the_clone_does_not_say_what_the_scripts_of_an_environment_inside_it_are():
    """JupyterLab has one that a Node on the path runs: as a module, it ends with a trace."""
    assert "type" not in json.loads((ROOT / "package.json").read_text())
