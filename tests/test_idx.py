"""IDX files: what is read, and the one sentence that each kind of bad file gives."""

import gzip
import os
import struct
import tracemalloc

import numpy as np
import pytest

from dig2ai_helpers.digits.idx import LARGEST, read_idx

PIXELS = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


def idx_bytes(sizes, numbers, kind=8, start=b"\0\0"):
    """Write down an IDX file by hand, right or wrong."""
    return start + bytes([kind, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + numbers


RIGHT = idx_bytes(PIXELS.shape, PIXELS.tobytes())


@pytest.fixture
def bad(tmp_path):
    """Give a function that writes bytes to a file and returns the sentence that reading gives."""

    def sentence(content):
        path = tmp_path / "digits.gz"
        path.write_bytes(content)
        with pytest.raises(ValueError) as caught:
            read_idx(path)
        text = str(caught.value)
        assert text.startswith(str(path)) and "\n" not in text
        assert text.endswith("delete it and run download_mnist() again")
        return text

    return sentence


def test_an_array_comes_back_as_it_was_written(tmp_path):
    (tmp_path / "images.gz").write_bytes(gzip.compress(RIGHT))
    images = read_idx(tmp_path / "images.gz")
    assert images.dtype == np.uint8
    np.testing.assert_array_equal(images, PIXELS)

    (tmp_path / "labels.gz").write_bytes(gzip.compress(idx_bytes((3,), b"\5\0\4")))
    assert read_idx(str(tmp_path / "labels.gz")).tolist() == [5, 0, 4]


def test_sizes_are_read_with_the_highest_byte_first(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(idx_bytes((258, 1), bytes(258))))
    assert read_idx(tmp_path / "a.gz").shape == (258, 1)


def test_a_missing_file_is_named_with_its_remedy(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.gz is missing; run download_mnist\(\)"):
        read_idx(tmp_path / "nowhere.gz")


def test_an_empty_file_is_refused(bad):
    assert "empty or not a gzip file" in bad(b"")
    assert "its first two bytes" in bad(gzip.compress(b""))


def test_a_file_that_is_not_gzip_is_refused(bad):
    assert "not a gzip file" in bad(RIGHT)
    assert "not a gzip file" in bad(b"<html>Please log in</html>")


@pytest.mark.parametrize("keep", [2, 9, 12, -9, -1])
def test_a_gzip_file_cut_short_is_refused(bad, keep):
    assert "cut short" in bad(gzip.compress(RIGHT)[:keep])


def test_corrupt_deflate_data_are_refused(bad):
    packed = bytearray(gzip.compress(RIGHT))
    packed[10] = 0xFF  # the first byte after gzip's header: a block of a type that is not defined
    assert "damaged" in bad(packed)


def test_a_wrong_gzip_checksum_is_refused(bad):
    packed = bytearray(gzip.compress(RIGHT))
    packed[-8] ^= 1
    assert "damaged" in bad(packed)


def test_garbage_after_the_gzip_data_is_refused(bad):
    assert "damaged" in bad(gzip.compress(RIGHT) + b"garbage")


@pytest.mark.parametrize("start", [b"\0\1", b"\1\0", b"PK"])
def test_a_wrong_magic_is_refused(bad, start):
    assert "not an IDX file" in bad(gzip.compress(idx_bytes((1,), b"1", start=start)))


@pytest.mark.parametrize("kind", [0x00, 0x09, 0x0B, 0x0D])
def test_other_types_of_numbers_are_refused(bad, kind):
    assert f"of type {kind}, not unsigned" in bad(gzip.compress(idx_bytes((1,), b"1", kind)))


@pytest.mark.parametrize("dimensions", [0, 4, 255])
def test_other_numbers_of_dimensions_are_refused(bad, dimensions):
    content = idx_bytes((1,) * dimensions, b"1")
    assert f"has {dimensions} dimensions" in bad(gzip.compress(content))


@pytest.mark.parametrize("held", [0, 1, 23, 25, 1000])
def test_counts_that_do_not_match_the_bytes_are_refused(bad, held):
    text = bad(gzip.compress(idx_bytes((2, 3, 4), bytes(held))))
    assert f"promises 2 × 3 × 4 = 24 bytes and holds {held}" in text


def test_a_header_that_is_cut_is_refused(bad):
    for length in (4, 9):
        assert "and holds 0" in bad(gzip.compress(RIGHT[:length]))
    assert "not an IDX file" in bad(gzip.compress(RIGHT[:3]))


def test_an_array_without_numbers_is_refused(bad):
    assert "= 0 bytes" in bad(gzip.compress(idx_bytes((0, 2**32 - 1, 2**32 - 1), b"")))


def test_nothing_is_allocated_on_a_headers_word(bad):
    packed = gzip.compress(idx_bytes((2**32 - 1,) * 3, b"few"))
    tracemalloc.start()
    text = bad(packed)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "and holds 3" in text
    assert peak < 5 * 2**20


def test_a_gzip_bomb_is_stopped(bad):
    bomb = gzip.compress(bytes(2**20)) * (3 * LARGEST // 2**20)  # 192 MiB of zeros in 0.2 MB
    tracemalloc.start()
    text = bad(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert f"unpacks to more than {LARGEST} bytes" in text
    assert peak < 1.5 * LARGEST


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match="is a folder and should be a file"):
        read_idx(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes in folders")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "digits.gz")
    with pytest.raises(ValueError, match=r"digits\.gz is not a file; delete it"):
        read_idx(tmp_path / "digits.gz")


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs Linux's /proc")
def test_a_file_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match=r"/proc/self/mem cannot be read \(Input/output error\)"):
        read_idx("/proc/self/mem")  # opens, and fails at the first byte, even for root


def test_a_file_that_may_not_be_read_is_not_called_damaged(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "digits.gz").touch()
    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(
        PermissionError, match=r"you may not read .*digits\.gz: ask who put it there"
    ):
        read_idx(tmp_path / "digits.gz")


def test_whatever_the_damage_only_a_sentence_or_the_right_array_comes_out(tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / "digits.gz"
    packed_right, refused = gzip.compress(RIGHT), 0
    for _ in range(1500):
        within = rng.random() < 0.5  # damage the IDX bytes, or the packed ones
        content = bytearray(RIGHT if within else packed_right)
        for _ in range(rng.integers(1, 4)):
            content[rng.integers(len(content))] = rng.integers(256)
        if rng.random() < 0.3:
            del content[rng.integers(len(content)) :]
        path.unlink(missing_ok=True)  # to write over a file can take a disk some milliseconds
        path.write_bytes(gzip.compress(content) if within else content)
        try:
            found = read_idx(path)
        except ValueError as problem:
            refused += 1
            assert str(problem).startswith(str(path))
        else:
            assert found.dtype == np.uint8
            if within:  # another shape or other pixels, but just what the bytes say
                assert found.tobytes() == bytes(content[-found.size :])
            else:  # gzip's checksum lets no other pixels pass
                np.testing.assert_array_equal(found, PIXELS)
    assert refused > 700
