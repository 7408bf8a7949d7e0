"""What the tests share."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dig2ai_helpers import Network, load_digits, own_files, train
from dig2ai_helpers.checks.display import joined
from dig2ai_helpers.digits import mnist

pytest.register_assert_rewrite("app_page", "drawn")  # so that they say what differs

# No proxy stands before the servers that tests start on this machine.
for name in ("no_proxy", "NO_PROXY"):
    os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1"]))


@pytest.fixture(autouse=True)
def no_files_of_an_earlier_test():
    """What one test keeps as a reader would, no other test finds."""
    own_files.temporary_folder.cache_clear()


@pytest.fixture(scope="session")
def digits():
    """The bundled digits."""
    return load_digits("bundled")


@pytest.fixture(scope="session")
def network(digits):
    """A network that has learned a little, and still makes mistakes."""
    net = Network((784, 16, 10), dtype="float64")
    train(net, digits.train, epochs=3, progress=False)
    return net


@pytest.fixture(scope="session")
def real_mnist():
    """MNIST itself; a test that asks for it is skipped where its files are not."""
    folder = mnist.mnist_folder()
    if not mnist.mnist_is_here(folder):
        pytest.skip(f"MNIST is not in {folder}: set DIG2AI_DATA_DIR, or run make lab once")
    return load_digits("mnist")


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The site, below a path of its own, built where no other host can be asked for anything."""
    for name in ("sphinx", "myst_parser", "pydata_sphinx_theme", "latex2mathml", "ziamath"):
        pytest.importorskip(name, reason="needs site/requirements.txt")
    out = tmp_path_factory.mktemp("web") / "some" / "course"
    names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
    nowhere = dict.fromkeys(names, "http://127.0.0.1:9")
    command = [sys.executable, Path(__file__).parents[1] / "site" / "build.py", out]
    built = subprocess.run(command, env=os.environ | nowhere, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return out


@pytest.fixture
def said(capsys):
    """Run a check and give back what it prints, its broken lines joined again."""

    def run(check, *answers, **options):
        check(*answers, **options)
        return joined(capsys.readouterr().out)

    return run


def pytest_collection_modifyitems(items):
    """What notebooks and authors say of trainings takes minutes of training to check.

    It depends on nobody's machine, so a reader's test goes without it.
    """
    apart = pytest.mark.skip(reason="trains many networks: set DIG2AI_STATEMENTS=1 to run it, too")
    for item in items:
        if "real_mnist" in getattr(item, "fixturenames", ()):
            item.add_marker("mnist")
        if item.path.name.startswith(("test_statements_", "test_claims")):
            item.add_marker("statements")
        if item.get_closest_marker("statements") and os.environ.get("DIG2AI_STATEMENTS") != "1":
            item.add_marker(apart)


def pytest_collection_finish():
    """Spare the garbage collector thousands of tests: it would look at them again and again."""
    gc.collect()
    gc.freeze()
