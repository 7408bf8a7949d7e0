"""How much of the machine others use, and a machine that is busy on purpose."""

import subprocess
import sys
import time
from contextlib import contextmanager

import psutil

from dig2ai_helpers.processor_limit import processors

REST = 0.15  # seconds: so long the threads of a product still wait for more, and use a processor
LOOK = 0.1  # seconds
QUIET = 0.1  # of the machine, that others may use while a figure is trusted

# It ends by itself, too: a benchmark that is killed leaves nothing running for long.
COMPUTE = "import time; end = time.time() + 120\nwhile time.time() < end: sum(range(10_000))"


def used_by_others():
    """Return the share of the machine that others use, once the last contender is at rest."""
    time.sleep(REST)
    return psutil.cpu_percent(LOOK) / 100


@contextmanager
def every_processor_busy():
    """Let a process compute for each processor, until the block ends."""
    command = [sys.executable, "-c", COMPUTE]
    processes = [subprocess.Popen(command) for _ in range(processors())]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()
