"""`python -m dig2ai_helpers download-mnist`: MNIST from a shell."""

import argparse
import io
import sys
import time
from collections.abc import Sequence

from .digits.download import download_mnist
from .digits.mnist import MNIST_FILES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0, or 1 with one sentence on stderr."""
    parser = argparse.ArgumentParser("python -m dig2ai_helpers", description="Dig2AI's helpers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    command = commands.add_parser(
        "download-mnist",
        help="fetch MNIST's four files (12 MB)",
        description="Fetch MNIST's four files (12 MB), unless they are there already.",
    )
    command.add_argument(
        "--folder", help="where to put them (default: $DIG2AI_DATA_DIR or the cache folder)"
    )
    folder = parser.parse_args(arguments).folder

    start = time.perf_counter()
    try:
        folder = download_mnist(folder)
    except (OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; nothing half-done was left behind", file=sys.stderr)
        return 130
    megabytes = sum(known.size for known in MNIST_FILES.values()) / 1e6
    seconds = time.perf_counter() - start
    print(f"MNIST is in {folder} ({len(MNIST_FILES)} files, {megabytes:.1f} MB, {seconds:.1f} s)")
    return 0


if __name__ == "__main__":
    # A folder's name may hold letters that a Windows code page does not know.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
