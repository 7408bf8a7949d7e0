"""The lock files fit the requirements that they were made from; `make locks` writes them anew."""

import re
import tomllib
from pathlib import Path

import pytest
from lock_files import LOCKS
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYTHONS = [f"3.{minor}" for minor in range(11, 15)]
SYSTEMS = [("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows")]
LOCKED = re.compile(r"[\w.-]+==[\w.]+( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
OLD = "{} doesn't fit {}: run `make locks`, and commit what it writes"


def requirements(path):
    """Yield all that a file of requirements asks for."""
    if path.name == "pyproject.toml":
        project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
        lines = project["dependencies"] + project["optional-dependencies"]["apps"]
    else:
        lines = re.sub(r"(^|\s)#.*", "", path.read_text(encoding="utf-8")).splitlines()
    for line in filter(None, map(str.strip, lines)):
        if line == "-e .[apps]":
            yield from requirements(ROOT / "pyproject.toml")
        elif line.startswith("-r "):
            yield from requirements(path.parent / line[3:])
        else:
            yield Requirement(line)


def locked(lock):
    """Return the lines of a lock, each package with all its hashes in one, without remarks."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    text = re.sub(r"^ *#.*\n|^\n", "", text, flags=re.M)
    return re.sub(r" \\\n +", " ", text).splitlines()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_nothing_else(lock):
    """No package of our own, no package index, no address."""
    lines = locked(lock)
    assert lines and [line for line in lines if not LOCKED.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_is_locked_once_at_a_version_that_it_allows(lock, python):
    packages = [Requirement(line.split(" --hash")[0]) for line in locked(lock)]
    for system in SYSTEMS:
        names = ("sys_platform", "os_name", "platform_system")
        here = {"python_version": python, "python_full_version": f"{python}.9"}
        here |= dict(zip(names, system, strict=True))
        there = [one for one in packages if one.marker is None or one.marker.evaluate(here)]
        versions = {one.name: str(one.specifier).removeprefix("==") for one in there}
        assert len(versions) == len(there)
        for source in LOCKS[lock]:
            for wanted in requirements(ROOT / source):
                version = versions.get(canonicalize_name(wanted.name), "0")
                assert wanted.specifier.contains(version), OLD.format(wanted, lock)
