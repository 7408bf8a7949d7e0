"""Pack a folder for a memory stick: all that a room without internet needs.

``python tools/offline.py`` packs for this computer's system and Python; or name others:
``… windows-3.12 macos-3.13``. Then copy all that is in ``build/stick/`` onto the stick.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from stick.install import this_computer

from dig2ai_helpers.digits.mnist import MNIST_FILES, mnist_folder, mnist_is_here

ROOT = Path(__file__).parents[1]
STICK = ROOT / "build" / "stick"
METADATA = r"[^/]+\.dist-info/METADATA"  # some wheels hold those of other packages deeper inside


class System(NamedTuple):
    """What pip must be told to fetch for another system than the one that it runs on."""

    sys_platform: str
    os_name: str
    platform_system: str
    platform_machine: str
    tags: tuple  # of wheels that work there


LINUX = [f"manylinux_2_{minor}" for minor in range(28, 4, -1)]  # glibc 2.28 is from 2018
LINUX += ["manylinux2014", "manylinux2010", "manylinux1"]
SYSTEMS = {
    "windows": System("win32", "nt", "Windows", "AMD64", ("win_amd64",)),
    "macos": System("darwin", "posix", "Darwin", "arm64", ("macosx_12_0_arm64",)),
    "macos-intel": System("darwin", "posix", "Darwin", "x86_64", ("macosx_12_0_x86_64",)),
    "linux": System("linux", "posix", "Linux", "x86_64", tuple(f"{tag}_x86_64" for tag in LINUX)),
    "linux-arm": System(
        "linux", "posix", "Linux", "aarch64", tuple(f"{tag}_aarch64" for tag in LINUX)
    ),
}

# pip can fetch wheels for another system, but asks its own for conditions like `colorama; on
# Windows`. Here it is told the other system's answers; `not_packed` checks what came of it.
PIP = """
import json, sys
from pip._vendor.packaging import markers
markers.default_environment = lambda answers=json.loads(sys.argv.pop(1)): dict(answers)
from pip._internal.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def computer(name):
    """Take a name such as windows-3.12 apart: the System, and the Python's version as text."""
    found = re.fullmatch(r"(.+)-(3\.(\d+))", name)
    if not found or found[1] not in SYSTEMS or int(found[3]) < 11:
        sys.exit(
            f"{name} can't be packed for; it must be one of {', '.join(SYSTEMS)}, a hyphen, and "
            "a Python from 3.11 on, for instance windows-3.12"
        )
    return SYSTEMS[found[1]], found[2]


def answers(system, python):
    """Return what a Python of this version on this system answers to a package's conditions."""
    return {
        **{name: value for name, value in system._asdict().items() if name != "tags"},
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
    }


def requirements():
    """Return what must be on the stick: for running, for testing, and for `-e .` to be built."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line.split("#")[0].strip() for line in lines]
    return [
        *project["build-system"]["requires"],
        "editables",  # which hatchling asks for only when it meets `-e .`
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["apps"],
        *[line for line in lines if line and not line.startswith("-")],
    ]


def fetch(name, folder):
    """Fetch the wheels for one computer into a folder."""
    system, python = computer(name)
    options = ["--quiet", "--disable-pip-version-check", "--dest", str(folder)]
    options += ["--only-binary=:all:", "--implementation=cp", f"--python-version={python}"]
    options += [f"--platform={tag}" for tag in system.tags]
    command = [sys.executable, "-c", PIP, json.dumps(answers(system, python)), "download"]
    if subprocess.run([*command, *options, *requirements()]).returncode:
        sys.exit(f"the packages for {name} could not be fetched; what stands above says why")
    if missing := not_packed(folder, answers(system, python)):
        sys.exit(f"pip left out what {name} needs: {', '.join(missing)}")


def not_packed(folder, answers):
    """Name what the wheels in a folder need, on a computer that answers so, and is not there."""
    wheels = list(folder.glob("*.whl"))
    here = {parse_wheel_filename(wheel.name)[0] for wheel in wheels}
    needed = {
        canonicalize_name(requirement.name)
        for wheel in wheels
        for requirement in needs(wheel)
        if requirement.marker is None or requirement.marker.evaluate({**answers, "extra": ""})
    }
    return sorted(needed - here)


def needs(wheel):
    """Return the requirements that a wheel names, each with its condition."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if re.fullmatch(METADATA, name)]
        told = message_from_bytes(archive.read(name))
    return [Requirement(line) for line in told.get_all("Requires-Dist", [])]


def copy_series(source, folder):
    """Copy the files that git keeps, as they are now, and nothing else."""
    try:
        listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=source)
    except (OSError, subprocess.CalledProcessError):
        sys.exit("the stick is packed from a clone of the repository, with git")
    for name in listed.decode("utf-8").split("\0"):
        if name and (source / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, folder / name)


def copy_mnist(folder):
    """Copy MNIST's files, if they are on this computer; say whether they are."""
    if not mnist_is_here(mnist_folder()):
        return False
    folder.mkdir()
    for name in MNIST_FILES:
        shutil.copyfile(mnist_folder() / name, folder / name)
    return True


def size(folder):
    """Return the size of all files in a folder, as text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return f"{sum(path.stat().st_size for path in files) / 1e6:.1f} MB"


def pack(names, stick):
    """Fill the folder `stick` for these computers, and print what went into it."""
    copy_series(ROOT, stick / "dig2ai")
    print(f"the series: {size(stick / 'dig2ai')}")
    (stick / "wheels").mkdir()
    for name in names:
        with tempfile.TemporaryDirectory(dir=stick) as folder:
            fetch(name, Path(folder))
            wheels = list(Path(folder).iterdir())
            print(f"packages for {name}: {size(Path(folder))}, {len(wheels)} files")
            for wheel in wheels:  # many serve several computers: each is kept once
                wheel.replace(stick / "wheels" / wheel.name)
    if copy_mnist(stick / "mnist"):
        print(f"MNIST: {size(stick / 'mnist')}")
    else:
        print("MNIST is not on this computer: run make lab once, or "
              "python -m dig2ai_helpers download-mnist, and pack again")  # fmt: skip
    (stick / "packed-for.txt").write_text("\n".join(names) + "\n", encoding="ascii")
    shutil.copyfile(ROOT / "tools" / "stick" / "install.py", stick / "install.py")
    text = (ROOT / "tools" / "stick" / "START.txt").read_text(encoding="utf-8")
    (stick / "START.txt").write_text(text.format(packed=", ".join(names)), encoding="utf-8")


def main(words):
    """Pack the stick for these computers, or for one like this."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("computers", nargs="*", default=[this_computer()], help="like windows-3.12")
    names = parser.parse_args(words).computers
    for name in names:
        computer(name)  # a wrong name is told now, before anything is fetched
    STICK.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STICK.parent) as folder:
        whole = Path(folder) / "stick"
        whole.mkdir()
        pack(names, whole)
        if STICK.exists():  # the old one stays until the new one is whole
            shutil.rmtree(STICK)
        whole.replace(STICK)
    print(f"{STICK}, {size(STICK)} in all, is ready: copy what is in it onto the stick.")


if __name__ == "__main__":
    main(sys.argv[1:])
