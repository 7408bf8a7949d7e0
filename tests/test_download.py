"""The download against a real web server on this machine that misbehaves in every way we know."""

import contextlib
import functools
import hashlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hostile_server import HostileServer
from tqdm import tqdm

from dig2ai_helpers import __main__ as shell
from dig2ai_helpers.digits import download, mnist
from dig2ai_helpers.digits.mnist import KnownFile

unix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals and limits")

CONTENT = {
    f"file-{number}.gz": np.random.default_rng(number).bytes(size)
    for number, size in enumerate([300_000, 20_000, 5_000])
}
FIRST = "file-0.gz"
FILES = {
    name: KnownFile(len(data), hashlib.sha256(data).hexdigest()) for name, data in CONTENT.items()
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Shorten every waiting time."""
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(download, "SILENT_SECONDS", 0.4)
    monkeypatch.setattr(download, "SPEED_SECONDS", 0.5)


@pytest.fixture
def server():
    """Give a server of the made-up files."""
    with HostileServer(CONTENT) as server:
        yield server


@pytest.fixture
def bars(monkeypatch):
    """Collect the bars that are asked for; they draw into the void, whatever stderr is."""
    bars = []

    def bar(total, unit, description, shown):
        bars.append(tqdm(total=total, disable=not shown, file=io.StringIO()))
        return bars[-1]

    monkeypatch.setattr(download, "progress_bar", bar)
    return bars


@pytest.fixture
def folder(tmp_path):
    """Name a folder that does not exist yet, with a space and letters that are not ASCII."""
    return tmp_path / "meine Übung" / "数字"


def fetch(server, folder, *behaviours, progress=False):
    """Fetch the made-up files from one mirror for each behaviour."""
    mirrors = [server.mirror(behaviour) for behaviour in behaviours]
    download.fetch(FILES, folder, mirrors, progress)


def contents(folder):
    """Return everything in a folder: ``{name: bytes}``, None for a folder in it."""
    return {p.name: p.read_bytes() if p.is_file() else None for p in folder.iterdir()}


def process(server, folder, behaviour, before=""):
    """Start the same fetch in a process of its own, which prints one line about the outcome."""
    code = f"""
import os, sys
from pathlib import Path
import requests, tqdm  # now, while they can be read by whoever runs the tests
from dig2ai_helpers.digits import download
from dig2ai_helpers.digits.mnist import KnownFile
FILES = {FILES!r}
{before}
try:
    download.fetch(FILES, Path(sys.argv[1]), [sys.argv[2]], False)
except Exception as problem:
    print(type(problem).__name__, problem)
else:
    print("done")
"""
    command = [sys.executable, "-c", code, str(folder), server.mirror(behaviour)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


# Mirrors that work


@pytest.mark.parametrize("kind", ["good", "good_without_length", "labelled_gzip"])
def test_all_files_arrive_and_nothing_else(server, folder, kind):
    fetch(server, folder, kind)
    assert contents(folder) == CONTENT


def test_a_slow_but_steady_mirror_is_not_given_up(server, folder, monkeypatch):
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0.1)  # a file takes 0.6 seconds
    monkeypatch.setattr(download, "SPEED_SECONDS", 0.3)
    monkeypatch.setattr(download, "SILENT_SECONDS", 10)  # a busy machine may be silent, too
    monkeypatch.setattr(download, "SLOWEST", 500)  # and slow
    fetch(server, folder, "slow_but_steady")
    assert contents(folder) == CONTENT
    assert len(server.asked) == 3


def test_after_a_good_start_the_speed_still_counts(monkeypatch):
    monkeypatch.setattr(download, "CONNECT_SECONDS", 0)
    monkeypatch.setattr(download, "SPEED_SECONDS", 0.05)

    def pieces():
        yield bytes(1_000)
        for _ in range(15):
            time.sleep(0.01)
            yield b"."

    with pytest.raises(download.MirrorFailed, match="sent fewer than 5000 bytes a second"):
        list(download._in_time(pieces()))


def test_files_that_are_right_are_not_fetched_again(server, folder):
    fetch(server, folder, "good")
    (folder / FIRST).unlink()
    server.asked.clear()
    fetch(server, folder, "good")
    assert server.asked == [("good", FIRST)]
    server.asked.clear()
    fetch(server, folder, "good")
    assert server.asked == []


def test_files_that_are_wrong_are_replaced_with_a_word_about_it(server, folder, capsys):
    fetch(server, folder, "good")
    (folder / FIRST).write_bytes(CONTENT[FIRST][:-1] + b"?")
    fetch(server, folder, "good", progress=True)
    assert contents(folder) == CONTENT
    assert f"{folder / FIRST} is damaged or another file: it is fetched anew" in (
        capsys.readouterr().out
    )


def test_a_file_that_cannot_be_read_is_fetched_again(server, folder, monkeypatch):
    fetch(server, folder, "good")
    server.asked.clear()

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    fetch(server, folder, "good")
    assert server.asked == [("good", name) for name in FILES]


def test_a_wrong_file_stays_until_the_right_one_has_come(server, folder):
    folder.mkdir(parents=True)
    (folder / FIRST).write_bytes(b"mine")
    with pytest.raises(ConnectionError):
        fetch(server, folder, "corrupted")
    assert contents(folder) == {FIRST: b"mine"}


@unix
def test_another_user_of_the_machine_may_read_the_files(server, folder):
    umask = os.umask(0o022)
    try:
        fetch(server, folder, "good")
    finally:
        os.umask(umask)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


# Mirrors that do not

FAILURES = {
    "truncated": "sent only 150000 of 300000 bytes",
    "truncated_falsely": "the line was cut after 150000 of 300000 bytes",
    "corrupted": "sent another file: its SHA-256 is wrong",
    "too_long": "sent more than the 300000 bytes of the file",
    "status-403": "answered 403 Forbidden",
    "status-404": "answered 404 Not Found",
    "status-500": "answered 500 Internal Server Error",
    "stalls_at_once": "silent for 0.4 seconds",
    "stalls_half_way": "silent for 0.4 seconds",
    "cuts_the_line": "the line was cut after 150000 of 300000 bytes",
    "drips": "sent fewer than 5000 bytes a second",
    "heads_without_end": "sent fewer than 5000 bytes a second",
    "goes_on_without_end": "sent fewer than 5000 bytes a second",
    "chunk_lines_without_end": "sent fewer than 5000 bytes a second",
    "trailers_without_end": "sent fewer than 5000 bytes a second",
    "rings": r"answered 500 \[2Jx+\)",
    "web_page": "sent a web page instead of the file",
    "redirects": "redirects without end",
    "redirects_nowhere": "its address, or that of the proxy, can't be read",
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_mirror_that_fails_is_left_for_the_next(server, folder, failure, bars, capfd):
    start = time.monotonic()
    fetch(server, folder, failure, "good", progress=True)
    assert time.monotonic() - start < 5
    assert contents(folder) == CONTENT
    assert bars[0].desc.startswith("MNIST, from another mirror")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "mirror, words",
    [
        ("mirror.test/mnist/", "No scheme supplied"),
        ("ftp://mirror.test/", "No connection adapters"),
    ],
)
def test_an_address_that_is_none_is_told(folder, mirror, words):
    with pytest.raises(ConnectionError, match=words):
        download.fetch(FILES, folder, [mirror], False)


@pytest.mark.parametrize("failure", FAILURES)
def test_nothing_is_left_of_a_download_that_failed(server, folder, failure):
    with pytest.raises(ConnectionError, match=FAILURES[failure]):
        fetch(server, folder, failure)
    assert contents(folder) == {}


def test_mirrors_are_asked_in_their_order_and_a_failed_one_last(server, folder):
    fetch(server, folder, "status-404", "truncated", "good")
    assert server.asked == [
        ("status-404", "file-0.gz"),
        ("truncated", "file-0.gz"),
        ("good", "file-0.gz"),
        ("good", "file-1.gz"),
        ("good", "file-2.gz"),
    ]


def test_a_mirror_that_failed_once_may_still_bring_a_later_file(server, folder):
    fetch(server, folder, "good_but_stalls_on-file-0.gz", "good_but_stalls_on-file-1.gz")
    assert contents(folder) == CONTENT


def test_files_that_came_before_the_failure_are_kept(server, folder):
    with pytest.raises(ConnectionError, match=r"no mirror delivered file-1\.gz"):
        fetch(server, folder, "good_but_stalls_on-file-1.gz")
    assert contents(folder) == {FIRST: CONTENT[FIRST]}


def test_when_all_mirrors_fail_one_sentence_says_why_and_what_to_do(server, folder):
    with pytest.raises(ConnectionError) as caught:
        fetch(server, folder, "status-403", "corrupted", "cuts_the_line")
    text = str(caught.value)
    failures = ("status-403", "corrupted", "cuts_the_line")
    assert ", ".join(f"{server.mirror(one)} ({FAILURES[one]})" for one in failures) in text
    assert "check the network and its proxy" in text
    assert f"into {folder} by hand" in text
    assert 'load_digits("bundled")' in text
    assert "\n" not in text
    assert contents(folder) == {}


def test_a_mirror_that_is_not_there_is_left_for_the_next(server, folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        download.fetch(FILES, folder, [nobody, server.mirror("good")], False)
        with pytest.raises(ConnectionError, match=r"\(no connection"):
            download.fetch(FILES, folder / "again", [nobody], False)
    assert contents(folder)[FIRST] == CONTENT[FIRST]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux drops callers of a full queue")
def test_a_mirror_that_takes_no_calls_is_left_for_the_next(server, folder):
    with contextlib.ExitStack() as sockets:
        full = sockets.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            caller = sockets.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        mirror = f"http://127.0.0.1:{full.getsockname()[1]}/"
        with pytest.raises(ConnectionError, match=r"no connection within 0\.5 seconds"):
            download.fetch(FILES, folder, [mirror], False)
        download.fetch(FILES, folder, [mirror, server.mirror("good")], False)
    assert contents(folder) == CONTENT


# What the reader sees


def test_the_bar_is_all_that_is_shown_when_all_goes_well(server, folder, bars, capfd):
    fetch(server, folder, "good", progress=True)
    assert [(bar.n, bar.total) for bar in bars] == [(325_000, 325_000)]
    assert capfd.readouterr() == ("", "")


def test_the_bar_goes_back_by_what_a_failed_mirror_sent(server, folder, bars):
    fetch(server, folder, "cuts_the_line", "good", progress=True)
    assert [(bar.n, bar.total) for bar in bars] == [(325_000, 325_000)]


def test_progress_can_be_silenced(server, folder, capfd):
    folder.mkdir(parents=True)
    (folder / FIRST).write_bytes(b"mine")
    fetch(server, folder, "corrupted", "good", progress=False)
    assert capfd.readouterr() == ("", "")


def test_a_notebook_without_ipywidgets_gets_no_warning(server, folder):
    notebook = """
import types
sys.modules["ipywidgets"] = None
sys.modules["ipykernel"] = sys.modules["ipykernel.zmqshell"] = types.ModuleType("ipykernel")
sys.modules["IPython"] = ipython = types.ModuleType("IPython")
ipython.get_ipython = lambda: types.SimpleNamespace(kernel=None)
for name in [name for name in sys.modules if name.startswith("tqdm")]:
    del sys.modules[name]
silent = download.fetch
download.fetch = lambda files, folder, mirrors, _: silent(files, folder, mirrors, True)
"""
    assert process(server, folder, "good", before=notebook).communicate(timeout=30) == (
        "done\n",
        "",
    )


# Two at once, and runs that are broken off


def test_two_processes_may_fetch_into_one_folder_at_once(server, folder):
    for attempt in range(5):
        place = folder / str(attempt)
        before = len(server.asked)
        both = [process(server, place, "slow_but_steady") for _ in range(2)]
        assert [p.communicate(timeout=30) for p in both] == [("done\n", "")] * 2
        assert contents(place) == CONTENT
        if server.asked[before:].count(("slow_but_steady", FIRST)) == 2:
            return  # they did overlap
    raise AssertionError("one was always done before the other began")


def test_a_file_is_never_seen_half_written_under_its_name(server, folder):
    running = process(server, folder, "slow_but_steady")
    sizes = set()
    while running.poll() is None:
        for name in FILES:
            if (folder / name).exists():
                sizes.add((name, (folder / name).stat().st_size))
    assert running.communicate()[0] == "done\n"
    assert sizes <= {(name, len(data)) for name, data in CONTENT.items()} and sizes


def test_a_killed_download_leaves_no_half_file_and_starts_again_cleanly(server, folder):
    running = process(server, folder, "stalls_half_way")
    assert server.halted.wait(30)
    running.kill()
    running.communicate()
    (leftover,) = folder.iterdir()
    assert leftover.name.startswith(".dig2ai-")

    fetch(server, folder, "good")
    assert contents(folder) == {**CONTENT, leftover.name: None}  # it might have been alive

    two_days_ago = time.time() - 2 * 86_400
    os.utime(leftover, (two_days_ago, two_days_ago))
    fetch(server, folder, "good")
    assert contents(folder) == CONTENT


@unix
def test_an_interrupted_download_leaves_nothing(server, folder):
    # a test run in the background has told its children to ignore SIGINT
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    running = process(server, folder, "stalls_half_way", before=listen)
    assert server.halted.wait(30)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert err.strip().endswith("KeyboardInterrupt")
    assert contents(folder) == {}


# What the disk does not allow


@unix
def test_a_folder_without_write_permission_is_named_and_no_mirror_is_asked(server):
    folder = Path(tempfile.mkdtemp())  # not tmp_path, which is closed to other users
    try:
        folder.chmod(0o555)
        leave_root = "if os.getuid() == 0: os.setgid(65534), os.setuid(65534)"
        for place in (folder, folder / "below"):
            out, _ = process(server, place, "good", before=leave_root).communicate(timeout=30)
            assert out.startswith(f"PermissionError no permission to write into {place}; set")
            assert "DIG2AI_DATA_DIR" in out and out.count("\n") == 1
        assert server.asked == [] and contents(folder) == {}
    finally:
        shutil.rmtree(folder)


FULL = "OSError no room left in {}; the download needs 0.3 MB there\n"


@unix
def test_a_full_disk_is_told_and_no_other_mirror_is_asked(server, folder):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    out, _ = process(server, folder, "good", before=limit).communicate(timeout=30)
    assert out == FULL.format(folder)
    assert server.asked == [("good", FIRST)]
    assert contents(folder) == {}


@unix
def test_a_really_full_disk_is_told_too(server, folder):
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can make a small disk to fill")
    try:
        out, _ = process(server, folder, "good").communicate(timeout=30)
        assert out == FULL.format(folder)
        assert contents(folder) == {}
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@unix
def test_a_pipe_in_the_place_of_a_file_is_replaced_and_not_waited_for(server, folder):
    folder.mkdir(parents=True)
    os.mkfifo(folder / FIRST)
    fetch(server, folder, "good")
    assert contents(folder) == CONTENT


def test_a_file_in_the_folders_place_is_told(server, folder):
    folder.parent.mkdir()
    folder.write_text("I am a file")
    with pytest.raises(OSError, match=r"could not put the files into .* set DIG2AI_DATA_DIR"):
        fetch(server, folder, "good")
    assert server.asked == []


# download_mnist and the shell


@pytest.fixture
def small_mnist(monkeypatch, server, folder):
    """Let the made-up files pass for MNIST, and ``folder`` for its usual place."""
    monkeypatch.setattr(download, "MNIST_FILES", FILES)
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(folder))


def test_download_mnist_uses_the_usual_folder_and_returns_it(small_mnist, server, folder):
    assert download.download_mnist(mirrors=[server.mirror("good")], progress=False) == folder
    assert contents(folder) == CONTENT


def test_download_mnist_takes_another_folder(small_mnist, server, tmp_path):
    other = str(tmp_path / "other")
    mirrors = (server.mirror("good").rstrip("/"),)
    assert download.download_mnist(other, mirrors, progress=False) == Path(other)
    assert contents(Path(other)) == CONTENT


@pytest.mark.parametrize("wrong", [5, b"abc", ["x"]])
def test_a_folder_must_have_a_name(wrong):
    with pytest.raises(TypeError, match="folder must be the name of a folder, or None, but is"):
        download.download_mnist(wrong)


@pytest.mark.parametrize("mirrors", ["https://example.org/", [], (), ["https://example.org/", 3]])
def test_mirrors_must_be_a_list_of_addresses(mirrors, folder):
    with pytest.raises(ValueError, match="mirrors must be a list of web folders"):
        download.download_mnist(folder, mirrors)
    assert not folder.exists()


def test_the_files_and_sums_are_those_of_mnist():
    sums = {name: known.sha256[:8] for name, known in mnist.MNIST_FILES.items()}
    assert sums == {
        "train-images-idx3-ubyte.gz": "440fcabf",
        "train-labels-idx1-ubyte.gz": "3552534a",
        "t10k-images-idx3-ubyte.gz": "8d422c7b",
        "t10k-labels-idx1-ubyte.gz": "f7ae60f9",
    }


def test_the_shell_command_says_where_the_files_are(
    small_mnist, server, folder, tmp_path, monkeypatch, capsys
):
    to_server = functools.partial(download.download_mnist, mirrors=[server.mirror("good")])
    monkeypatch.setattr(shell, "download_mnist", to_server)
    assert shell.main(["download-mnist"]) == 0
    said = rf"MNIST is in {re.escape(str(folder))} \(4 files, 11\.6 MB, \d{{1,2}}\.\d s\)\n"
    assert re.fullmatch(said, capsys.readouterr().out)
    assert shell.main(["download-mnist", "--folder", str(tmp_path / "elsewhere")]) == 0
    assert contents(tmp_path / "elsewhere") == CONTENT


@pytest.mark.parametrize(
    "problem, code, words",
    [
        (OSError("the disk is full"), 1, "the disk is full"),
        (ValueError("no folder"), 1, "no folder"),
        (KeyboardInterrupt(), 130, "stopped; nothing half-done was left behind"),
    ],
)
def test_the_shell_command_says_why_it_ended_early(problem, code, words, monkeypatch, capsys):
    def ends_early(folder):
        raise problem

    monkeypatch.setattr(shell, "download_mnist", ends_early)
    assert shell.main(["download-mnist"]) == code
    assert capsys.readouterr() == ("", f"{words}\n")


def in_a_shell(*arguments, **environment):
    """Run ``python -m dig2ai_helpers``; return its exit code, stdout and stderr."""
    command = [sys.executable, "-m", "dig2ai_helpers", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


def test_the_shell_command_fails_with_one_sentence(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        proxies = dict.fromkeys(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"], nobody)
        code, _, err = in_a_shell("download-mnist", "--folder", folder, **proxies)
    assert code == 1
    last = err.strip().splitlines()[-1]
    assert last.startswith("no mirror delivered train-images-idx3-ubyte.gz: ")
    assert all(f"{mirror} (the proxy did not connect)" in last for mirror in download.MIRRORS)
    assert "Traceback" not in err
    assert contents(folder) == {}


def test_the_shell_explains_itself():
    code, out, _ = in_a_shell("--help")
    assert code == 0 and "download-mnist" in out
    code, out, _ = in_a_shell("download-mnist", "--help")
    assert code == 0 and "--folder" in out
    for wrong in ([], ["upload-mnist"], ["download-mnist", "--colour"]):
        code, _, err = in_a_shell(*wrong)
        assert code == 2 and err.startswith("usage: python -m dig2ai_helpers")


@pytest.mark.mnist
def test_the_true_files_come_whole_from_the_one_mirror_that_works(folder):
    source = mnist.mnist_folder()
    if not mnist.mnist_is_here(source):
        pytest.skip(f"MNIST is not in {source}; fetch it or set DIG2AI_DATA_DIR")
    true = {name: (source / name).read_bytes() for name in mnist.MNIST_FILES}
    bad = ["status-403", "truncated", "corrupted", "cuts_the_line", "stalls_half_way"]
    with HostileServer(true) as server:
        mirrors = [server.mirror(behaviour) for behaviour in [*bad, "good"]]
        download.download_mnist(folder, mirrors, progress=False)
    assert contents(folder) == true
    _, labels = mnist.read_mnist(folder)
    assert labels[[0, 60_000]].tolist() == [5, 7]
