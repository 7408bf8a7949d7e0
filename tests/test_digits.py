"""The digits: which ones, in which parts, in which form."""

import copy
import dataclasses
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

from dig2ai_helpers import Split, load_digits, one_hot


def in_a_fresh_process(code, **environment):
    """Run code in a new Python and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def is_well_formed(digits, sizes):
    for split, n in zip((digits.train, digits.validation, digits.test), sizes, strict=True):
        assert len(split) == n
        assert (split.images.shape, split.images.dtype) == ((n, 784), np.float32)
        assert (split.labels.shape, split.labels.dtype) == ((n,), np.intp)
        assert (split.images.min(), split.images.max()) == (0, 1)
        assert set(split.labels) == set(range(10))


def test_the_bundled_digits_come_in_three_parts(digits):
    assert digits.name == "bundled"
    is_well_formed(digits, (1197, 300, 300))


def test_mnist_comes_in_three_parts(real_mnist):
    assert real_mnist.name == "mnist"
    is_well_formed(real_mnist, (55_000, 5_000, 10_000))
    # the first labels of MNIST's two files: validation is the start of the training file
    assert real_mnist.validation.labels[:8].tolist() == [5, 0, 4, 1, 9, 2, 1, 3]
    assert real_mnist.test.labels[:8].tolist() == [7, 2, 1, 0, 4, 1, 4, 9]


def test_a_batch_holds_the_same_numbers_as_the_images(digits):
    rows = np.array([5, 0, 1196])
    images, labels = digits.train.batch(rows)
    assert images.dtype == np.float32
    np.testing.assert_array_equal(images, digits.train.images[rows])
    np.testing.assert_array_equal(labels, digits.train.labels[rows])


def test_a_batch_may_be_chosen_by_a_mask(digits):
    threes = digits.train.labels == 3
    images, labels = digits.train.batch(threes)
    np.testing.assert_array_equal(images, digits.train.images[threes])
    assert set(labels) == {3}


def test_the_images_are_bytes_divided_by_255():
    split = Split(np.arange(256, dtype=np.uint8).reshape(1, 256), [3])
    np.testing.assert_array_equal(split.images[0], np.arange(256, dtype=np.float32) / 255)


def test_shared_images_cannot_be_overwritten_by_accident(digits):
    with pytest.raises(ValueError, match="read-only"):
        digits.train.images[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        digits.train = digits.test


def test_the_first_digits_make_a_smaller_split(digits):
    few = digits.train.first(50)
    assert len(few) == 50
    np.testing.assert_array_equal(few.images, digits.train.images[:50])
    np.testing.assert_array_equal(few.labels, digits.train.labels[:50])


def test_a_split_travels_to_another_process_without_its_decimal_images(digits):
    assert digits.train.images is not None  # made by now
    parcel = pickle.dumps(digits.train)
    assert len(parcel) < 2 * 1197 * 784
    np.testing.assert_array_equal(pickle.loads(parcel).images, digits.train.images)


class Noisy(Split):
    """A reader's own: images with noise, as NumPy draws it."""

    def __init__(self, strength, images, labels):
        super().__init__(images, labels)
        self.strength = strength

    def batch(self, rows):
        images, labels = super().batch(rows)
        return np.clip(images + self.strength * np.random.default_rng(0).random(), 0, 1), labels


def test_a_readers_own_split_stays_what_it_is_in_a_copy(digits):
    noisy = Noisy(0.5, digits.train.images[:5], digits.train.labels[:5])
    for copied in (pickle.loads(pickle.dumps(noisy)), copy.deepcopy(noisy)):
        assert isinstance(copied, Noisy)
        np.testing.assert_array_equal(copied.images, noisy.images)
        assert not copied.labels.flags.writeable


def test_one_hot_marks_the_label():
    np.testing.assert_array_equal(one_hot([2, 0], classes=3), [[0, 0, 1], [1, 0, 0]])
    labels = np.arange(10)
    assert one_hot(labels).dtype == np.float32
    np.testing.assert_array_equal(one_hot(labels).argmax(axis=1), labels)


def test_without_mnist_the_default_is_the_bundled_digits(monkeypatch, tmp_path):
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DIG2AI_DATASET", raising=False)
    assert load_digits().name == "bundled"


def test_with_mnist_the_default_is_mnist(monkeypatch, real_mnist):
    monkeypatch.delenv("DIG2AI_DATASET", raising=False)
    assert load_digits().name == "mnist"


def test_the_environment_chooses_the_digits(monkeypatch, tmp_path):
    monkeypatch.setenv("DIG2AI_DATASET", "bundled")
    assert load_digits().name == "bundled"
    monkeypatch.setenv("DIG2AI_DATASET", "mnist")
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))
    with pytest.raises(FileNotFoundError, match=r"download_mnist\(\)"):
        load_digits()
    assert load_digits("bundled").name == "bundled"  # what is asked for outright comes first


def test_importing_the_package_loads_no_pictures_and_no_widgets():
    code = """if True:
        import sys, dig2ai_helpers
        dig2ai_helpers.load_digits("bundled")
        late = {"matplotlib", "ipywidgets", "IPython", "requests", "tqdm", "anywidget"}
        late |= {"threadpoolctl"}
        print(sorted(late & set(sys.modules)))
    """
    assert in_a_fresh_process(code) == "[]"


def test_importing_the_package_loads_nothing_that_only_one_function_needs():
    """Each of these takes some milliseconds; NumPy loads some of them itself, so it goes first."""
    code = """if True:
        import numpy, sys
        before = set(sys.modules)
        import dig2ai_helpers
        slow = {"importlib.metadata", "concurrent.futures", "multiprocessing", "asyncio", "email"}
        slow |= {"hashlib", "tempfile", "shutil", "zipfile", "gzip", "json", "secrets", "difflib"}
        slow |= {"logging", "platformdirs", "requests", "urllib3", "tqdm", "threadpoolctl"}
        print(sorted(slow & (set(sys.modules) - before)))
    """
    assert in_a_fresh_process(code) == "[]"


def test_training_on_mnist_stays_small(real_mnist):
    code = """if True:
        from dig2ai_helpers import Network, load_digits, train
        digits = load_digits("mnist")
        train(Network((784, 128, 10)), digits.train, digits.validation, 1, 64, progress=False)
        status = dict(line.split(":") for line in open("/proc/self/status"))
        print(int(status["VmHWM"].split()[0]) / 1000)
    """
    if not os.path.exists("/proc/self/status"):
        pytest.skip("only Linux tells the peak memory of a process in this way")
    in_a_fresh_process("from dig2ai_helpers import load_digits; load_digits('mnist')")  # decodes
    assert float(in_a_fresh_process(code)) < 250  # MB
