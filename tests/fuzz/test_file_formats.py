"""Files that were damaged or made up: what was stored, or one sentence."""

import gzip
import io
import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="fuzzing needs requirements-dev.txt")

from fuzzing import answer, tries
from hypothesis import given
from hypothesis import strategies as st

from dig2ai_helpers import Network
from dig2ai_helpers.digits import mnist
from dig2ai_helpers.digits.idx import read_idx

CORPUS = Path(__file__).parent / "corpus"
PLACE = st.one_of(st.floats(0, 1), st.floats(0.9, 1))  # much of a file's order is at its end
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("flip"), PLACE, st.integers(0, 7)),
        st.tuples(st.just("set"), PLACE, st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("insert"), PLACE, st.binary(min_size=1, max_size=40)),
        st.tuples(st.just("zero"), PLACE, st.integers(1, 40)),
        st.tuples(st.just("cut"), PLACE, st.integers(1, 200)),
        st.tuples(st.just("double"), PLACE, st.integers(1, 200)),
        st.tuples(st.just("end"), PLACE, st.none()),
    ),
    min_size=1,
    max_size=4,
)


def edited(data, edits):
    """Damage bytes."""
    for kind, place, what in edits:
        at = int(place * len(data))
        before, after = data[:at], data[at:]
        if kind == "flip" and after:
            data = before + bytes([after[0] ^ 1 << what]) + after[1:]
        elif kind == "set":
            data = before + what + after[len(what) :]
        elif kind == "insert":
            data = before + what + after
        elif kind == "zero":
            data = before + bytes(min(what, len(after))) + after[what:]
        elif kind == "cut":
            data = before + after[what:]
        elif kind == "double":
            data = before + after[:what] + after
        elif kind == "end":
            data = before
    return data


def corpus(kind):
    """The found cases of a format, and a whole file of it."""
    return sorted((CORPUS / kind).iterdir())


def name(path):
    return path.name


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a file"


def bounded(function, path):
    """Return what a file gives, or None; see that it takes memory for what is really there."""
    tracemalloc.start()
    try:
        result = answer(function, path, errors=(ValueError,))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000 + 20 * path.stat().st_size
    finally:
        tracemalloc.stop()
    return result


# Weights


@pytest.fixture(scope="module")
def net():
    return Network((4, 3, 2), seed=1)


@pytest.fixture(scope="module")
def saved(net, tmp_path_factory):
    net.save(tmp_path_factory.mktemp("saved") / "net.npz")
    return (tmp_path_factory.getbasetemp() / "saved0" / "net.npz").read_bytes()


def same_or_refused(path, net):
    found = bounded(Network.load, path)
    if found is not None:
        assert (found.sizes, found.hidden, found.output) == (net.sizes, net.hidden, net.output)
        for ours, theirs in zip(
            net.weights + net.biases, found.weights + found.biases, strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)


@tries(400)
@given(EDITS)
def test_a_damaged_file_of_weights_is_the_same_network_or_refused(path, net, saved, edits):
    path.write_bytes(edited(saved, edits))
    same_or_refused(path, net)


@pytest.mark.parametrize("case", corpus("weights"), ids=name)
def test_a_found_file_of_weights_is_refused(case):
    assert bounded(Network.load, case) is None


HEADERS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{{'descr': {}, 'fortran_order': {}, 'shape': {}, }}".format,
        st.one_of(st.sampled_from(("'<f4'", "'|O'", "'<U9'", "None", "[('a', '<f4')]")), st.text()),
        st.sampled_from(("False", "True", "0", "None")),
        st.one_of(st.lists(st.integers(-2, 2**64), max_size=3).map(tuple).map(str), st.text()),
    ),
)


@tries(150)
@given(HEADERS, st.binary(max_size=60), st.integers(1, 3))
def test_a_crafted_array_is_refused_or_has_its_bytes(path, header, numbers, version):
    import zipfile

    size = struct.pack("<H" if version == 1 else "<I", len(header.encode()))
    crafted = b"\x93NUMPY" + bytes([version, 0]) + size + header.encode() + numbers
    arrays = {"weights_0": crafted}
    for key, value in (("hidden", "relu"), ("output", "softmax"), ("sizes", [2, 1])):
        arrays[key] = _npy(np.array(value))
    arrays["biases_0"] = _npy(np.zeros(1, "f4"))
    arrays["maker"] = _npy(np.array("dig2ai network, version 2"))
    with zipfile.ZipFile(path, "w") as file:
        for key, data in arrays.items():
            file.writestr(f"{key}.npy", data)
    found = bounded(Network.load, path)
    assert found is None or found.weights[0].nbytes == 8


def _npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


# IDX

PIXELS = np.random.default_rng(0).integers(0, 256, (3, 4, 5), np.uint8)
HEAD = bytes([0, 0, 8, 3]) + struct.pack(">3I", *PIXELS.shape)
PACKED = gzip.compress(HEAD + PIXELS.tobytes(), mtime=0)


@tries(300)
@given(EDITS)
def test_a_damaged_idx_file_is_the_same_array_or_refused(path, edits):
    path.write_bytes(edited(PACKED, edits))
    found = bounded(read_idx, path)
    if found is not None:
        np.testing.assert_array_equal(found, PIXELS)


@tries(300)
@given(EDITS)
def test_an_idx_file_of_damaged_contents_has_the_shape_that_it_says_or_is_refused(path, edits):
    contents = edited(HEAD + PIXELS.tobytes(), edits)
    path.write_bytes(gzip.compress(contents, mtime=0))
    found = bounded(read_idx, path)
    assert found is None or contents[4 + 4 * found.ndim :] == found.tobytes()


@pytest.mark.parametrize("case", corpus("idx"), ids=name)
def test_a_found_idx_file_is_refused(case):
    assert answer(read_idx, case, errors=(ValueError,)) is None


# The unpacked copy of MNIST


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a folder of four small files that count as MNIST here, with their unpacked copy."""
    sizes = [(6, 28, 28), (6,), (2, 28, 28), (2,)]
    monkeypatch.setattr(mnist, "SHAPES", dict(zip(mnist.MNIST_FILES, sizes, strict=True)))
    monkeypatch.setattr(mnist, "PIXELS_SHAPE", (8, 784))
    rng = np.random.default_rng(0)
    for key, size in mnist.SHAPES.items():
        head = bytes([0, 0, 8, len(size)]) + struct.pack(f">{len(size)}I", *size)
        numbers = rng.integers(0, 10, size, np.uint8).tobytes()
        (tmp_path / key).write_bytes(gzip.compress(head + numbers, mtime=0))
        os.utime(tmp_path / key, (1_700_000_000, 1_700_000_000))
    mnist.read_mnist(tmp_path)
    return tmp_path


@tries(150)
@given(EDITS)
def test_a_damaged_copy_never_changes_a_pixel(folder, edits):
    pixels, labels = (np.array(part) for part in mnist.read_mnist(folder))
    copy = folder / mnist.COPY_NAME
    whole = copy.read_bytes()
    copy.write_bytes(edited(whole, edits))
    for found, right in zip(mnist.read_mnist(folder), (pixels, labels), strict=True):
        np.testing.assert_array_equal(found, right)
    assert copy.read_bytes() == whole


@pytest.mark.parametrize("case", corpus("copy"), ids=name)
def test_a_found_copy_is_made_anew(folder, case):
    pixels = np.array(mnist.read_mnist(folder)[0])
    (folder / mnist.COPY_NAME).write_bytes(case.read_bytes())
    np.testing.assert_array_equal(mnist.read_mnist(folder)[0], pixels)
