"""What the tests share."""

import pytest

from dig2ai_helpers import load_digits, mnist


@pytest.fixture(scope="session")
def digits():
    """The bundled digits."""
    return load_digits("bundled")


@pytest.fixture(scope="session")
def real_mnist():
    """MNIST itself; a test that asks for it is skipped where its files are not."""
    folder = mnist.mnist_folder()
    if not mnist.mnist_is_here(folder):
        pytest.skip(f"MNIST is not in {folder}: set DIG2AI_DATA_DIR, or run make lab once")
    return load_digits("mnist")


@pytest.fixture
def said(capsys):
    """Run a check and give back what it prints."""

    def run(check, *answers):
        check(*answers)
        return capsys.readouterr().out

    return run


def pytest_collection_modifyitems(items):
    for item in items:
        if "real_mnist" in getattr(item, "fixturenames", ()):
            item.add_marker("mnist")
