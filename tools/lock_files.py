"""Write the lock files: ``python tools/lock_files.py [--upgrade]``.

A lock names the version of each package and the SHA-256 of each of its files, for every system and
Python that we support; pip refuses any other file. Versions that still fit stay as they are, unless
--upgrade is given. A version counts a week after it has come out: most that were tampered with are
found by then. Needs tools/requirements-release.txt.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = {  # {lock: what it is made of}
    "binder/requirements.txt": ["binder/requirements.in"],
    "locks/site.txt": ["pyproject.toml", "site/requirements.txt"],
    "locks/lite.txt": ["site/requirements-lite.txt"],
    "locks/release.txt": ["tools/requirements-release.txt"],
}
OPTIONS = [
    "--universal", "--python-version=3.11", "--generate-hashes", "--exclude-newer=7 days",
    "--no-build",  # packages are read, and none is run
    "--no-emit-package=dig2ai-helpers", "--custom-compile-command=make locks", "--no-config",
    "--quiet",
]  # fmt: skip


def main(words):
    """Write each lock."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--upgrade", action="store_true", help="take newer versions")
    words = ["--upgrade"] if parser.parse_args(words).upgrade else []
    for lock, sources in LOCKS.items():
        extra = ["--extra=apps"] if "pyproject.toml" in sources else []
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *extra, *words]
        done = subprocess.run([*command, *sources, "-o", lock], cwd=ROOT)
        if done.returncode:  # uv has said why
            sys.exit(f"{lock} stays as it was, and so do those after it")


if __name__ == "__main__":
    main(sys.argv[1:])
