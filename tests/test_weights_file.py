"""A file of weights gives the same network or one sentence, and takes no more than its size."""

import errno
import io
import os
import re
import struct
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
from full_disk import refuse

from dig2ai_helpers import Network, own_files, weights_file

unix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such files and rights")
REFUSED = "can't be read as a network|does not hold a usable network"


@pytest.fixture
def path(tmp_path):
    """Give the path of a saved network."""
    Network((6, 5, 3), seed=1).save(tmp_path / "net.npz")
    return tmp_path / "net.npz"


def refused(path, words=REFUSED):
    """See that a file is refused in one short sentence, at once and with little memory."""
    tracemalloc.start()
    start = time.perf_counter()
    try:
        with pytest.raises(ValueError, match=words) as caught:
            Network.load(path)
        assert time.perf_counter() - start < 2
        assert tracemalloc.get_traced_memory()[1] < 1_000_000 + 10 * path.stat().st_size
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500 + len(str(path))


def parts(path):
    """Return the parts of an archive: {name: bytes}."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(path, parts, kind=zipfile.ZIP_STORED):
    """Write an archive of these parts, each with a true checksum."""
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, data in parts.items():
            file.writestr(name, data)


def test_a_file_that_has_lost_its_last_layer_is_not_a_smaller_network(path):
    less = {name: data for name, data in parts(path).items() if not name.endswith("_1.npy")}
    packed(path, less)
    refused(path, "weights_1")


def test_a_file_of_the_first_version_is_still_read(path):
    Network((9, 5, 3), seed=1).save(path)
    arrays = {name.removesuffix(".npy"): array for name, array in np.load(path).items()}
    del arrays["sizes"]
    first = path.with_name("first.npz")
    np.savez(first, **arrays | {"maker": np.array("dig2ai network, version 1")})
    earlier, network = Network.load(first), Network.load(path)
    assert earlier.sizes == network.sizes
    for ours, theirs in zip(network.weights, earlier.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    for lost in ("weights_0", "weights_1", "biases_0", "biases_1"):
        np.savez(first, **{name: array for name, array in arrays.items() if name != lost})
        refused(first, "was not written by Network.save|" + REFUSED)


def test_a_part_that_a_damaged_list_of_contents_hides_is_missed(path):
    """The length of a comment in the list of contents is a byte that no checksum guards."""
    data = bytearray(path.read_bytes())
    last = data.rindex(b"PK\x01\x02")
    before = data.rindex(b"PK\x01\x02", 0, last)
    data[before + 30 : before + 32] = struct.pack("<H", len(data) - last - 22)
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("shape", ["(15000,)", "(20000, 20000)", "(3, 4300000000)", "()", "(0, 5)"])
def test_a_tiny_file_takes_no_memory_whatever_shape_it_claims(path, shape):
    claimed = parts(path)
    header = claimed["weights_0.npy"].replace(b"(6, 5)", shape.encode())
    packed(path, claimed | {"weights_0.npy": header})
    refused(path)


def test_sizes_take_no_memory_before_the_weights_are_seen(path):
    claimed = parts(path)
    for sizes in ([100_000, 100_000], [6, 10**9, 3], [], [6], [[6, 3]], [6.0, 3.0], [6, -3]):
        with (path.parent / "sizes").open("wb") as file:
            np.save(file, np.array(sizes))
        packed(path, claimed | {"sizes.npy": (path.parent / "sizes").read_bytes()})
        refused(path)


def test_nothing_is_unpacked(path):
    zeros = b"\0" * 50_000_000
    packed(path, parts(path) | {"zeros.npy": zeros}, zipfile.ZIP_DEFLATED)
    refused(path, "packed")


def test_parts_that_lie_upon_each_other_are_read_no_more_often_than_once(path):
    """A thousand entries for the same megabyte would be a gigabyte."""
    packed(path, parts(path) | {"a": b"\0" * 1_000_000})
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    entry = data[data.rindex(b"PK\x01\x02") : end]
    many = bytearray(data[:end] + 1000 * entry + data[end:])
    count, length = struct.unpack_from("<HI", many, len(many) - 12)
    struct.pack_into("<HHI", many, len(many) - 14, *2 * [count + 1000], length + 1000 * len(entry))
    path.write_bytes(many)
    refused(path, "larger than itself")


HEADERS = {
    "an unfinished string": b"{'descr': '<f4",
    "brackets without end": b"{'descr': " + b"(" * 9_000,
    "a number too long to write": b"{'descr': '<f4', 'fortran_order': False, 'shape': (1e999,), }",
    "another type": b"{'descr': None, 'fortran_order': False, 'shape': (6, 5), }",
    "indented": b"  {'descr': '<f4',\n      'shape': (6, 5), }",
    "objects": b"{'descr': '|O', 'fortran_order': False, 'shape': (6, 5), }",
    "a list": b"[1, 2]",
    "dates": b"{'descr': '<M8[s]', 'fortran_order': False, 'shape': (6, 5), }",
    "no size": b"{'descr': '<U0', 'fortran_order': False, 'shape': (6, 5), }",
    "an odd size": b"{'descr': '<f3', 'fortran_order': False, 'shape': (6, 5), }",
    "many digits": b"{'descr': '<f4', 'fortran_order': False, 'shape': (" + b"9" * 5000 + b",), }",
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_crafted_header_is_refused_like_any_other(path, header):
    text = HEADERS[header] + b"\n"
    crafted = b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text + b"\0" * 120
    packed(path, parts(path) | {"weights_0.npy": crafted})
    refused(path)


def test_a_file_of_a_machine_with_the_other_order_of_bytes_is_read(path):
    swapped = {}
    for name, data in parts(path).items():
        array = np.load(io.BytesIO(data))
        file = io.BytesIO()
        np.save(file, array.astype(array.dtype.newbyteorder(">")))
        swapped[name] = file.getvalue()
    packed(path, swapped)
    assert Network.load(path).hidden == "relu"


@pytest.mark.parametrize("name", ["hidden", "maker"])
@pytest.mark.parametrize("order", "<>")
def test_letters_that_there_are_not_are_refused(path, name, order):
    header = f"{{'descr': '{order}U2', 'fortran_order': False, 'shape': (), }}\n".encode()
    crafted = (
        b"\x93NUMPY\x01\0" + struct.pack("<H", len(header)) + header + b"a\0\0\0\xff\xff\xff\xff"
    )
    packed(path, parts(path) | {f"{name}.npy": crafted})
    refused(path, "a part of it is no text")


@pytest.mark.parametrize("name", ["hidden", "output", "maker", "sizes"])
def test_a_name_of_a_million_letters_is_told_in_a_short_sentence(path, name):
    with (path.parent / "name").open("wb") as file:
        np.save(file, np.array("relu" * 250_000))
    packed(path, parts(path) | {f"{name}.npy": (path.parent / "name").read_bytes()})
    refused(path, rf"{REFUSED}|was not written by Network\.save")


@unix
def test_what_is_not_a_file_is_neither_read_nor_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "it is not a file")
    for place in (tmp_path / "pipe", "/dev/null"):
        with pytest.raises(FileExistsError, match="what is there is not a file"):
            Network((6, 3)).save(place)


@pytest.mark.parametrize("path", [None, 3, b"net.npz", ["net.npz"]])
def test_what_is_no_path_is_named(path):
    for use in (Network((6, 3)).save, Network.load):
        with pytest.raises(TypeError, match=re.escape("path must be the name of a file")):
            use(path)


@pytest.mark.parametrize("path", ["a\0b.npz", "half \ud83d.npz"])
def test_a_name_that_no_file_can_have_is_told(path):
    for use in (Network((6, 3)).save, Network.load):
        with pytest.raises(ValueError, match=re.escape("path must be the name of a file")):
            use(path)


def test_a_class_that_cannot_be_built_from_a_file_is_not_a_damaged_file(tmp_path):
    class Mine(Network):
        def __init__(self, neurons):
            super().__init__((6, neurons, 3))

    Mine(2).save(tmp_path / "net.npz")
    with pytest.raises(TypeError, match=r"__init__\(\) got an unexpected keyword"):
        Mine.load(tmp_path / "net.npz")


# Saving


@unix
@pytest.mark.parametrize("rights, mask", [(0o600, 0o027), (0o664, 0o027), (0o400, 0)])
def test_a_file_that_is_replaced_keeps_its_rights_and_a_new_one_has_the_usual(path, rights, mask):
    path.chmod(rights)
    umask = os.umask(mask)
    try:
        for name in ("net.npz", "new.npz"):
            Network((6, 3)).save(path.parent / name)
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == rights
    assert (path.parent / "new.npz").stat().st_mode & 0o777 == 0o666 & ~mask


@unix
def test_a_copy_has_the_rights_of_its_original_from_its_first_byte_on(path):
    path.chmod(0o600)
    copy = path.with_name("copy.npz")
    with own_files.whole_file(copy, like=path) as file:
        assert os.fstat(file.fileno()).st_mode & 0o777 == 0o600
        file.write(b"copied")
    assert copy.stat().st_mode & 0o777 == 0o600 and copy.read_bytes() == b"copied"


def test_a_file_beside_the_notebook_is_named_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIG2AI_TEST", "0")
    monkeypatch.chdir(tmp_path)
    assert own_files.beside_the_notebook("mine.json") == tmp_path / "mine.json"


@unix
def test_saving_leaves_the_rights_of_other_threads_files_alone(path, monkeypatch):
    monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("the mask is the whole process's"))
    Network((6, 3)).save(path)
    own_files.write_whole(path.parent / "new.txt", b"", path.parent / "new.txt")


@unix
def test_a_link_stays_a_link(path):
    link = path.parent / "folder" / "link.npz"
    link.parent.mkdir()
    link.symlink_to(path)
    Network((6, 3)).save(link)
    assert link.is_symlink() and Network.load(path).sizes == (6, 3)
    assert [one.name for one in link.parent.iterdir()] == ["link.npz"]


def test_what_a_killed_save_left_goes_after_a_day(path):
    hours = {".dig2ai-old.partial": 25, ".dig2ai-folder": 48, ".dig2ai-alive.partial": 23}
    (path.parent / ".dig2ai-folder").mkdir()
    for name, age in hours.items():
        place = path.parent / name
        (place / "part" if place.is_dir() else place).write_bytes(b"half")
        os.utime(place, 2 * (time.time() - age * 3600,))
    Network((6, 3)).save(path)
    assert {one.name for one in path.parent.iterdir()} == {"net.npz", ".dig2ai-alive.partial"}


def test_what_cannot_be_removed_stays(path, monkeypatch):
    left = path.parent / ".dig2ai-old.partial"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    with monkeypatch.context() as patch:
        patch.setattr(type(left), "unlink", lambda *_, **__: os.stat(path.parent / "gone"))
        Network((6, 3)).save(path)
    assert left.exists() and Network.load(path).sizes == (6, 3)


def test_why_nothing_was_written_is_told(tmp_path):
    for folder, reason in (
        (tmp_path, "No space left on device"),
        (tmp_path / "gone", "the folder is gone"),
    ):
        error = OSError(errno.ENOSPC, "No space left on device")
        words = f"a.npz can't be written into the folder {folder} ({reason})"
        assert own_files.not_written(folder / "a.npz", error) == words


def test_a_folder_for_a_test_is_gone_after_it(monkeypatch):
    at_the_end = []
    monkeypatch.setattr("atexit.register", lambda *call, **how: at_the_end.append((call, how)))
    own_files.temporary_folder.cache_clear()
    folder = own_files.temporary_folder()
    assert folder.is_dir() and folder.name.startswith("dig2ai-")
    assert own_files.temporary_folder() == folder
    own_files.temporary_folder.cache_clear()
    (((remove, *what), how),) = at_the_end
    for _ in range(2):  # the second time, there is nothing to remove
        remove(*what, **how)
        assert not folder.exists()


FULL = (
    r"/net\.npz can't be written \(No space left on device\); "
    r"give another folder or another name$"
)


# NumPy leaves its archive open when it fails, and complains when that is cleared away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("call", ["os.open", "os.replace", "write"])
def test_a_full_disk_is_told_in_a_sentence(path, monkeypatch, call):
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        refuse(patch, call, errno.ENOSPC)
        with pytest.raises(OSError, match=FULL):
            Network((6, 3)).save(path)
    assert path.read_bytes() == before and list(path.parent.iterdir()) == [path]


def test_a_folder_that_is_protected_is_named(path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *asked: asked != (path.parent, os.W_OK))
    refuse(monkeypatch, "os.open", errno.EACCES)
    words = f"nothing can be written into the folder {path.parent} (Permission denied); give anoth"
    with pytest.raises(PermissionError, match=re.escape(words)):
        Network((6, 3)).save(path)


def test_the_parts_are_found_by_their_names_and_not_by_their_order(path):
    net = Network.load(path)
    packed(path, dict(reversed(parts(path).items())))
    np.testing.assert_array_equal(Network.load(path).weights[1], net.weights[1])


def test_arrays_in_another_order_in_memory_are_saved_alike(tmp_path):
    net = Network((6, 5, 3))
    net.weights = [np.asfortranarray(W) for W in net.weights]
    net.save(tmp_path / "net.npz")
    for ours, theirs in zip(net.weights, Network.load(tmp_path / "net.npz").weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_note_comes_back(tmp_path):
    weights_file.write_network(tmp_path / "net.npz", Network((6, 3)), {"größe": [1, 2.5]})
    assert weights_file.read_about(tmp_path / "net.npz") == {"größe": [1, 2.5]}
