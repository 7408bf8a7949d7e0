"""Install Dig2AI from this stick, without internet: ``python install.py``.

``python install.py FOLDER`` puts it into another folder than Dig2AI in your home folder. Run it
again at any time: it adds what is missing, repairs what was cut short, takes what is newer here,
and keeps your notebooks. A folder with other things in it is only used if you say so.

Needs nothing but Python. (It is written so that an old Python can read it, too, to say that it
is too old.)
"""

import filecmp
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

STICK = Path(__file__).resolve().parent
# The name of an empty file: this folder is ours. Other names than .dig2ai-…, which the package
# gives to files that are half written, and removes when they are old.
MARK = ".from-a-stick-of-dig2ai"
OLDEST = (3, 11)
ASK = (
    "from dig2ai_helpers.digits import mnist as m; "
    "f = m.mnist_folder(); print(m.mnist_is_here(f), f)"
)
CHECK = "from dig2ai_helpers import check_setup; raise SystemExit(not check_setup())"
UNIX = """#!/bin/sh
cd "$(dirname "$0")" && exec .venv/bin/python -m jupyterlab notebooks/00-start-here.ipynb "$@"
"""
WINDOWS = r"""@cd /d "%~dp0"
@.venv\Scripts\python -m jupyterlab notebooks\00-start-here.ipynb %*
@pause
"""


def this_computer():
    """Name this system and this Python as the stick's list does: windows-3.12."""
    build = sysconfig.get_platform()
    system = {
        "win-amd64": "windows",
        "linux-x86_64": "linux",
        "linux-aarch64": "linux-arm",
    }.get(build, build)
    if build.startswith("macosx"):  # one build of Python can serve both kinds of processor
        system = "macos" if platform.machine() == "arm64" else "macos-intel"
    return "{}-{}.{}".format(system, *sys.version_info[:2])


def complaint(python, computer, packed):
    """Say why this Python cannot install from the stick; None if it can.

    Parameters
    ----------
    python : tuple
        Its version.
    computer : str
        What `this_computer` says.
    packed : list of str
        The computers that the stick was packed for.
    """
    if python < OLDEST:
        return "This is Python {}.{}; Dig2AI needs Python 3.11 or newer.".format(*python)
    if computer not in packed:
        words = (
            "This stick was packed for: {}. This computer is: {}. Use a Python of a version in "
            "that list"
        ).format(", ".join(packed), computer)
        if computer.partition("-")[0] not in ("windows", "linux", "macos"):
            return words + "."
        return (
            words
            + ", or pack the stick again where there is internet: make offline FOR="
            + computer
        )
    return None


def target(words):
    """Return the folder that was asked for, or Dig2AI in the home folder."""
    if words and words[0].startswith("-"):
        print(__doc__.strip())
        sys.exit()
    if len(words) > 1:
        name = " ".join(words)
        sys.exit(f'Name one folder. If there is a space in its name, put it into quotes: "{name}"')
    return Path(words[0] if words else Path.home() / "Dig2AI").absolute()


def lost(stick):
    """Name what should be on the stick and is not."""
    return [name for name in ("packed-for.txt", "dig2ai", "wheels") if not (stick / name).exists()]


def is_ours(folder):
    """Whether the folder is new, or was begun by this script."""
    return not folder.exists() or (folder / MARK).exists() or not any(folder.iterdir())


def agreed(folder):
    """Ask whether a folder that holds other things may be used."""
    print(f"{folder} holds other things. Files of the same names would be replaced, .venv as well.")
    try:
        return input("Use it all the same? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:  # nobody is there to answer
        return False


def copy_whole(source, copy):
    """Copy a file so that it appears whole or not at all, without the stick's marks."""
    unfinished = copy.parent / (".dig2ai-" + copy.name)
    shutil.copyfile(str(source), str(unfinished))
    os.replace(str(unfinished), str(copy))


def is_cut(copy, whole):
    """Whether a file is only the beginning of another one, as when a computer is switched off."""
    size = copy.stat().st_size
    return size < whole.stat().st_size and whole.read_bytes()[:size] == copy.read_bytes()


def copy_series(source, folder):
    """Copy what is new or newer, but no notebook over one that was changed; name the kept ones."""
    kept = []
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        if path.name.startswith("._"):  # macOS adds these on a memory stick
            continue
        copy = folder / path.relative_to(source)
        if copy.exists() and filecmp.cmp(str(path), str(copy), shallow=False):
            continue
        if copy.exists() and copy.suffix == ".ipynb" and not is_cut(copy, path):
            kept.append(copy.name)
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy_whole(path, copy)
    return kept


def make_environment(folder):
    """Make .venv in the folder, unless there is a sound one; return its Python."""
    home = folder / ".venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    version = "import sys; raise SystemExit(sys.version_info[:2] != {})"
    version = version.format(tuple(sys.version_info[:2]))
    sound = [str(python), "-c", version + " or __import__('pip') is None"]
    if not python.exists() or subprocess.run(sound, stderr=subprocess.DEVNULL).returncode:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    return python


def install_packages(python, folder, wheels):
    """Install all that the series needs from the wheels on the stick, and from nowhere else."""
    pip = [str(python), "-m", "pip", "--isolated", "install", "--quiet"]
    pip += ["--disable-pip-version-check", "--no-index", "--find-links", str(wheels)]
    subprocess.run([*pip, "-r", "requirements.txt"], cwd=str(folder), check=True)


def copy_mnist(python, source):
    """Put MNIST where the series looks for it; say in a sentence what became of it."""
    if not source.is_dir():
        return "MNIST is not on this stick; the series goes on with the digits that it brings."
    asked = subprocess.run(
        [str(python), "-X", "utf8", "-c", ASK], check=True, stdout=subprocess.PIPE
    )
    here, folder = asked.stdout.decode("utf-8").strip().split(" ", 1)
    if here == "True":
        return f"MNIST is in {folder}."
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for path in source.iterdir():
            copy_whole(path, Path(folder) / path.name)
    except OSError as problem:
        return f"MNIST could not be put into {folder} ({problem.strerror})."
    return f"MNIST is now in {folder}."


def write_starter(folder):
    """Write the file that starts JupyterLab by a double click or by its name."""
    name = {"win32": "start.bat", "darwin": "start.command"}.get(sys.platform, "start.sh")
    starter = folder / name
    starter.write_text(WINDOWS if os.name == "nt" else UNIX, encoding="ascii")
    starter.chmod(0o755)
    return starter


def main():
    """Install the series from the stick."""
    for stream in (sys.stdout, sys.stderr):
        # a console need not know every letter of a folder's name
        stream.reconfigure(errors="replace", line_buffering=True)
    folder = target(sys.argv[1:])
    if lost(STICK):
        what = " and ".join(lost(STICK))
        sys.exit(f"{what} should stand beside install.py: copy all that is in build/stick again.")
    packed = (STICK / "packed-for.txt").read_text(encoding="utf-8-sig").split()
    problem = complaint(sys.version_info[:2], this_computer(), packed)
    if problem:
        sys.exit(problem)
    print(f"Dig2AI goes into {folder}")
    try:
        if not (is_ours(folder) or agreed(folder)):
            sys.exit("Nothing was changed; for another folder: python install.py FOLDER")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
        for name in copy_series(STICK / "dig2ai", folder):
            print(f"kept, since it is not as on the stick: {name}")
        python = make_environment(folder)
        print("The packages are being installed; that takes a minute or a few.")
        install_packages(python, folder, STICK / "wheels")
        print(copy_mnist(python, STICK / "mnist"))
        subprocess.run([str(python), "-c", CHECK], check=True)
        starter = write_starter(folder)
    except OSError as problem:
        what = f"{problem.filename or folder} cannot be written ({problem.strerror})"
        sys.exit(f"{what}; for another folder: python install.py FOLDER")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run it again, and it goes on from here.")
    except subprocess.CalledProcessError as problem:
        advice = " On Debian and Ubuntu, Python's venv is a package of its own: python3-venv."
        made = "venv" in problem.cmd
        sys.exit("That did not work; what stands above says why." + (advice if made else ""))
    print(f"Done. From now on, start it with:\n    {starter}")


if __name__ == "__main__":
    if sys.version_info < OLDEST:  # before anything that an old Python might not have
        sys.exit(complaint(sys.version_info[:2], "", []))
    main()
