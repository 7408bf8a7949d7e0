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
    """A clock: products pass their time, `pace(number)` times as much with so many threads."""

    def __init__(self):
        self.now = 0.0
        self.pace = lambda number: 1 / number

    def work(self, seconds, number):
        self.now += seconds * self.pace(number)


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(threads, "perf_counter", lambda: machine.now)
    return machine


@pytest.fixture
def blas(machine, monkeypatch):
    blas = threads.Blas(Library(), most=4)
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    return blas


def used(blas, machine, multiplications=BIG, seconds=0.004):
    """Compute a product, and return the number of threads that it had."""
    weights = [np.empty((1, 10), np.float32), np.empty((1000, 10), np.float32)]
    with threads.fastest_threads(weights, multiplications // 10_000):
        number = blas.library.num_threads
        machine.work(seconds, number)
    return number


def used_within(blas, machine, seconds, **settings):
    """The numbers of threads of the products of some seconds."""
    end = machine.now + seconds
    numbers = []
    while machine.now < end:
        numbers.append(used(blas, machine, **settings))
    return np.array(numbers)


@pytest.mark.parametrize(
    "multiplications, number",
    [(100_000, 4), (250_000, 1), (1_000_000, 1), (1_010_000, 2), (3_000_000, 3), (BIG, 4)],
)
def test_a_first_product_gets_the_threads_that_its_size_deserves(
    blas, machine, multiplications, number
):
    assert used(blas, machine, multiplications) == number
    assert blas.library.num_threads == 4


def test_the_smallest_products_are_left_to_the_blas(blas, machine):
    used(blas, machine, 240_000)
    assert blas.library.history == []


def test_no_product_gets_more_threads_than_there_are_processors(machine, monkeypatch):
    blas = threads.Blas(Library(16), most=2)
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    assert set(used_within(blas, machine, 10)) == {1, 2}
    assert blas.library.num_threads == 16


def test_a_limit_that_the_reader_has_set_holds(blas, machine):
    blas.library.num_threads = 2
    assert set(used_within(blas, machine, 5)) == {2}
    assert blas.library.num_threads == 2 and blas.library.history == []


PACES = {  # the time of products with 1, 2 and 4 threads
    "four are best": (1, 0.5, 0.25),
    "two are best": (1, 0.6, 0.7),
    "one is best": (1, 1.3, 2),
    "one by far": (1, 1.6, 5),
    "busy": (2, 30, 60),
    "busy, and four are best": (1, 0.8, 0.7),
}


@pytest.mark.parametrize("times", PACES.values(), ids=PACES)
@pytest.mark.parametrize("first", [1_000_000, 2_000_000, 4_000_000])
def test_products_get_the_number_of_threads_that_makes_them_fastest(blas, machine, times, first):
    """Whatever the first ones get, the trials soon cost less than 5 % of the time."""
    pace = dict(zip((1, 2, 4), times, strict=True))
    machine.pace = pace.get
    best = min(pace, key=pace.get)
    used_within(blas, machine, 2, multiplications=first)
    numbers = used_within(blas, machine, 30, multiplications=first)
    lost = sum(pace[number] for number in numbers) / (len(numbers) * pace[best]) - 1
    assert np.median(numbers) == best and lost < 0.05
    assert len(set(numbers)) > 1, "nothing else was tried"
    assert blas.library.num_threads == 4


@pytest.mark.parametrize("times, most", [((1, 0.96, 0.96), 1), ((1, 0.7, 0.68), 2)])
def test_threads_that_gain_next_to_nothing_are_left_to_others(blas, machine, times, most):
    machine.pace = dict(zip((1, 2, 4), times, strict=True)).get
    used_within(blas, machine, 2)
    assert np.median(used_within(blas, machine, 10)) == most


def test_a_machine_that_becomes_busy_costs_a_moment(blas, machine):
    used_within(blas, machine, 60)
    numbers = used_within(blas, machine, 40)
    assert 8 <= np.count_nonzero(np.diff(numbers)) / 2 <= 10, "a trial every four seconds"
    machine.pace = {1: 2, 2: 30, 4: 60}.get
    used_within(blas, machine, threads.LONGEST_PAUSE + 20 * threads.WINDOW)
    assert np.mean(used_within(blas, machine, 20) == 1) > 0.99
    machine.pace = lambda number: 1 / number
    used_within(blas, machine, threads.LONGEST_PAUSE + 20 * threads.WINDOW)
    assert np.mean(used_within(blas, machine, 20) == 4) > 0.98


def test_what_a_disturbance_has_spoiled_is_soon_tried_again(blas, machine):
    used_within(blas, machine, 60)
    machine.pace = {1: 1, 2: 3, 4: 9}.get
    while used(blas, machine) != 1:
        pass
    machine.pace = lambda number: 1 / number
    used_within(blas, machine, 2 * threads.FIRST_PAUSE + 10 * threads.WINDOW)
    assert np.mean(used_within(blas, machine, 20) == 4) > 0.95


def test_each_size_has_its_own_number(blas, machine):
    small, large = 2_000_000, 64_000_000
    for _ in range(3000):
        machine.pace = {1: 1, 2: 1.5, 4: 2}.get
        numbers = [used(blas, machine, small)]
        machine.pace = lambda number: 1 / number
        numbers.append(used(blas, machine, large))
    assert numbers == [1, 4]
    assert len(blas.sizes) == 2
    used(blas, machine, small - 100_000)  # about as large: a last, smaller batch
    assert len(blas.sizes) == 2


def test_with_one_processor_nothing_is_tried(machine, monkeypatch):
    blas = threads.Blas(Library(), most=1)
    monkeypatch.setattr(threads, "numpys_blas", lambda: blas)
    assert set(used_within(blas, machine, 10)) == {1}


def test_the_time_in_which_images_are_gathered_counts(blas, machine):
    """Two threads make products a little faster, and what comes before them much slower."""
    before = 1
    for _ in range(1000):
        product = threads.fastest_threads([np.empty((1000, 10))], 400)
        machine.now += 0.004 * before
        with product:
            before = blas.library.num_threads
            machine.now += 0.004 / before
    assert before == 1


def test_two_computations_at_once_get_one_thread_each(blas, machine):
    both, seen = Barrier(2), []

    def compute():
        for _ in range(5):
            both.wait()
            with threads.fastest_threads([np.empty((1000, 10))], BIG // 10_000):
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
    assert not any(trials.work for trials in blas.sizes.values()), "such a product tells nothing"


NAMED_BY_ANOTHER = """if True:
    from threading import Thread
    import numpy as np
    from dig2ai_helpers import threads
    blas = threads.numpys_blas()
    seen = [blas and blas.library.num_threads]

    def compute():
        with threads.fastest_threads([np.empty((1000, 10))], 800):
            seen.append(blas and blas.library.num_threads)

    compute()
    for _ in range(2):
        another = Thread(target=compute)
        another.start()
        another.join()
    print(*seen, blas and blas.library.num_threads)
"""


COMPARED = """if True:
    import numpy as np
    from dig2ai_helpers import Network, load_digits, threads, train
    chance = np.random.default_rng(0)

    class AtRandom(threads.Trials):
        def learn(self, multiplications, seconds):
            self.threads = int(chance.integers(1, self.most + 1))

    threads.Trials = AtRandom
    blas = threads.numpys_blas()
    digits = load_digits("bundled").train
    ours, theirs = (Network((784, 128, 10), dtype="float64") for _ in range(2))
    train(theirs, digits, epochs=2, progress=False)
    order = np.random.default_rng(0)
    for _ in range(2):
        rows = order.permutation(len(digits))
        for start in range(0, len(rows), 32):
            images, labels = digits.batch(rows[start : start + 32])
            _, dW, db = ours.gradients(images, labels)
            for parameter, slope in zip(ours.weights + ours.biases, dW + db):
                parameter -= 0.1 * slope
    answers = [ours.forward(digits.images) for _ in range(2)]
    pairs = [*zip(ours.weights + ours.biases, theirs.weights + theirs.biases), answers]
    print(blas and blas.library.num_threads, all(np.array_equal(*pair) for pair in pairs))
"""


def test_on_several_processors_too_the_loop_of_notebook_05_is_train_to_the_last_bit():
    threads_there, equal = in_a_fresh_process(COMPARED).split()
    if threads_there in ("None", "1"):
        pytest.skip("no BLAS here has several threads")
    assert equal == "True"


def test_each_thread_of_python_can_set_the_number():
    """A library for threads may let only the first one do so, as long as it lives."""
    seen = in_a_fresh_process(NAMED_BY_ANOTHER, CPU_LIMIT="1").split()
    if seen[0] in ("None", "1"):
        pytest.skip("no BLAS here has several threads")
    assert seen == [seen[0], "1", "1", "1", seen[0]]


def test_an_error_leaves_nothing_set(blas, machine):
    with pytest.raises(ZeroDivisionError), threads.fastest_threads([np.empty(10**6)], 2):
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


def digits(n=640):
    images = np.random.default_rng(0).random((n, 784)).astype("float32")
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


def test_training_chooses_its_threads_and_all_else_has_one(blas, seen):
    net = Network((784, 40, 10))
    train(net, digits(), digits(64), epochs=1, batch_size=64, progress=False)
    assert seen == [3] * 10 + [1]  # the batches, the validation
    net.evaluate(digits().images, digits().labels)
    net.gradients(digits(64).images, digits(64).labels)
    assert seen[11:] == [1, 1]
    assert blas.library.num_threads == 4


def test_a_network_of_float64_learns_with_one_thread(blas, seen):
    net = Network((784, 40, 10), dtype="float64")
    train(net, digits(3840), epochs=1, batch_size=64, progress=False)
    train(net, digits(3840), epochs=1, batch_size=None, progress=False)
    assert set(seen) == {1} and not blas.sizes
    assert blas.library.num_threads == 4


@pytest.mark.parametrize("batch_size", [64, None])
def test_nothing_is_set_while_the_readers_code_runs(blas, seen, batch_size):
    run = training_run(Network((784, 40, 10)), digits(3840), epochs=2, batch_size=batch_size)
    for step in run:
        assert blas.library.num_threads == 4
        if step.epoch == 2:
            break
    assert set(seen) == ({3} if batch_size else {4})


def test_an_app_that_looks_into_a_network_takes_one_thread(blas, seen):
    from dig2ai_helpers.interact.countries_app.plane import plane_of

    plane_of(Network((784, 500, 2, 10)), digits(300).images)
    assert seen == [1]
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
    (tmp_path / "own").write_bytes(b"5:cpu,cpuacct:/gr\xf6\xdfe\n0::/kubepods/me\n")
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
        ("kubepods/cpu.max", "300000 100000\n", 3, 3),  # as of all that a user runs
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
