"""See whether everything that the series needs is here, and works."""

import os
import platform
import sys
from pathlib import Path
from time import perf_counter

from .digits import load_digits
from .digits.mnist import MNIST_FILES, mnist_folder, mnist_is_here
from .network import Network
from .surroundings import in_browser
from .training import train

LIBRARIES = (
    "numpy", "requests", "platformdirs", "tqdm", "threadpoolctl", "matplotlib", "ipywidgets",
    "anywidget", "jupyterlab", "pytest", "nbval",
)  # fmt: skip
FOR_THE_NOTEBOOKS = ("jupyterlab", "pytest", "nbval")  # the package alone doesn't use them
NOT_IN_A_BROWSER = (*FOR_THE_NOTEBOOKS, "requests", "threadpoolctl")  # nothing would use them
SERIES = Path(__file__).parents[1] / "requirements.txt"  # not there if a wheel was installed
PIP = f'"{sys.executable}" -m pip install'  # of this Python, which may not be that of the PATH
OLDEST_PYTHON = (3, 11)
SLOW = 5  # seconds for what takes a tenth of one on an ordinary machine


def check_setup() -> bool:
    """Print a line for each thing that the series needs, with advice where one is missing.

    Returns
    -------
    bool
        Whether everything is here. MNIST does not count: the series works without it.

    Examples
    --------
    >>> everything_is_here = check_setup()
    ok      Python 3...
    ok      numpy 2...
    """
    needless: tuple[str, ...] = () if SERIES.exists() else FOR_THE_NOTEBOOKS
    if in_browser():
        needless = NOT_IN_A_BROWSER
    names = [name for name in LIBRARIES if name not in needless]
    checks = [_python(), *(_library(name) for name in names), _digits(), _training()]
    for good, words in checks:
        print("ok     " if good else "MISSING", words)
    print(*_mnist())
    return all(good for good, _ in checks)


def _python():
    words = f"Python {platform.python_version()}"
    if sys.version_info >= OLDEST_PYTHON:
        return True, words
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return False, f"{words} is too old: the series needs Python {oldest} or newer"


def _library(name):
    from importlib import metadata

    try:
        return True, f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        if not SERIES.exists():
            return False, f"{name}: run: {PIP} {name}"
        return False, f"{name}: in the folder of the series, run: {PIP} -r requirements.txt"


def _digits():
    digits = load_digits("bundled")
    n = len(digits.train) + len(digits.validation) + len(digits.test)
    return True, f"the bundled digits: {n:,} real ones; they need no Internet"


def _training():
    digits = load_digits("bundled")
    start = perf_counter()
    history = train(Network((784, 32, 10)), digits.train, digits.validation, progress=False)
    seconds = perf_counter() - start
    share = 100 * history.validation_accuracy[-1]
    time = "less than a second" if seconds < 1 else f"{seconds:.1f} s"
    words = f"a short training run: {share:.0f} % correctly classified after {time}"
    if seconds < SLOW:
        return True, words
    return True, (
        f"{words}. That is slow: close other programs; where many people share one machine, set "
        "OPENBLAS_NUM_THREADS=1 before JupyterLab is started"
    )


def _mnist():
    folder = mnist_folder()
    if mnist_is_here(folder):
        if not all(os.access(folder / name, os.R_OK) for name in MNIST_FILES):
            return "later  ", f"MNIST is in {folder}, but you may not read it: ask who put it there"
        if os.environ.get("DIG2AI_DATASET") == "bundled":
            return "ok     ", "MNIST: 70,000 digits; not used, for DIG2AI_DATASET is bundled"
        return "ok     ", "MNIST: 70,000 digits; the notebooks use them from now on"
    if in_browser():
        return "without", "MNIST, which a notebook in a browser can't download: nothing needs it"
    return "later  ", (
        "MNIST is not on this machine, and nothing needs it. To get it (12 MB), run in a cell:\n"
        "        from dig2ai_helpers import download_mnist; download_mnist()"
    )
