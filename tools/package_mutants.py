"""Mutation test of the package: its own tests notice when a line of it is spoilt.

    python tools/package_mutants.py dig2ai_helpers/network.py    # 25 mutants, always the same ones
    python tools/package_mutants.py --seed 1 dig2ai_helpers/network.py                 # 25 others
    python tools/package_mutants.py --sample 0 dig2ai_helpers/network.py               # all of them
    python tools/package_mutants.py dig2ai_helpers/interact/sheet/*.py --tests tests/test_inter*.py

It works in a copy of the folder that it is started in. The tests are collected once, and run once
to see which lines each of them reaches. Then each mutant is tried in a process of its own (a fork,
so on Linux or macOS) by the tests that reach its line, until one of them fails or takes far too
long. A survivor shows a test that is missing; if no test can tell it from the original, it goes
into package_mutants_equivalent.txt with the reason.
"""

import argparse
import contextlib
import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from coverage import Coverage
from spoil import described, function_line, mutants

LEFT_OUT = ".git .venv node_modules build __pycache__ .*_cache".split()
EQUIVALENT = Path(__file__).with_name("package_mutants_equivalent.txt")
SLOW = 4  # seconds: tests that take longer are for `make test`
MOST = 20  # seconds of tests for one mutant, the fastest first
TOO_LONG = 20  # seconds of a processor, on top of three times what the tests took before
PATIENCE = 6  # times as long on the clock, for a mutant that waits, or a busy machine
OPTIONS = ["-s", "-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts="]


class Trial:
    """A plugin for pytest that tries mutants with the collected tests instead of running them."""

    def __init__(self, modules, sample, seed):
        self.modules, self.sample, self.seed = modules, sample, seed
        self.seconds, self.measuring = {}, False
        self.coverage = Coverage(data_file=None, source=["."], config_file=False)

    def pytest_collectreport(self, report):
        """Stop where a file of tests can't be read."""
        if report.failed:
            sys.exit(str(report.longrepr))

    def pytest_runtest_setup(self, item):
        """Credit what runs now to this test."""
        if self.measuring:
            self.name = plain(item)
            self.coverage.switch_context(self.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """Credit what runs once for several tests to each of them, by the fixture's name."""
        shared = self.measuring and fixturedef.scope != "function"
        if shared:
            self.coverage.switch_context(fixturedef.argname)
        try:
            return (yield)
        finally:
            if shared:
                self.coverage.switch_context(self.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        """Stop what runs too long while it is measured: nothing guards against endless loops."""
        if self.measuring:
            signal.alarm(SLOW)
        try:
            return (yield)
        finally:
            if self.measuring:
                signal.alarm(0)

    def pytest_runtest_logreport(self, report):
        """Add up a test's time; one that fails already could tell nothing."""
        slow = SLOW if report.failed else 0
        name = plain(report)
        self.seconds[name] = self.seconds.get(name, 0) + report.duration + slow

    def pytest_runtestloop(self, session):
        """Measure the tests, and try all mutants."""
        self.items = session.items
        in_a_process(self.measure)
        reached = json.loads(Path("reached.json").read_text())
        for module in self.modules:
            lines = {int(line): tests for line, tests in reached[module].items()}
            self.try_module(Path(module), lines)
        return True

    def measure(self):
        """Write {module: {line: [(seconds, test)]}} as JSON; line 0 stands for the module."""
        found, users = {}, {}  # users: of each fixture
        for item in self.items:
            for fixture in getattr(item, "fixturenames", ()):
                users.setdefault(fixture, set()).add(plain(item))
        signal.signal(signal.SIGALRM, stop)
        self.coverage.start()
        self.measuring = True
        run(self.items, stop=False)
        self.coverage.stop()
        for module in self.modules:
            lines = self.coverage.get_data().contexts_by_lineno(str(Path(module).resolve()))
            for line, names in lines.items():
                lines[line] = {test for name in names if name for test in users.get(name, [name])}
            reached = set().union(*lines.values())
            # A table's tests reach no line, since it was read at the import: they come last.
            files = {test.partition("::")[0] for test in reached}
            lines[0] = {plain(i) for i in self.items if i.nodeid.partition("::")[0] in files}
            found[module] = {
                line: sorted(
                    ((self.seconds.get(test, SLOW), test) for test in tests),
                    key=lambda timed: (timed[1] not in reached, timed),
                )
                for line, tests in lines.items()
            }
        Path("reached.json").write_text(json.dumps(found))

    def try_module(self, path, lines):
        """Print the survivors of a module, and its score."""
        source, same = path.read_text(encoding="utf-8"), equivalents()
        chance = random.Random(self.seed)
        count = {"killed": 0, "survived": 0, "equivalent": 0}
        if not self.passes(lines[0], {}):
            sys.exit(f"the tests of {path} fail before anything is spoilt")
        old = compile(source, str(path.resolve()), "exec")
        for line, text, tree in mutants(source, lambda all: chance.sample(all, len(all))):
            path.write_text(text, encoding="utf-8")  # for the processes that tests start
            start = function_line(source, line)
            near = max((each for each in lines if start < each <= line), default=0)
            new = compile(tree, str(path.resolve()), "exec")
            changed = differences(old, new) if near else None  # it may run at the import only
            tests = lines[near if start or near == line else 0]
            fate = "survived" if self.passes(tests or lines[0], changed) else "killed"
            change = described(source, text)
            if fate == "survived" and f"{path}: {change}" in same:
                fate = "equivalent"
            elif fate == "survived":
                print(f"{path}:{line}: {change}", flush=True)
            count[fate] += 1
            if sum(count.values()) == self.sample:
                break
        path.write_text(source, encoding="utf-8")
        score = count["killed"] / max(count["killed"] + count["survived"], 1)
        print(f"{path}: {count}: {score:.1%}", flush=True)

    def passes(self, tests, changed):
        """Whether tests pass once functions' code is changed; None: import all of it anew."""
        names, total = {}, 0
        for seconds, name in tests:
            if seconds < SLOW and total + seconds < MOST:
                names[name] = len(names)
                total += seconds

        def work():
            if changed is None or not put_in(changed):
                return subprocess.call([sys.executable, "-m", "pytest", "-x", *OPTIONS, *names])
            chosen = [item for item in self.items if plain(item) in names]
            return run(sorted(chosen, key=lambda item: names[plain(item)]))

        return in_a_process(work, TOO_LONG + 3 * total)


def stop(*_):
    """Stop what runs when the alarm goes."""
    raise TimeoutError


def plain(test):
    """A test's name without its parameters: a mutant may rename these."""
    return test.nodeid.partition("[")[0]


def run(items, stop=True):
    """Run tests; return whether one failed, with `stop` at the first."""
    for item, following in pairwise([*items, None]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if stop and item.session.testsfailed:
            return True
    return False


def in_a_process(work, seconds=0):
    """Whether `work()` gives 0, tried in a fork; with `seconds`, too slow counts as no."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setsid()
            for stream in (1, 2) if seconds else ():
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the process; 0 never does
            signal.alarm(int(PATIENCE * seconds))
            code = int(work() or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what the tests started and left
    return status == 0


def differences(old, new):
    """{old code: new code} of the functions that differ; None if more than functions differs."""
    ours, theirs = ([c for c in code.co_consts if isinstance(c, CodeType)] for code in (old, new))
    found = {old: new}
    if not old.co_flags & 1:  # a module, or a class's body, which runs at the import
        rest = [
            (c.co_code, c.co_names, [str(k) for k in c.co_consts if not isinstance(k, CodeType)])
            for c in (old, new)
        ]
        if rest[0] != rest[1] or len(ours) != len(theirs):
            return None
        found = {}
    for one, other in zip(ours, theirs, strict=False) if len(ours) == len(theirs) else ():
        inner = differences(one, other) if one != other else {}
        if inner is None:
            return None
        found |= inner
    return found


def put_in(changed):
    """Give functions in memory other code; return False where that can't be done."""
    gc.unfreeze()  # what the tests' own settings have frozen would not be found
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__ in changed:
            try:
                each.__code__ = changed[each.__code__]
            except ValueError:  # another number of captured variables
                return False
    return True


def equivalents():
    """{module: change} of the mutants that no test could tell from the original."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def main(words):
    """Try mutants of the modules that are named, in a copy of this folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--tests", nargs="+", default=["tests"])
    parser.add_argument("--sample", type=int, default=25, help="mutants of a module; 0: all")
    parser.add_argument("--seed", type=int, default=0, help="another seed draws other mutants")
    wanted = parser.parse_args(words)
    for path in [*wanted.modules, *(test.partition("::")[0] for test in wanted.tests)]:
        if not Path(path).exists():
            parser.error(f"there is no {path}")
    os.nice(10)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(".", copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        os.chdir(copy)
        os.environ.pop("PYTEST_ADDOPTS", None)  # its plugins may not be found from the copy
        os.environ |= {"PYTHONPATH": str(copy), "OPENBLAS_NUM_THREADS": "1"}
        os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        sys.path.insert(0, str(copy))
        trial = Trial(wanted.modules, wanted.sample, wanted.seed)
        pytest.main([*OPTIONS, *wanted.tests], plugins=[trial])


if __name__ == "__main__":
    main(sys.argv[1:])
