"""MNIST's four files: found, unpacked once, checked, and never trusted."""

import gzip
import os
import shutil
import struct
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers.digits import mnist
from dig2ai_helpers.digits.mnist import COPY_NAME, MNIST_FILES, SHAPES, mnist_folder, read_mnist

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = MNIST_FILES


def write_idx(path, sizes, mark):
    """Write a .gz of zeros with one ``mark`` as the first number, and another as the last."""
    numbers = bytearray(np.prod(sizes))
    numbers[0] = numbers[-1] = mark
    header = bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes)
    path.write_bytes(gzip.compress(header + numbers, compresslevel=1))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Give a folder that has MNIST's names and shapes, and almost only zeros."""
    folder = tmp_path_factory.mktemp("made")
    for mark, (name, sizes) in enumerate(SHAPES.items(), start=1):
        write_idx(folder / name, sizes, mark)
    return folder


@pytest.fixture
def folder(made_once, tmp_path):
    """Give a copy of that folder for one test, under a name with a space and an umlaut."""
    return Path(shutil.copytree(made_once, tmp_path / "my Übung"))


def the_pixels_are_right(pixels):
    """Say whether the marks of the training and the test images are where they belong."""
    marks = [pixels[0, 0], pixels[59_999, 783], pixels[60_000, 0], pixels[69_999, 783]]
    return pixels.shape == (70_000, 784) and marks == [1, 1, 3, 3] and int(pixels.sum()) == 8


def run(code, *arguments):
    """Run some lines of Python in a process of their own; return what it printed."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_training_digits_come_first_and_test_digits_after_them(folder):
    pixels, labels = read_mnist(folder)
    assert the_pixels_are_right(pixels)
    assert pixels.dtype == np.uint8 and not pixels.flags.writeable
    assert labels.dtype == np.intp and labels.shape == (70_000,)
    assert labels[[0, 1, 59_999, 60_000, 69_999]].tolist() == [2, 0, 2, 4, 4]


def test_later_loads_map_the_copy_and_unpack_nothing(folder, monkeypatch):
    read_mnist(folder)
    unpacked, real = [], mnist.read_idx
    monkeypatch.setattr(mnist, "read_idx", lambda path: unpacked.append(path.name) or real(path))
    pixels, _ = read_mnist(folder)
    assert unpacked == [TRAIN_LABELS, TEST_LABELS]
    assert isinstance(pixels.base, np.memmap) and the_pixels_are_right(pixels)


def test_the_copy_is_a_plain_npy_file(folder):
    read_mnist(folder)
    assert the_pixels_are_right(np.load(folder / COPY_NAME, allow_pickle=False))


def test_nothing_but_the_copy_is_left_beside_the_files(folder):
    read_mnist(folder)
    assert {path.name for path in folder.iterdir()} == {*MNIST_FILES, COPY_NAME}


@pytest.mark.parametrize("image_file", [TRAIN_IMAGES, TEST_IMAGES])
@pytest.mark.parametrize("later", [1, -1_000_000])
def test_the_copy_is_made_anew_when_a_gz_file_has_another_date(folder, image_file, later):
    read_mnist(folder)
    date = (folder / image_file).stat().st_mtime
    write_idx(folder / image_file, SHAPES[image_file], mark=9)
    os.utime(folder / image_file, (date + later, date + later))
    pixels, _ = read_mnist(folder)
    assert pixels[0 if image_file == TRAIN_IMAGES else 60_000, 0] == 9
    assert isinstance(pixels.base, np.memmap)


def test_the_copy_still_counts_where_dates_have_lost_their_fractions(folder):
    for name in (TRAIN_IMAGES, TEST_IMAGES):
        os.utime(folder / name, ns=(1_700_000_000_987_654_321, 1_700_000_000_987_654_321))
    read_mnist(folder)
    made = (folder / COPY_NAME).stat().st_ino
    for name in (TRAIN_IMAGES, TEST_IMAGES):  # as in a container image that was stored and fetched
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))
    pixels, _ = read_mnist(folder)
    assert isinstance(pixels.base, np.memmap) and the_pixels_are_right(pixels)
    assert (folder / COPY_NAME).stat().st_ino == made


def empty(copy):
    """Leave a copy of no bytes."""
    return b""


def truncated(copy):
    """Leave a copy without its last byte."""
    return copy[:-1]


def half(copy):
    """Leave half a copy, the seal at its end."""
    return copy[: len(copy) // 2] + copy[-32:]


def too_long(copy):
    """Leave a copy with more behind its end."""
    return copy + b"more"


def other_dtype(copy):
    """Leave a copy that says it holds signed bytes."""
    return copy.replace(b"|u1", b"|i1", 1)


def other_shape(copy):
    """Leave a copy that says it is a batch of squares."""
    return copy.replace(b"(70000, 784), }     ", b"(70000, 28, 28), }  ", 1)


def other_order(copy):
    """Leave a copy that says its first index runs fastest."""
    return copy.replace(b"False, ", b"True,  ", 1)


def flipped(copy):
    """Leave a copy with one wrong bit in a pixel."""
    return copy[:30_000_000] + bytes([copy[30_000_000] ^ 1]) + copy[30_000_001:]


def not_npy(copy):
    """Leave a file of the right length that is something else."""
    return b"x" * len(copy)


@pytest.mark.parametrize(
    "damage",
    [empty, truncated, half, too_long, other_dtype, other_shape, other_order, flipped, not_npy],
)
def test_a_damaged_copy_is_made_anew(folder, damage):
    read_mnist(folder)
    copy = folder / COPY_NAME
    good = copy.read_bytes()
    bad = damage(good)
    assert bad != good
    copy.write_bytes(bad)
    pixels, _ = read_mnist(folder)
    assert the_pixels_are_right(pixels)
    assert copy.read_bytes() == good


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
@pytest.mark.parametrize("name", [COPY_NAME, TRAIN_IMAGES, TEST_LABELS])
def test_a_pipe_under_the_name_of_a_file_is_not_waited_for(folder, name):
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    if name == COPY_NAME:
        pixels, _ = read_mnist(folder)
        assert the_pixels_are_right(pixels) and (folder / name).is_file()
    else:
        with pytest.raises(FileNotFoundError, match=name):
            read_mnist(folder)


@pytest.mark.skipif(os.name != "posix", reason="Windows has a home for everybody")
@pytest.mark.parametrize("trap", ["a link", "for everybody", "a file"])
def test_without_a_home_no_folder_of_somebody_else_is_used(monkeypatch, tmp_path, trap):
    for name in ("HOME", "XDG_CACHE_HOME", "DIG2AI_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    own = mnist_folder()
    assert own.parent == tmp_path and own.stat().st_mode & 0o777 == 0o700
    assert mnist_folder() == own
    own.rmdir()
    if trap == "a link":
        (tmp_path / "theirs").mkdir()
        own.symlink_to(tmp_path / "theirs")
    elif trap == "a file":
        own.touch()
    else:
        own.mkdir()
        own.chmod(0o777)
    another = mnist_folder()
    assert another not in (own, tmp_path / "theirs") and another.is_dir()


def test_a_folder_marked_read_only_is_read_and_left_alone(folder):
    folder.chmod(0o555)
    try:
        pixels, _ = read_mnist(folder)
        assert the_pixels_are_right(pixels) and not pixels.flags.writeable
        assert sorted(path.name for path in folder.iterdir()) == sorted(MNIST_FILES)
    finally:
        folder.chmod(0o755)


def test_a_full_disk_does_not_fail_the_load(folder):
    pytest.importorskip("resource", reason="only Unix can limit the size of files")
    code = """
import resource, sys
from dig2ai_helpers.digits.mnist import read_mnist
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
pixels, labels = read_mnist(sys.argv[1])
print(pixels.sum(), pixels.flags.writeable, len(labels))
"""
    assert run(code, folder) == "8 False 70000"
    assert sorted(path.name for path in folder.iterdir()) == sorted(MNIST_FILES)


def test_two_processes_may_make_the_copy_at_once(folder):
    code = """
import pathlib, sys
from dig2ai_helpers.digits.mnist import read_mnist
folder = pathlib.Path(sys.argv[1])
for _ in range(5):
    pixels, _ = read_mnist(folder)
    assert pixels.shape == (70_000, 784) and int(pixels.sum()) == 8
    (folder / "mnist-pixels.npy").unlink(missing_ok=True)
"""
    command = [sys.executable, "-c", code, str(folder)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert the_pixels_are_right(read_mnist(folder)[0])
    assert {path.name for path in folder.iterdir()} == {*MNIST_FILES, COPY_NAME}


def test_a_copy_is_never_seen_half_written(folder):
    read_mnist(folder)
    whole, seen, stop = (folder / COPY_NAME).stat().st_size, set(), threading.Event()

    def watch():
        while not stop.is_set():
            seen.add((folder / COPY_NAME).stat().st_size)

    watcher = threading.Thread(target=watch)
    watcher.start()
    os.utime(folder / TRAIN_IMAGES, (1, 1))
    read_mnist(folder)
    stop.set()
    watcher.join()
    assert seen == {whole}


def test_what_a_killed_run_left_goes_after_a_day(folder):
    for name, age in ((".dig2ai-old", 2 * 86_400), (".dig2ai-alive", 60)):
        (folder / name).mkdir()
        (folder / name / COPY_NAME).write_bytes(b"half")
        then = (folder / name).stat().st_mtime - age
        os.utime(folder / name, (then, then))
    read_mnist(folder)
    assert not (folder / ".dig2ai-old").exists()
    assert (folder / ".dig2ai-alive" / COPY_NAME).exists()


def test_reading_takes_little_memory(folder):
    pytest.importorskip("resource", reason="only Unix tells the largest memory")
    code = """
import resource, sys
from dig2ai_helpers.digits.mnist import read_mnist
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
read_mnist(sys.argv[1])
print((peak() - before) // (2**20 if sys.platform == "darwin" else 2**10))
"""
    assert int(run(code, folder)) < 75  # MB: the images once, not twice
    assert int(run(code, folder)) < 10  # mapped


def test_missing_files_are_named_with_both_remedies(folder):
    assert mnist.mnist_is_here(folder)
    (folder / TRAIN_LABELS).unlink()
    (folder / TEST_IMAGES).unlink()
    assert not mnist.mnist_is_here(folder)
    with pytest.raises(FileNotFoundError) as caught:
        read_mnist(folder)
    text = str(caught.value)
    assert str(folder) in text and f"missing: {TRAIN_LABELS}, {TEST_IMAGES})" in text
    assert "download_mnist()" in text and "python -m dig2ai_helpers download-mnist" in text
    assert 'load_digits("bundled")' in text and "\n" not in text


def test_a_copy_without_the_gz_files_does_not_count(folder):
    read_mnist(folder)
    for name in MNIST_FILES:
        (folder / name).unlink()
    assert not mnist.mnist_is_here(folder)
    with pytest.raises(FileNotFoundError, match="not complete"):
        read_mnist(folder)


def test_a_folder_that_does_not_exist_is_not_mnist(tmp_path):
    assert not mnist.mnist_is_here(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_mnist(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "sizes", "found"),
    [
        (TRAIN_IMAGES, (10_000, 28, 28), "holds 10000 × 28 × 28 numbers where MNIST has 60000"),
        (TRAIN_IMAGES, (60_000, 784), "holds 60000 × 784 numbers"),
        (TRAIN_LABELS, (59_999,), "holds 59999 numbers where MNIST has 60000"),
        (TEST_IMAGES, (10_000, 28, 27), "holds 10000 × 28 × 27 numbers"),
        (TEST_LABELS, (10_000, 1), "holds 10000 × 1 numbers where MNIST has 10000"),
    ],
)
def test_other_shapes_are_refused(folder, name, sizes, found):
    write_idx(folder / name, sizes, mark=1)
    with pytest.raises(ValueError) as caught:
        read_mnist(folder)
    text = str(caught.value)
    assert text.startswith(str(folder / name)) and found in text
    assert text.endswith("delete it and run download_mnist() again")
    assert not (folder / COPY_NAME).exists()


@pytest.mark.parametrize("name", [TRAIN_LABELS, TEST_LABELS])
def test_a_label_above_nine_is_refused(folder, name):
    write_idx(folder / name, SHAPES[name], mark=10)
    with pytest.raises(ValueError, match=f"{name} holds the label 10 in row 0, not 0 to 9"):
        read_mnist(folder)


def test_a_damaged_gz_file_is_refused_although_there_was_a_copy(folder):
    read_mnist(folder)
    packed = (folder / TEST_IMAGES).read_bytes()
    (folder / TEST_IMAGES).write_bytes(packed[:-20])
    with pytest.raises(ValueError, match=f"{TEST_IMAGES} is cut short"):
        read_mnist(folder)


def test_the_folder_is_the_readers_choice_or_the_platforms_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("DIG2AI_DATA_DIR", "~/digits and Übung")
    assert mnist_folder() == tmp_path / "digits and Übung"
    monkeypatch.setenv("DIG2AI_DATA_DIR", "")
    assert "dig2ai" in mnist_folder().parts


def test_reading_imports_nothing_that_only_downloading_needs(folder):
    code = """
import sys
from dig2ai_helpers.digits.mnist import read_mnist
read_mnist(sys.argv[1])
print({"requests", "tqdm", "urllib3", "platformdirs"} & set(sys.modules))
"""
    assert run(code, folder) == "set()"


@pytest.fixture(scope="session")
def true_files(tmp_path_factory):
    """Give a copy of the true files; skip when this machine has none."""
    source = mnist_folder()
    if not mnist.mnist_is_here(source):
        pytest.skip(f"MNIST is not in {source}; fetch it or set DIG2AI_DATA_DIR")
    folder = tmp_path_factory.mktemp("real")
    for name in MNIST_FILES:
        shutil.copyfile(source / name, folder / name)
    return folder


@pytest.mark.mnist
def test_the_true_digits_are_read(true_files):
    for _ in range(2):  # unpacked, then mapped
        pixels, labels = read_mnist(true_files)
        assert labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
        assert labels[60_000:60_005].tolist() == [7, 2, 1, 0, 4]
        assert np.bincount(labels[:60_000]).tolist() == [
            5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949
        ]  # fmt: skip
        assert pixels[:60_000].mean() / 255 == pytest.approx(0.1307, abs=5e-5)
        assert pixels[0].reshape(28, 28)[5, 12:17].tolist() == [3, 18, 18, 18, 126]
