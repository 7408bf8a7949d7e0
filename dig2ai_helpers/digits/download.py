"""MNIST's download: four files, several mirrors, nothing half-done."""

import contextlib
import errno
import os
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..inputs import told
from ..own_files import UNFINISHED, remove_unfinished
from ..progress import progress_bar
from ..surroundings import in_browser
from .mnist import MNIST_FILES, KnownFile, mnist_folder

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://azureopendatastorage.blob.core.windows.net/mnist/",
    "https://raw.githubusercontent.com/fgnt/mnist/master/",
)
CONNECT_SECONDS = 5.0  # for each address of a mirror
SILENT_SECONDS = 15.0  # the longest wait for the next byte
SPEED_SECONDS = 20.0  # in each stretch of this length ...
SLOWEST = 5_000  # ... at least so many bytes a second must come


class MirrorFailed(Exception):
    """One mirror did not deliver; its text says in a few words what happened."""


def download_mnist(
    folder: str | Path | None = None,
    mirrors: Sequence[str] = MIRRORS,
    progress: bool = True,
) -> Path:
    """Download MNIST's four files, unless they are there already.

    Parameters
    ----------
    folder
        Where to put them; default: `$DIG2AI_DATA_DIR` or the platform's cache folder.
    mirrors
        Web folders that hold the four files; each is tried in turn.
    progress
        Whether to show a progress bar and to say which files are replaced.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OSError
        No mirror had the right file, or the disk allowed no writing; says what to do.

    Examples
    --------
    >>> folder = download_mnist()
    >>> load_digits("mnist").test
    <10,000 images of 784 pixels, with their labels>
    """
    if in_browser():
        raise OSError(
            "a notebook in a browser can't download MNIST: go on with the bundled digits, which "
            'load_digits("bundled") gives, or run the series on your own machine'
        )
    if not (folder is None or isinstance(folder, (str, os.PathLike))):
        raise TypeError(f"folder must be the name of a folder, or None, but is {told(folder)}")
    folder = mnist_folder() if folder is None else Path(os.path.expanduser(folder))
    folders = isinstance(mirrors, (list, tuple)) and all(isinstance(one, str) for one in mirrors)
    if not folders or not mirrors:
        raise ValueError('mirrors must be a list of web folders, such as ["https://…/mnist/"]')
    fetch(MNIST_FILES, folder, mirrors, progress)
    return folder


def fetch(
    files: Mapping[str, KnownFile], folder: Path, mirrors: Sequence[str], progress: bool
) -> None:
    """Download each file of `{name: KnownFile}` that the folder lacks or holds damaged."""
    import tempfile

    remove_unfinished(folder)
    wanted = {name: known for name, known in files.items() if not _is_right(folder / name, known)}
    if not wanted:
        return
    size = sum(known.size for known in wanted.values())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # A file is moved out of this workplace once its checksum is right, so that nothing
        # half-done ever has its final name.
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as workplace:
            with progress_bar(size, "B", "MNIST", progress) as bar:
                say = bar.write if progress else lambda line: None
                _fetch_each(wanted, folder, list(mirrors), Path(workplace), bar, say)
    except ConnectionError:
        raise
    except OSError as problem:
        raise _local_problem(problem, folder, size) from None


def _fetch_each(wanted, folder, mirrors, workplace, bar, say):
    for name, known in wanted.items():
        if os.path.lexists(folder / name):
            say(f"{folder / name} is damaged or another file: it is fetched anew")
        troubles = []
        for mirror in list(mirrors):
            before = bar.n
            try:
                _fetch_one(mirror.rstrip("/") + "/" + name, known, workplace / name, bar)
                _put_in_place(workplace / name, folder / name, known)
                break
            except MirrorFailed as trouble:
                bar.update(before - bar.n)
                bar.set_description("MNIST, from another mirror")
                troubles.append(f"{mirror} ({trouble})")
                mirrors.append(mirrors.pop(mirrors.index(mirror)))  # the last for later files
        else:
            raise ConnectionError(
                f"no mirror delivered {name}: {', '.join(troubles)}; check the network and its "
                f"proxy, or put MNIST's four .gz files into {folder} by hand, or go on with "
                'load_digits("bundled")'
            )


def _fetch_one(url, known, target, bar):
    """Fetch one file and check its SHA-256."""
    import hashlib

    checksum = hashlib.sha256()
    with open(target, "wb") as file:
        for piece in _in_time(_pieces(url, known.size)):
            file.write(piece)
            checksum.update(piece)
            bar.update(len(piece))
    if checksum.hexdigest() != known.sha256:
        raise MirrorFailed("sent another file: its SHA-256 is wrong")


def _put_in_place(fetched, final, known):
    try:
        os.replace(fetched, final)
    except PermissionError:
        # Windows replaces no file that is open: another run may have put it there and read it
        if not _is_right(final, known):
            raise


def _in_time(pieces):
    """Yield what a generator yields, and give up when it comes too slowly.

    The generator runs in a thread of its own: whatever it waits for, a name, an answer's head or
    its end, the clock goes on.
    """
    arrived = queue.SimpleQueue()
    given_up = threading.Event()
    threading.Thread(target=_take, args=(pieces, arrived, given_up), daemon=True).start()
    came, end = 0, time.monotonic() + CONNECT_SECONDS + SPEED_SECONDS
    try:
        while True:
            piece = b""
            with contextlib.suppress(queue.Empty):
                piece = arrived.get(timeout=0.1)  # not longer: Windows lets no Ctrl-C into a wait
            if piece is None:
                return
            if isinstance(piece, Exception):
                raise piece
            came += len(piece)
            yield piece
            if time.monotonic() > end:
                if came < SLOWEST * SPEED_SECONDS:
                    raise MirrorFailed(f"sent fewer than {SLOWEST} bytes a second")
                came, end = 0, time.monotonic() + SPEED_SECONDS
    finally:
        given_up.set()


def _take(pieces, arrived, given_up):
    try:
        for piece in pieces:
            if given_up.is_set():
                return
            arrived.put(piece)
        arrived.put(None)
    except Exception as problem:  # is raised where the pieces are used
        arrived.put(problem)


def _pieces(url: str, size: int) -> Iterator[bytes]:
    """Yield a web file's bytes as they come."""
    import requests
    import urllib3

    # "identity": the file is compressed already; no proxy should compress or unpack it
    options: dict[str, Any] = {"stream": True, "headers": {"Accept-Encoding": "identity"}}
    timeouts = (CONNECT_SECONDS, SILENT_SECONDS)
    received = 0
    try:
        try:
            answer = requests.get(url, timeout=timeouts, **options)
        except (ValueError, TypeError) as problem:  # of addresses that are none
            raise MirrorFailed(_of_an_address(problem)) from None
        with answer as response:
            response.raise_for_status()
            if "html" in response.headers.get("Content-Type", ""):
                raise MirrorFailed("sent a web page instead of the file")
            # read1 returns what is there; read would wait until the whole piece has come
            while piece := response.raw.read1(2**16):
                received += len(piece)
                if received > size:
                    raise MirrorFailed(f"sent more than the {size} bytes of the file")
                yield piece
    except (OSError, urllib3.exceptions.HTTPError) as problem:  # all of requests' are OSErrors
        raise MirrorFailed(_shown(_in_few_words(problem, received, size))) from None
    if received < size:
        raise MirrorFailed(f"sent only {received} of {size} bytes")


def _in_few_words(problem, received, size):
    import requests
    import urllib3

    if isinstance(problem, requests.HTTPError):
        return f"answered {problem.response.status_code} {problem.response.reason}".rstrip()
    silent = f"silent for {SILENT_SECONDS:g} seconds"
    words = {
        requests.ConnectTimeout: f"no connection within {CONNECT_SECONDS:g} seconds",
        requests.ReadTimeout: silent,
        urllib3.exceptions.ReadTimeoutError: silent,
        requests.TooManyRedirects: "redirects without end",
        requests.exceptions.SSLError: "its certificate was not accepted",
        requests.exceptions.ProxyError: "the proxy did not connect",
        requests.ConnectionError: "no connection",
        urllib3.exceptions.HTTPError: f"the line was cut after {received} of {size} bytes",
    }
    for kind, sentence in words.items():  # the special ones first
        if isinstance(problem, kind):
            return sentence
    return str(problem).rstrip(".")  # of certificates that can't be used


def _of_an_address(problem):
    """Say what is wrong with a mirror's address or a proxy's, but never its password."""
    from requests.exceptions import InvalidProxyURL, InvalidSchema, MissingSchema

    if isinstance(problem, (InvalidProxyURL, InvalidSchema, MissingSchema)):
        return _shown(f"{problem}".rstrip("."))
    return "its address, or that of the proxy, can't be read"


def _shown(words):
    return "".join(filter(str.isprintable, words))[:100]


def _local_problem(problem, folder, size):
    """Return an error that says in one sentence what failed on this machine's disk."""
    if isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        return PermissionError(
            f"no permission to write into {folder}; set DIG2AI_DATA_DIR to a folder of your own"
        )
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OSError(f"no room left in {folder}; the download needs {size / 1e6:.1f} MB there")
    return OSError(
        f"could not put the files into {folder} ({problem.strerror}); set DIG2AI_DATA_DIR to "
        "another folder"
    )


def _is_right(path, known):
    import hashlib

    try:
        if not path.is_file():
            return False
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == known.sha256
    except OSError:
        return False
