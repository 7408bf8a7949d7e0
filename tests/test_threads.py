"""How many threads a product gets, on machines quiet and busy, and what stays set: nothing."""

import gc
import os
import subprocess
import sys
from threading import Barrier, Thread
from types import SimpleNamespace

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController

from dig2ai_helpers import Network, Split, processor_limit, sweep, threads, train, training_run

BIG = 8_000_000  # multiplications, worth 8 threads


class Library:
    """What threadpoolctl gives for a BLAS, with a list of what was set."""

    filepath = "numpy.libs/blas.so"

    def __init__(self, number=4):
        self.num_threads = number
        self.history = []

    def set_num_threads(self, number):
        self.num_threads = number
        self.history.append(number)


class Machine:
    """Clocks: products pass the time of `work`, and get `share` processors."""

    def __init__(self):
        self.now = self.processor = 0.0
        self.share = None  # as many as there are threads

    def work(self, seconds, number):
        self.now += seconds
        self.processor += seconds * (number if self.share is None else self.share)


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(threads, "perf_counter", lambda: machine.now)
    monkeypatch.setattr(threads, "process_time", lambda: machine.processor)
    return machine


@pytest.fixture
def blas(machine, monkeypatch):
    blas = threads.Blas(Library(), most=4)
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    return blas


def used(blas, machine, multiplications=BIG, seconds=0.01):
    """Compute a product, and return the number of threads that it had."""
    weights = [np.empty((1, 10), np.float32), np.empty((1000, 10), np.float32)]
    with threads.product_threads(weights, multiplications // 10_000):
        number = blas.library.num_threads
        machine.work(seconds, number)
    return number


@pytest.mark.parametrize(
    "multiplications, number",
    [(100_000, 4), (250_000, 1), (1_000_000, 1), (1_010_000, 2), (3_000_000, 3), (BIG, 4)],
)
def test_a_product_gets_the_threads_that_its_size_deserves(blas, machine, multiplications, number):
    assert used(blas, machine, multiplications) == number
    assert blas.library.num_threads == 4


def test_the_smallest_products_are_left_to_the_blas(blas, machine):
    used(blas, machine, 240_000)
    assert blas.library.history == []


def test_no_product_gets_more_threads_than_there_are_processors(machine, monkeypatch):
    blas = threads.Blas(Library(16), most=2)
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    assert used(blas, machine) == 2
    assert blas.library.num_threads == 16


def test_a_limit_that_the_reader_has_set_holds(blas, machine):
    blas.library.num_threads = 2
    assert used(blas, machine) == 2
    assert blas.library.num_threads == 2 and blas.library.history == []


def test_a_quiet_machine_keeps_all_threads(blas, machine):
    assert {used(blas, machine) for _ in range(1000)} == {4}
    assert blas.library.history == []


@pytest.mark.parametrize("share", [0.5, 1, 2, 3.7])
def test_a_busy_machine_soon_gets_one_thread(blas, machine, share):
    machine.share = share
    numbers = [used(blas, machine) for _ in range(30)]
    assert numbers[:4] == [4] * 4 and set(numbers[6:]) == {1}
    assert blas.library.num_threads == 4


def test_a_little_noise_makes_no_machine_busy(blas, machine):
    machine.share = 3.8
    assert {used(blas, machine) for _ in range(1000)} == {4}


@pytest.mark.parametrize("number, most", [(2, 0.04), (4, 0.03)])
def test_several_threads_are_tried_again_now_and_then(blas, machine, number, most):
    blas.most = number
    machine.share = 1  # in one thread, nothing is missing
    numbers = [used(blas, machine) for _ in range(10_000)]
    assert 0.005 < np.mean(np.array(numbers) > 1) < most  # of the time
    machine.share = None
    seconds = [used(blas, machine) for _ in range(1000)].index(number) / 100
    assert seconds <= threads.LONGEST_PAUSE
    assert {used(blas, machine) for _ in range(1000)} == {number}


def test_a_short_disturbance_is_soon_over(blas, machine):
    machine.share = 1
    while used(blas, machine) > 1:
        pass
    machine.share = None
    seconds = [used(blas, machine) for _ in range(100)].index(4) / 100
    assert seconds <= 2 * threads.FIRST_PAUSE


def test_one_thread_that_has_to_wait_tries_nothing(blas, machine):
    machine.share = 0.6
    numbers = [used(blas, machine) for _ in range(10_000)]
    assert set(numbers[10:]) == {1}


def test_two_computations_at_once_get_one_thread_each(blas, machine):
    both, seen = Barrier(2), []

    def compute():
        for _ in range(5):
            both.wait()
            with threads.product_threads([np.empty((1000, 10))], BIG // 10_000):
                both.wait()
                seen.append(blas.library.num_threads)
                both.wait()

    people = [Thread(target=compute) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert seen == [1] * 10
    assert blas.library.num_threads == 4 and not blas.inside


def test_an_error_leaves_nothing_set(blas, machine):
    with pytest.raises(ZeroDivisionError), threads.product_threads([np.empty(10**6)], 2):
        assert blas.library.num_threads == 2
        raise ZeroDivisionError
    assert blas.library.num_threads == 4


def test_after_an_interrupt_the_next_product_sets_it_right(blas, machine, monkeypatch):
    def interrupted(number):
        Library.set_num_threads(blas.library, number)
        raise KeyboardInterrupt

    monkeypatch.setattr(blas.library, "set_num_threads", interrupted, raising=False)
    with pytest.raises(KeyboardInterrupt):
        used(blas, machine, 2_000_000)
    monkeypatch.undo()
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    assert blas.library.num_threads == 2
    assert used(blas, machine, 3_000_000) == 3
    assert blas.library.num_threads == 4


def digits(n=640, pixels=784):
    images = np.random.default_rng(0).random((n, pixels)).astype("float32")
    return Split(images, np.arange(n) % 10)


@pytest.fixture
def seen(blas, monkeypatch):
    """The number of threads in each product of a network."""
    numbers = []
    propagate = Network.propagate

    def spy(net, images):
        numbers.append(blas.library.num_threads)
        return propagate(net, images)

    monkeypatch.setattr(Network, "propagate", spy)
    return numbers


def test_training_and_evaluation_choose_their_threads(blas, seen):
    net = Network((784, 40, 10))
    train(net, digits(), digits(64), epochs=1, batch_size=64, progress=False)
    net.evaluate(digits().images, digits().labels)
    net.gradients(digits(64).images, digits(64).labels)
    assert seen == [3] * 10 + [3, 4, 3]  # the batches, the validation, the others
    assert blas.library.num_threads == 4


@pytest.mark.parametrize("batch_size", [64, None])
def test_nothing_is_set_while_the_readers_code_runs(blas, seen, batch_size):
    run = training_run(Network((784, 40, 10)), digits(3840), epochs=2, batch_size=batch_size)
    for step in run:
        assert blas.library.num_threads == 4
        if step.epoch == 2:
            break
    assert set(seen) == ({3} if batch_size else {4})


def test_an_app_that_looks_into_a_network_chooses_its_threads(blas, seen):
    from dig2ai_helpers.interact.countries_app.plane import plane_of

    plane_of(Network((784, 500, 2, 10)), digits(300).images)
    assert seen == [4]
    assert blas.library.num_threads == 4


def test_an_abandoned_training_leaves_nothing_set(blas, seen):
    run = training_run(Network((784, 40, 10)), digits())
    next(run)
    del run
    gc.collect()
    assert seen == [2]
    assert blas.library.num_threads == 4 and not blas.inside


def in_a_fresh_process(code, **variables):
    rest = {name: value for name, value in os.environ.items() if name not in threads.VARIABLES}
    rest.pop("DIG2AI_TEST", None)
    run = [sys.executable, "-c", code]
    return subprocess.check_output(run, text=True, env={**rest, **variables}).strip()


TELL = """if True:
    import sys
    from dig2ai_helpers import threads
    assert "threadpoolctl" not in sys.modules
    blas = threads.numpys_blas()
    print(blas and blas.most)
"""


def test_a_reader_who_sets_the_number_of_threads_decides():
    assert in_a_fresh_process(TELL, OPENBLAS_NUM_THREADS="2") == "None"


def test_under_test_there_is_always_one_thread():
    known = ThreadpoolController().select(user_api="blas").lib_controllers
    if not any(library.num_threads for library in known):
        pytest.skip("threadpoolctl knows no BLAS here")
    assert in_a_fresh_process(TELL, DIG2AI_TEST="1") == "1"
    assert in_a_fresh_process(TELL, CPU_LIMIT="1.9") == "1"


def test_a_sweep_in_processes_needs_no_further_limit(monkeypatch):
    for name in threads.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    from dig2ai_helpers.sweep import single_threaded_children

    with single_threaded_children():
        assert in_a_fresh_process(TELL, **{n: os.environ[n] for n in threads.VARIABLES}) == "None"


@pytest.fixture
def loaded(monkeypatch):
    """Libraries for matrix products that threadpoolctl is to find."""
    libraries = []

    class Controller:
        def select(self, user_api):
            assert user_api == "blas"
            return SimpleNamespace(lib_controllers=libraries)

    monkeypatch.setattr("threadpoolctl.ThreadpoolController", Controller)
    monkeypatch.setattr(threads, "SET_BY_READER", False)
    threads.numpys_blas.cache_clear()
    yield libraries
    threads.numpys_blas.cache_clear()


@pytest.mark.parametrize(
    "under_test, share, most", [("0", 0.5, 1), ("0", 1.9, 1), ("0", 6.0, 6), ("1", 6.0, 1)]
)
def test_numpys_library_is_found_among_others(loaded, monkeypatch, under_test, share, most):
    monkeypatch.setenv("DIG2AI_TEST", under_test)
    monkeypatch.setattr(threads, "processor_share", lambda: share)
    another = Library()
    another.filepath = "scipy.libs/blas.so"
    loaded += [another, Library()]
    blas = threads.numpys_blas()
    assert (blas.library, blas.most) == (loaded[0], most)
    assert "numpy" in blas.library.filepath


@pytest.mark.parametrize("libraries", [[], [Library(None)]])
def test_training_works_where_no_blas_can_be_set(loaded, libraries):
    loaded += libraries
    assert threads.numpys_blas() is None
    history = train(Network((784, 40, 10)), digits(), epochs=2, progress=False)
    assert len(history.loss) == 2


@pytest.mark.parametrize("name, value", [("in_browser", lambda: True), ("SET_BY_READER", True)])
def test_where_the_number_of_threads_is_fixed_nothing_is_set(loaded, monkeypatch, name, value):
    loaded += [Library()]
    monkeypatch.setattr(threads, name, value)
    assert threads.numpys_blas() is None


@pytest.fixture
def sixteen_processors(monkeypatch, tmp_path):
    monkeypatch.delenv("CPU_LIMIT", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 32)  # of which this process may use the half
    allowed = {0: set(range(16))}  # 0 is this process
    monkeypatch.setattr("os.sched_getaffinity", allowed.get, raising=False)
    monkeypatch.setattr(processor_limit, "CGROUPS", tmp_path)
    monkeypatch.setattr(processor_limit, "OWN_CGROUP", tmp_path / "own")
    (tmp_path / "own").write_text("5:cpu,cpuacct:/docker\n0::/kubepods/me\n")
    (tmp_path / "kubepods" / "me").mkdir(parents=True)
    (tmp_path / "cpu").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "file, text, share, count",
    [
        ("cpu.max", "250000 100000\n", 2.5, 3),
        ("cpu.max", "max 100000\n", 16, 16),
        ("cpu.max", "50000 100000\n", 0.5, 1),
        ("cpu.max", "not what it should be", 16, 16),
        ("kubepods/me/cpu.max", "400000 100000\n", 4, 4),
        ("cpu/cpu.cfs_quota_us", "150000\n", 1.5, 2),
        ("cpu/cpu.cfs_quota_us", "-1\n", 16, 16),
        ("cpu/cpu.cfs_quota_us", "3200000\n", 16, 16),
    ],
)
def test_a_container_is_given_what_its_quota_allows(sixteen_processors, file, text, share, count):
    (sixteen_processors / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    (sixteen_processors / file).write_text(text)
    assert processor_limit.processor_share() == share
    assert sweep.__globals__["processors"]() == count


@pytest.mark.parametrize("count, share", [(8, 8), (None, 1)])
def test_where_nothing_is_limited_all_processors_count(
    sixteen_processors, monkeypatch, count, share
):
    """As on macOS and Windows; Python may not know how many there are."""
    (sixteen_processors / "own").unlink()
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: count)
    assert processor_limit.processor_share() == share
